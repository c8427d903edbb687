// What the scores say of the brand: who, beside what is spent, who brings how much, and where the money goes.
import { sql } from 'kysely'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, sql as ch, join, type Sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { ACTS_ON_RECORDS } from '../../platform/outbox.ts'
import { catchUp } from '../../profile/index.ts'
import { brandOf } from '../brand.ts'
import { concentrationOf } from '../calc/concentration.ts'
import { type QuestionReading, readQuestion } from '../question/reading.ts'
import { settingsOf } from '../settings/versions.ts'
import { BANDS, VALUE_CELLS } from './cells.ts'
import { during, EXPECTED, keptOrders, type Stretch } from './measures-sql.ts'
import { STATUSES } from './score.ts'
import { DIMENSIONS, SuperUserSettings } from './settings.ts'
import type { SuperUsers } from './shape.ts'
import { type Standing, standingOf } from './standing.ts'

const DAY = 86_400_000
const COUNTED = [
  ...STATUSES,
  ...['recognised', 'koc', 'content', 'pareto', 'super_in_pareto'],
  ...['super_high', 'super_low', 'other_high', 'other_low'],
  ...DIMENSIONS,
  ...VALUE_CELLS,
] as const

export async function superUsers(ctx: Ctx): Promise<SuperUsers> {
  // What a reckoning has just written is read from the event store.
  if (!ctx.until) await catchUp(ctx)
  const { settings, version } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const reading = await readQuestion(ctx, [])
  const { currency } = await brandOf(ctx)
  const to = new Date(reading.clock.now)
  const stretch = { from: new Date(reading.clock.now - settings.window_days * DAY), to }
  const standing = await standingOf(ctx, ['scored', ...COUNTED], settings, reading)
  const [counts, values, tiers, bands, run] = await Promise.all([
    countCells(ctx, settings, reading, standing),
    spentBy(ctx, stretch, currency, reading, standing),
    spentOnTiers(ctx, stretch, currency, settings, reading, standing),
    worthOfBands(ctx, currency, reading, standing),
    lastRun(ctx),
  ])
  const spend = values.length > 0 ? concentrationOf(values.map((v) => v.fen)) : null
  const total = values.reduce((sum, v) => sum + v.fen, 0)
  const ofSuper = values.reduce((sum, v) => sum + (v.isSuper ? v.fen : 0), 0)
  return {
    run,
    settings_version: version,
    currency,
    window_days: settings.window_days,
    counts,
    performance: {
      total_fen: total,
      super_fen: ofSuper,
      super_share: total > 0 ? ofSuper / total : null,
      customers: values.length,
      gini: spend?.gini ?? null,
      fewest_for_80: spend?.fewest ?? null,
      top: spend?.top ?? [],
      lorenz: spend?.lorenz ?? [],
    },
    allocation: tiers,
    value: { weight: settings.value_weight / 100, bands },
    as_of: to.toISOString(),
  }
}

async function countCells(
  ctx: Ctx,
  settings: SuperUserSettings,
  reading: QuestionReading,
  standing: Standing,
): Promise<Record<string, number>> {
  // `content` without any event has nobody.
  const cells = COUNTED.filter((is) => is !== 'content' || settings.content.length > 0)
  const sizes = cells.map((is) => ch`toUInt64(bitmapCardinality(${reading.narrow(standing(is))}))`)
  const [row] = await ctx.ch.rows<{ sizes: string[] }>(
    ctx.tenantId,
    ch`select [${join(sizes, ', ')}] as sizes`,
  )
  return Object.fromEntries(COUNTED.map((is) => [is, Number(row?.sizes[cells.indexOf(is)] ?? 0)]))
}

/** Everybody alive in the window or who paid in it, with what was kept of her payments: nobody's nothing is left out. */
async function spentBy(
  ctx: Ctx,
  stretch: Stretch,
  currency: string,
  reading: QuestionReading,
  standing: Standing,
): Promise<{ fen: number; isSuper: boolean }[]> {
  const rows = await ctx.ch.rows<{ fen: string; is_super: number }>(
    ctx.tenantId,
    ch`select toInt64(greatest(0, sumIf(revenue_fen, currency = ${as('String', currency)}))) as fen,
        any(bitmapContains(${standing('super')}, ${CUSTOMER})) as is_super
      from event where ${reading.whose} and ${during(stretch)} group by ${CUSTOMER}`,
  )
  return rows.map((r) => ({ fen: Number(r.fen), isSuper: Number(r.is_super) === 1 }))
}

