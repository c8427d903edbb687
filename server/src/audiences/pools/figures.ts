// What a pool is worth today: every figure counted over who is in it now, in one statement.
import { sql as pg } from 'kysely'
import { join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { compile, type Reading } from '../compile.ts'
import { CUSTOMER } from '../event-sql.ts'
import { membersOf } from '../history-sql.ts'
import { orderFigure, orderRows } from '../orders-sql.ts'
import { readingNow } from '../reading.ts'
import type { Rule } from '../rule.ts'
import { narrowing } from '../scope.ts'
import { isSet, LOCKED_IN, MEMBER } from '../standing.ts'

const MONTH = 30 * 86_400_000
/** 狭义: friends we can talk to. 广义: every touchpoint within WeChat. */
const FRIEND = ['wecom_friend']
const WECHAT = ['wecom_friend', 'wecom_group', 'official_account', 'mini_program']

const live = (kinds: string[] | undefined, least: number): Rule => ({
  kind: 'touchpoints',
  live: { op: 'gte', value: least },
  ...(kinds && { kinds }),
})

/** Conditions a pool's members are counted by. */
const COUNTED = {
  friends: live(FRIEND, 1),
  wechat: live(WECHAT, 1),
  reachable: live(undefined, 1),
  two_live: live(undefined, 2),
  members: MEMBER,
  // `points` is what an outside system's balance is imported as.
  with_points: { kind: 'any', rules: ['points_balance', 'points'].map(isSet) },
  locked_in: LOCKED_IN,
  with_portrait: {
    kind: 'any',
    rules: ['gender', 'birthday', 'city'].map(isSet),
  },
  known: { kind: 'known' },
} satisfies Record<string, Rule>
type Counted = keyof typeof COUNTED

export interface PoolFigures extends Record<Counted, number> {
  size: number
  /** Who do what the pool is for; null while that is not said. */
  attained: number | null
  /** Orders and what was paid less what was given back, of the last 30 days, in fen. */
  orders: number
  amount_fen: number
}

/** Of whom the actor sees. */
export async function poolFigures(
  ctx: Ctx,
  audienceId: string,
  behaviour: Rule | null,
): Promise<PoolFigures> {
  const reading = await readingNow(ctx)
  const narrow = await narrowing(ctx, reading)
  const names = Object.keys(COUNTED) as Counted[]
  const common = (rule: Rule) => sql`bitmapAndCardinality(inside, ${compile(rule, reading).bitmap})`
  const [row] = await ctx.ch.rows<{ size: string; counts: string[]; attained: string }>(
    ctx.tenantId,
    sql`with ${narrow(membersOf(audienceId))} as inside
      select bitmapCardinality(inside) as size, ${behaviour ? common(behaviour) : sql`0`} as attained,
        [${join(
          names.map((name) => common(COUNTED[name])),
          ', ',
        )}] as counts`,
  )
  const counts = Object.fromEntries(
    names.map((name, i) => [name, Number(row?.counts[i] ?? 0)]),
  ) as Record<Counted, number>
  return {
    size: Number(row?.size ?? 0),
    attained: behaviour ? Number(row?.attained ?? 0) : null,
    ...counts,
    ...(await soldTo(ctx, narrow(membersOf(audienceId)), reading)),
  }
}

async function soldTo(ctx: Ctx, inside: Sql, { clock }: Reading, until = clock.now) {
  const rows = orderRows({}, { from: until - MONTH, to: until }, sql`true`)
  const [sold] = await ctx.ch.rows<{ orders: number; amount: number }>(
    ctx.tenantId,
    sql`with ${inside} as inside
      select sum(n) as orders, sum(fen) as amount from (
        select ${CUSTOMER} as c,
          ${orderFigure('count', {})} as n, ${orderFigure('amount_fen', {})} as fen ${rows} group by c)
      where bitmapContains(inside, toUInt32(c))`,
  )
  return { orders: Number(sold?.orders ?? 0), amount_fen: Number(sold?.amount ?? 0) }
}

/** Measures of which it is known what they were; of the others only what they are. */
const WITH_PAST = ['size', 'orders', 'amount_fen'] as const
export type WithPast = (typeof WITH_PAST)[number]
export const hasPast = (measure: string): measure is WithPast =>
  WITH_PAST.some((one) => one === measure)

/** As they stood thirty days ago, of who was inside then; null of an audience that is younger. */
export async function figuresBefore(
  ctx: Ctx,
  audienceId: string,
): Promise<Record<WithPast, number> | null> {
  const reading = await readingNow(ctx)
  const narrow = await narrowing(ctx, reading)
  const then = reading.clock.now - MONTH
  const { rows } = await pg<{ is_older: boolean }>`
    select created_at <= ${new Date(then)} as is_older from audience
    where tenant_id = ${ctx.tenantId} and id = ${audienceId}`.execute(ctx.pg)
  if (!rows[0]?.is_older) return null
  const inside = narrow(membersOf(audienceId, { at: new Date(then) }))
  const [row] = await ctx.ch.rows<{ size: string }>(
    ctx.tenantId,
    sql`select bitmapCardinality(${inside}) as size`,
  )
  return { size: Number(row?.size ?? 0), ...(await soldTo(ctx, inside, reading, then)) }
}

/** Foundations that are there before communities are built on them, each measured. */
export interface Readiness {
  what: 'points' | 'membership' | 'portrait' | 'crm'
  /** Of the pool's customers, in hundredths of a percent. */
  share: number
  wanted: number
  passes: boolean
}

/** Half of the pool for what takes part, most of it for knowing whom one talks to. */
const WANTED: Record<Readiness['what'], [of: Counted, wanted: number]> = {
  points: ['with_points', 5_000],
  membership: ['members', 5_000],
  portrait: ['with_portrait', 6_000],
  crm: ['known', 8_000],
}

export function readinessOf(figures: PoolFigures): Readiness[] {
  return (Object.keys(WANTED) as Readiness['what'][]).map((what) => {
    const [of, wanted] = WANTED[what]
    const share = figures.size === 0 ? 0 : Math.floor((figures[of] * 10_000) / figures.size)
    return { what, share, wanted, passes: figures.size > 0 && share >= wanted }
  })
}
