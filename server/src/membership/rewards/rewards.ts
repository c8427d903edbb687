// Rewards as the brand states them: what they are, what they cost in points and money, who may have them.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { demandPictures } from '../../pictures/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'

export const REWARD_KINDS = ['product', 'coupon', 'card', 'stored_value', 'content'] as const
export type RewardKind = (typeof REWARD_KINDS)[number]
export const REWARD_STATES = ['draft', 'live', 'stopped'] as const
export const REWARD_PERIODS = ['day', 'month', 'year', 'ever'] as const

const ContentPart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().trim().min(1).max(20_000) }),
  z.strictObject({
    kind: z.literal('picture'),
    picture_id: z.guid(),
    alt: z.string().trim().max(200).default('').describe('What it shows, for who cannot see it'),
  }),
])
export type ContentPart = z.infer<typeof ContentPart>
const MOST_TEXT = 20_000

const ARGS = {
  product: z.strictObject({ sku: z.string().min(1).max(255) }),
  coupon: z.strictObject({ batch: z.guid() }),
  card: z.strictObject({ plan: z.string().min(1).max(100) }),
  stored_value: z.strictObject({
    fen: z.number().int().min(1).max(1_000_000),
    days: z.number().int().min(1).max(3_650).nullable().describe('null: it does not expire'),
  }),
  content: z.strictObject({
    parts: z.array(ContentPart).min(1).max(60).describe('Seen by whoever has opened it'),
    refund_days: z
      .number()
      .int()
      .min(1)
      .max(365)
      .nullable()
      .describe('Its points are given back so long on request; null: never'),
  }),
} as const

export interface Reward {
  id: string
  name: string
  name_en: string
  description: string
  kind: RewardKind
  args: Record<string, unknown>
  points: number
  cash_fen: number
  ships_free: boolean
  stock: number | null
  taken: number
  per_customer: number | null
  period: (typeof REWARD_PERIODS)[number]
  levels: string[]
  is_highlight: boolean
  unit_cost_fen: number
  starts_at: Date | null
  ends_at: Date | null
  state: (typeof REWARD_STATES)[number]
  position: number
  revision: number
}
export type GivenReward = Omit<Reward, 'id' | 'taken' | 'revision'>

export const COLUMNS = sql`w.id, w.name, w.name_en, w.description, w.kind, w.args, w.points, w.cash_fen, w.ships_free,
  w.stock, w.taken, w.per_customer, w.period, w.levels, w.is_highlight, w.unit_cost_fen, w.starts_at, w.ends_at, w.state,
  w.position, w.revision`