/** Of each band of the customer value index what its customers have paid so far, and what is expected of them. */
async function worthOfBands(
  ctx: Ctx,
  currency: string,
  reading: QuestionReading,
  standing: Standing,
): Promise<SuperUsers['value']['bands']> {
  const band = (c: Sql) =>
    ch`multiIf(${join(
      VALUE_CELLS.map(
        (is) => ch`bitmapContains(${standing(is)}, toUInt32(${c})), ${as('String', is)}`,
      ),
      ', ',
    )}, '')`
  const until = ctx.until ? ch`at <= ${as('DateTime64(3)', ctx.until)}` : ch`true`
  const [kept, expected] = await Promise.all([
    ctx.ch.rows<{ band: string; fen: string }>(
      ctx.tenantId,
      ch`select band, toInt64(sum(fen)) as fen from (
          select ${band(ch`c`)} as band, fen from (
            select ${CUSTOMER} as c, greatest(0, sumIf(revenue_fen, currency = ${as('String', currency)})) as fen
            from event where ${reading.whose} and ${until} group by c))
        where band != '' group by band`,
    ),
    // Kept as it is now only: of a past day nobody knows what was expected.
    ctx.until
      ? undefined
      : ctx.ch.rows<{ band: string; fen: string }>(
          ctx.tenantId,
          ch`select ${band(ch`c`)} as band, toInt64(sum(fen)) as fen from (
              select ${CUSTOMER} as c, round(greatest(0, max(number))) as fen from customer_state final
              where kind = 'attribute' and key = ${as('String', EXPECTED)} group by c)
            group by band having band != ''`,
        ),
  ])
  const of = (rows: readonly { band: string; fen: string }[], is: string) =>
    Number(rows.find((row) => row.band === is)?.fen ?? 0)
  return VALUE_CELLS.map((is) => ({
    is,
    from: BANDS[VALUE_CELLS.indexOf(is)] ?? null,
    kept_fen: of(kept, is),
    expected_fen: expected && expected.length > 0 ? of(expected, is) : null,
  }))
}

/** Planned against actual, by tier: discounts given, other costs of single customers, contacts by staff. */
async function spentOnTiers(
  ctx: Ctx,
  stretch: Stretch,
  currency: string,
  settings: SuperUserSettings,
  reading: QuestionReading,
  bitmap: Standing,
): Promise<SuperUsers['allocation']> {
  const tier = (c: Sql) => ch`multiIf(bitmapContains(${bitmap('super')}, toUInt32(${c})), 'super',
    bitmapContains(${bitmap('candidate')}, toUInt32(${c})), 'candidate', 'others')`
  const costs = await costsOfCustomers(ctx, stretch, currency)
  const seen = reading.narrow(bitmap('scored'))
  const rows = await ctx.ch.rows<{ tier: string; fen: string; contacts: string }>(
    ctx.tenantId,
    ch`select ${tier(ch`c`)} as tier, toInt64(sum(fen)) as fen, sum(contacts) as contacts from (
        select c, discount_fen as fen, 0 as contacts from (${keptOrders(stretch)})
        union all select ${CUSTOMER} as c, 0 as fen, count() as contacts from event
          where customer_id != 0 and ifNull(staff_id, '') != '' and not has(${as('Array(String)', [...ACTS_ON_RECORDS])}, toString(name)) and ${during(stretch)} group by c
        union all select toUInt32(t.1) as c, t.2 as fen, 0 as contacts from (
          select arrayJoin(arrayZip(${as(
            'Array(UInt32)',
            costs.map((x) => x.customer),
          )}, ${as(
            'Array(Int64)',
            costs.map((x) => x.fen),
          )})) as t))
      where bitmapContains(${seen}, toUInt32(c)) group by tier`,
  )
  const spent = rows.reduce((sum, r) => sum + Number(r.fen), 0)
  const contacts = rows.reduce((sum, r) => sum + Number(r.contacts), 0)
  return (['super', 'candidate', 'others'] as const).map((name) => {
    const row = rows.find((r) => r.tier === name)
    const fen = Number(row?.fen ?? 0)
    const times = Number(row?.contacts ?? 0)
    return {
      tier: name,
      planned_share: settings.allocation[name] / 100,
      spent_fen: fen,
      spent_share: spent > 0 ? fen / spent : null,
      contacts: times,
      contacts_share: contacts > 0 ? times / contacts : null,
    }
  })
}

async function costsOfCustomers(
  ctx: Ctx,
  { from, to }: Stretch,
  currency: string,
): Promise<{ customer: number; fen: number }[]> {
  const { rows } = await sql<{ customer: number; fen: number }>`
    select c.canonical_id as customer, sum(x.fen)::bigint as fen from cost x
    join customer c on c.tenant_id = x.tenant_id and c.id = x.node_id
    where x.tenant_id = ${ctx.tenantId} and x.currency = ${currency}
      and x.spent_on >= ${from.toISOString().slice(0, 10)} and x.spent_on <= ${to.toISOString().slice(0, 10)}
    group by c.canonical_id`.execute(ctx.pg)
  return rows
}

export interface Run {
  started_at: string
  finished_at: string | null
  settings_version: number
  peers: number | null
  fallback: boolean
  told: string[]
  failure: string | null
}

export async function lastRun(ctx: Ctx): Promise<Run | null> {
  const { rows } = await sql<{
    started_at: Date
    finished_at: Date | null
    settings_version: number
    peers: number | null
    summary: { told: string[]; fallback: boolean } | null
    failure: string | null
  }>`select started_at, finished_at, settings_version, peers, summary, failure from super_user_run
    where tenant_id = ${ctx.tenantId} and started_at <= ${ctx.now()} order by started_at desc limit 1`.execute(
    ctx.pg,
  )
  const run = rows[0]
  if (!run) return null
  const goesOn = run.finished_at === null || run.finished_at > ctx.now()
  return {
    started_at: run.started_at.toISOString(),
    finished_at: goesOn ? null : (run.finished_at?.toISOString() ?? null),
    settings_version: run.settings_version,
    peers: run.peers,
    told: run.summary?.told ?? [],
    fallback: run.summary?.fallback ?? false,
    failure: run.failure,
  }
}
