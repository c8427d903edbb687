// The eight links of the private chain, each as two sets of customers: who could, and who of them did.
import { CUSTOMER, compile, livePools, membersOf } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { countedOrders } from '../mode/counted-sql.ts'
import type { Mode } from '../mode/mode.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'

export const LINKS = [
  'public_fans',
  'hook_adds',
  'moments_trust',
  'activity_fission',
  'multi_touch',
  'copy_close',
  'tagging',
  'layering',
] as const
export type Link = (typeof LINKS)[number]

/** What a link is told by: events of any of these names. A brand may send them under names of its own. */
export const NAMES = {
  adds: [
    ...['wecom_friend_added', 'relation_added', 'official_account_followed'],
    ...['member_joined', 'membership_joined'],
  ],
  trust: [
    ...['moment_viewed', 'moment_liked', 'moment_commented', 'content_viewed'],
    ...['wecom_message_received', 'message_clicked'],
  ],
  shares: ['page_shared', '$MPShare', 'poster_shared', 'invite_sent'],
  reached: [
    'message_sent',
    'message_delivered',
    'message_clicked',
    'wecom_message_sent',
    'wecom_message_received',
  ],
} as const satisfies Record<string, readonly string[]>
export type NameKind = keyof typeof NAMES

export interface LinkSets {
  /** Who could. */
  base: Sql
  /** Who did, of them. */
  came: Sql
  /** Names of which one at least must have been sent for the link to say anything. */
  told_by: NameKind | null
}

const setOf = (rows: Sql): Sql => sql`(select groupBitmapState(toUInt32(c)) from (${rows}))`
const isNamed = (kind: NameKind): Sql => sql`name in ${as('Array(String)', [...NAMES[kind]])}`

export async function linksOf(
  ctx: Ctx,
  counting: { mode: Mode; currency: string; reading: QuestionReading },
  stretch: Stretch,
): Promise<Record<Link, LinkSets>> {
  const { reading, mode, currency } = counting
  const { whose } = reading
  const rows = (condition: Sql) =>
    setOf(sql`select ${CUSTOMER} as c from event where ${whose} and ${condition} group by c`)
  const within = (condition: Sql) => rows(sql`${rowsIn(stretch)} and ${condition}`)
  const until = sql`at < ${as('DateTime64(3)', new Date(stretch.to))}`
  const rule = (given: Parameters<typeof compile>[0]) =>
    reading.narrow(compile(given, reading.reading).bitmap)
  const common = (one: Sql, other: Sql) => sql`bitmapAnd(${one}, ${other})`

  const newcomers = setOf(sql`select c from (select ${CUSTOMER} as c, min(at) as first from event
    where ${whose} and protocol != 'own' group by c) where ${rowsIn(stretch, sql`first`)}`)
  const fromPublic = within(
    sql`(utm_source != '' or ifNull(channel_id, '') != '') and protocol != 'own'`,
  )
  const public_fans = common(newcomers, fromPublic)
  const friends = rows(sql`${until} and ${isNamed('adds')}`)
  const trusted = within(isNamed('trust'))
  const active = within(
    sql`protocol != 'own' and toString(platform) in ${as('Array(String)', mode.touch_platforms)}`,
  )
  const live = (least: number) => rule({ kind: 'touchpoints', live: { op: 'gte', value: least } })
  const reached = within(isNamed('reached'))
  const bought = setOf(
    sql`select c from (${countedOrders(mode, stretch, whose, currency)}) group by c having sum(n) > 0`,
  )
  const tagged = setOf(
    sql`select ${CUSTOMER} as c from customer_state final where kind = 'tag' group by c`,
  )
  const known = rule({ kind: 'known' })
  return {
    public_fans: { base: newcomers, came: public_fans, told_by: null },
    hook_adds: {
      base: public_fans,
      came: common(public_fans, within(isNamed('adds'))),
      told_by: 'adds',
    },
    moments_trust: { base: friends, came: common(friends, trusted), told_by: 'trust' },
    activity_fission: {
      base: active,
      came: common(active, within(isNamed('shares'))),
      told_by: 'shares',
    },
    multi_touch: { base: live(1), came: live(2), told_by: null },
    copy_close: { base: reached, came: common(reached, bought), told_by: 'reached' },
    tagging: { base: friends, came: common(friends, tagged), told_by: 'adds' },
    layering: { base: known, came: common(known, await layered(ctx)), told_by: null },
  }
}

/** Inside a live pool, or with a level, a tier or an RFM group. */
async function layered(ctx: Ctx): Promise<Sql> {
  const pools = (await livePools(ctx)).map(({ audience }) => membersOf(audience))
  const levels = setOf(
    sql`select ${CUSTOMER} as c from customer_state final
      where kind = 'attribute' and match(toString(key), '(?i)level|tier|rfm|grade') group by c`,
  )
  return pools.reduce((all, one) => sql`bitmapOr(${all}, ${one})`, levels)
}

/** Which of the names the brand has ever sent. */
export async function namesSent(ctx: Ctx): Promise<Set<string>> {
  const all = Object.values(NAMES).flat()
  const rows = await ctx.ch.rows<{ name: string }>(
    ctx.tenantId,
    sql`select distinct toString(name) as name from event where name in ${as('Array(String)', all)}`,
  )
  return new Set(rows.map(({ name }) => name))
}

/** Sizes of sets, in one statement. */
export async function sizesOf(ctx: Ctx, sets: readonly Sql[]): Promise<number[]> {
  const [row] = await ctx.ch.rows<{ sizes: string[] }>(
    ctx.tenantId,
    sql`select [${join(
      sets.map((set) => sql`bitmapCardinality(${set})`),
      ', ',
    )}] as sizes`,
  )
  return (row?.sizes ?? []).map(Number)
}