/** Those that are live first, in their order. */
export async function listRewards(ctx: Ctx): Promise<Reward[]> {
  const { rows } =
    await sql<Reward>`select ${COLUMNS} from reward w where w.tenant_id = ${ctx.tenantId}
    order by w.state <> 'live', w.state <> 'draft', w.position, w.points, w.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getReward(ctx: Ctx, id: string): Promise<Reward> {
  const { rows } = await sql<Reward>`select ${COLUMNS} from reward w
    where w.tenant_id = ${ctx.tenantId} and w.id = ${id}::uuid`.execute(ctx.pg)
  if (!rows[0]) throw notFound('reward')
  return rows[0]
}

/**
 * Makes one, or changes it as it was read; its kind stays. What was redeemed stays as it was.
 * @throws 400, 404, 409 when somebody else changed it meanwhile or more are taken than the new stock
 */
export function setReward(
  ctx: Ctx,
  given: GivenReward,
  of: { id: string; revision: number } | null,
): Promise<Reward> {
  return inTx(ctx, async (ctx) => {
    const args = ARGS[given.kind].safeParse(given.args)
    if (!args.success)
      throw invalid(
        'reward_args',
        args.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      )
    if (given.cash_fen > 0 && given.kind !== 'product')
      throw invalid('reward_cash', 'Only products are sold for points and money')
    if (given.kind === 'content' && (given.per_customer !== 1 || given.period !== 'ever'))
      throw invalid('reward_content_once', 'Content is opened once a customer, and stays open')
    if (given.starts_at && given.ends_at && given.ends_at <= given.starts_at)
      throw invalid('reward_period', 'It ends before it begins')
    await demandThere(ctx, given.kind, args.data)
    const parts = partsOf({ kind: given.kind, args: args.data })
    const words = parts.reduce(
      (sum, part) => sum + (part.kind === 'text' ? part.text.length : 0),
      0,
    )
    if (words > MOST_TEXT)
      throw invalid(
        'reward_content_long',
        `Its texts have at most ${MOST_TEXT} characters together`,
      )
    const pictures = picturesIn(parts)
    await demandPictures(ctx, pictures)
    const before = of ? await getReward(ctx, of.id) : null
    if (before && before.kind !== given.kind)
      throw conflict('reward_kind_fixed', 'A reward stays of its kind; stop it and make another')
    if (before && given.stock !== null && before.taken > given.stock)
      throw conflict('reward_stock_passed', 'More are taken than this', { taken: before.taken })
    const id = of?.id ?? randomUUIDv7()
    const { rows } = await sql`
      insert into reward as w (tenant_id, id, name, name_en, description, kind, args, points, cash_fen, ships_free, stock,
        per_customer, period, levels, is_highlight, unit_cost_fen, starts_at, ends_at, state, position, updated_at)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.name_en}, ${given.description}, ${given.kind},
        ${JSON.stringify(args.data)}::jsonb, ${given.points}, ${given.cash_fen}, ${given.ships_free}, ${given.stock},
        ${given.per_customer}, ${given.period}, ${given.levels}, ${given.is_highlight}, ${given.unit_cost_fen},
        ${given.starts_at}, ${given.ends_at}, ${given.state}, ${given.position}, ${ctx.now()})
      on conflict (tenant_id, id) do update set name = excluded.name, name_en = excluded.name_en,
        description = excluded.description, args = excluded.args, points = excluded.points, cash_fen = excluded.cash_fen,
        ships_free = excluded.ships_free, stock = excluded.stock, per_customer = excluded.per_customer, period = excluded.period,
        levels = excluded.levels, is_highlight = excluded.is_highlight, unit_cost_fen = excluded.unit_cost_fen,
        starts_at = excluded.starts_at, ends_at = excluded.ends_at, state = excluded.state, position = excluded.position,
        revision = w.revision + 1, updated_at = excluded.updated_at
      where w.revision = ${of?.revision ?? 0} and (excluded.stock is null or w.taken <= excluded.stock)
      returning w.id`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    await sql`delete from reward_picture where tenant_id = ${ctx.tenantId} and reward_id = ${id}::uuid
      and picture_id <> all(${pictures}::uuid[])`.execute(ctx.pg)
    await sql`insert into reward_picture (tenant_id, reward_id, picture_id)
      select ${ctx.tenantId}::uuid, ${id}::uuid, p from unnest(${pictures}::uuid[]) p
      on conflict do nothing`.execute(ctx.pg)
    const after = await getReward(ctx, id)
    await audit(ctx, 'reward.changed', { kind: 'reward', id }, { before, after })
    return after
  })
}

/** Of content: its words and pictures in their order; of anything else nothing. */
export const partsOf = ({ kind, args }: Pick<Reward, 'kind' | 'args'>): ContentPart[] =>
  kind === 'content' ? (args as z.infer<(typeof ARGS)['content']>).parts : []
export const picturesIn = (parts: readonly ContentPart[]): string[] => [
  ...new Set(parts.flatMap((part) => (part.kind === 'picture' ? [part.picture_id] : []))),
]

/** @throws 400 for what is given but is not there */
async function demandThere(
  ctx: Ctx,
  kind: RewardKind,
  args: Record<string, unknown>,
): Promise<void> {
  const found =
    kind === 'product'
      ? sql`select 1 from product where tenant_id = ${ctx.tenantId} and sku = ${String(args.sku)} and not is_retired`
      : kind === 'card'
        ? sql`select 1 from card_plan where tenant_id = ${ctx.tenantId} and code = ${String(args.plan)} and not is_retired`
        : undefined
  if (found && (await found.execute(ctx.pg)).rows.length === 0)
    throw invalid('reward_nothing', 'What it gives is not there any more', { args })
}
