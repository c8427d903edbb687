// What a customer finds in the reward shop: what she may have, what is missing, which is the nearest.
import { sql } from 'kysely'
import { nodesOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { standingOf } from '../benefits/entitled.ts'
import { spendableNow } from '../points/spendable.ts'
import { COLUMNS, type Reward } from './rewards.ts'

export type Refused = 'reward_closed' | 'reward_not_for_level' | 'reward_sold_out' | 'reward_limit'
export interface OfferedReward extends Reward {
  /** Of its product, where it is one. */
  product: { name: string; price_fen: number | null } | null
  /** What she has had of it in this period. */
  mine: number
  /** Why it is not hers to have now, whatever points she holds; null: it is. */
  refused: Refused | null
  /** Points that are missing; 0: none. */
  missing: number
  /** Of content: she has opened it. */
  is_opened: boolean
}
export interface RewardShop {
  /** What can be spent now. */
  points: number
  rewards: OfferedReward[]
  /** The one with the fewest missing points of those that are hers to have; null: she reaches all of them, or there is none. */
  nearest: { id: string; name: string; name_en: string; points: number; missing: number } | null
  /** How many she could have now. */
  reached: number
}

interface Row extends Reward {
  product: { name: string; price_fen: number | null } | null
  mine: number
  is_open: boolean
}

async function rowsFor(ctx: Ctx, nodes: readonly number[], id?: string): Promise<Row[]> {
  const now = ctx.now()
  const { rows } = await sql<Row>`
    select ${COLUMNS}, case when p.sku is null then null else jsonb_build_object('name', p.name, 'price_fen', p.price_fen) end as product,
      coalesce((select sum(a.used) from reward_allowance a where a.tenant_id = w.tenant_id and a.reward_id = w.id
        and a.node_id = any(${[...nodes]}::bigint[]) and a.period = case w.period
          when 'day' then to_char(${now}::timestamptz at time zone t.timezone, 'YYYY-MM-DD')
          when 'month' then to_char(${now}::timestamptz at time zone t.timezone, 'YYYY-MM')
          when 'year' then to_char(${now}::timestamptz at time zone t.timezone, 'YYYY') else '' end), 0)::int as mine,
      w.state = 'live' and (w.starts_at is null or w.starts_at <= ${now}) and (w.ends_at is null or w.ends_at > ${now}) as is_open
    from reward w join tenant t on t.id = w.tenant_id
    left join product p on w.kind = 'product' and p.tenant_id = w.tenant_id and p.sku = w.args ->> 'sku'
    where w.tenant_id = ${ctx.tenantId} and ${id === undefined ? sql`w.state = 'live'` : sql`w.id = ${id}::uuid`}
    order by w.position, w.points, w.id`.execute(ctx.pg)
  return rows
}

function refusedTo(row: Row, levels: readonly string[]): Refused | null {
  if (!row.is_open) return 'reward_closed'
  if (row.levels.length > 0 && !row.levels.some((level) => levels.includes(level)))
    return 'reward_not_for_level'
  if (row.stock !== null && row.taken >= row.stock) return 'reward_sold_out'
  return row.per_customer !== null && row.mine >= row.per_customer ? 'reward_limit' : null
}

/** @throws 404 for nobody. What is not offered now is left out. */
export async function rewardShop(ctx: Ctx, customer: number): Promise<RewardShop> {
  const nodes = [...(await nodesOf(ctx, [customer])).values()].flat()
  const { levels } = await standingOf(ctx, customer)
  const points = (await spendableNow(ctx, customer, ['points'])).get('points') ?? 0
  const rewards = (await rowsFor(ctx, nodes))
    .filter((row) => row.is_open)
    .map(({ is_open, ...row }) => ({
      ...row,
      refused: refusedTo({ ...row, is_open }, levels),
      missing: Math.max(0, row.points - points),
      is_opened: row.kind === 'content' && row.mine > 0,
    }))
  return { points, rewards, ...nearestOf(rewards) }
}

/** Pure. */
export function nearestOf(
  rewards: readonly Pick<
    OfferedReward,
    'id' | 'name' | 'name_en' | 'points' | 'missing' | 'refused'
  >[],
): Pick<RewardShop, 'nearest' | 'reached'> {
  const hers = rewards.filter((reward) => reward.refused === null)
  const [next] = hers
    .filter((reward) => reward.missing > 0)
    .sort((a, b) => a.missing - b.missing || (a.id < b.id ? -1 : 1))
  const nearest = next && {
    ...{ id: next.id, name: next.name, name_en: next.name_en },
    ...{ points: next.points, missing: next.missing },
  }
  return { nearest: nearest ?? null, reached: hers.filter((r) => r.missing === 0).length }
}

/** @throws 409 with the reason it is not hers to have now */
export async function demandFor(
  ctx: Ctx,
  reward: Pick<Reward, 'id'>,
  customer: number,
): Promise<void> {
  const nodes = [...(await nodesOf(ctx, [customer])).values()].flat()
  const [row] = await rowsFor(ctx, nodes, reward.id)
  const refused = row ? refusedTo(row, (await standingOf(ctx, customer)).levels) : 'reward_closed'
  if (refused) throw conflict(refused, 'The reward is not hers to have now')
}
