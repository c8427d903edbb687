// One reckoning of all scores: measured in the event store by set statements, scored by the rule,
// written where they differ from what stands.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { customersThere, movingCustomers, putValues } from '../../audiences/index.ts'
import { as, sql as ch, type Sql } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { computedValues } from '../../profile/index.ts'
import { brandOf } from '../brand.ts'
import { settingsOf } from '../settings/versions.ts'
import { ATTRIBUTES, reserveScores } from './attributes.ts'
import {
  isExpecting,
  knownRows,
  peerRows,
  rankedRows,
  type Stretch,
  worthRows,
} from './measures-sql.ts'
import {
  hasAllDimensions,
  type Measured,
  type Scored,
  type Signal,
  type Status,
  type Suspicion,
  score,
  type Worth,
} from './score.ts'
import { isMeasure, type Measure, SuperUserSettings } from './settings.ts'

const DAY = 86_400_000
/** Customers held in memory, and written in one transaction. */
const READ = 100_000
const WRITTEN = 5_000
const LAST_ID = 4_294_967_295
const SLOW = { maxSeconds: 300 }

export interface Reckoned {
  runId: string
  peers: number
  changed: number
}

interface Row {
  customer: number
  measures: Measured[]
  payments: number
  signals: Signal[]
  suspicions: Suspicion[]
  worth: Worth
}

/** @throws 409 already_reckoning while another reckoning of the brand goes on */
export async function reckonSuperUsers(ctx: Ctx): Promise<Reckoned> {
  const { settings, version } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const now = ctx.now()
  const runId = await begin(ctx, version, now)
  try {
    const stretch = { from: new Date(now.getTime() - settings.window_days * DAY), to: now }
    const { zone } = await brandOf(ctx)
    const told = await toldMeasures(ctx, settings, stretch, zone)
    let [peers, changed] = [0, 0]
    for (const part of await parts(ctx, settings, stretch)) {
      const rows = await readPart(ctx, settings, stretch, zone, part)
      peers += rows.length
      changed += await writePart(ctx, runId, rows, settings, told, now, part)
    }
    await sql`update super_user_run set finished_at = ${ctx.now()}, peers = ${peers},
        summary = ${JSON.stringify({ told: [...told], changed, fallback: !hasAllDimensions(told) })}::jsonb
      where tenant_id = ${ctx.tenantId} and id = ${runId}`.execute(ctx.pg)
    return { runId, peers, changed }
  } catch (error) {
    await sql`update super_user_run set finished_at = ${ctx.now()}, failure = ${String(error)}
      where tenant_id = ${ctx.tenantId} and id = ${runId}`.execute(ctx.pg)
    throw error
  }
}

/** A run that has not ended within an hour died with its process. */
function begin(ctx: Ctx, version: number, now: Date): Promise<string> {
  return inTx(ctx, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtext('super_user_run'), hashtext(${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    const { rows } = await sql<{ id: string }>`select id from super_user_run
      where tenant_id = ${ctx.tenantId} and finished_at is null and started_at > ${new Date(now.getTime() - 3_600_000)}`.execute(
      ctx.pg,
    )
    if (rows.length > 0)
      throw conflict('already_reckoning', 'The scores are being reckoned already')
    await reserveScores(ctx)
    const id = randomUUIDv7()
    await sql`insert into super_user_run (tenant_id, id, settings_version, started_at, started_by)
      values (${ctx.tenantId}, ${id}, ${version}, ${now}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
      ctx.pg,
    )
    return id
  })
}

/** Of which measures the brand has anything at all. */
async function toldMeasures(
  ctx: Ctx,
  settings: SuperUserSettings,
  stretch: Stretch,
  zone: string,
): Promise<Set<Measure>> {
  const rows = await ctx.ch.rows<{ m: string }>(
    ctx.tenantId,
    ch`select distinct arrayJoin(measures).1 as m from (${rankedRows(settings, stretch, zone)}) order by m`,
    SLOW,
  )
  return new Set(rows.map(({ m }) => m).filter(isMeasure))
}

interface Part {
  from: number
  to: number
}

/** Stretches of customers' numbers with so many active ones each. */
async function parts(ctx: Ctx, settings: SuperUserSettings, stretch: Stretch): Promise<Part[]> {
  const rows = await ctx.ch.rows<{ c: number }>(
    ctx.tenantId,
    ch`select c from (select c, row_number() over (order by c) as n from (${peerRows(settings, stretch)}))
      where n % ${as('UInt32', READ)} = 0 order by c`,
    SLOW,
  )
  const starts = [0, ...rows.map(({ c }) => Number(c))]
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? LAST_ID }))
}

const within = ({ from, to }: Part): Sql =>
  ch`c >= ${as('UInt32', from)} and c < ${as('UInt32', to)}`

async function readPart(
  ctx: Ctx,
  settings: SuperUserSettings,
  stretch: Stretch,
  zone: string,
  part: Part,
): Promise<Row[]> {
  const rows = await ctx.ch.rows<{
    c: number
    measures: [string, number, number, string][]
    payments: number
    signals: Signal[]
    suspicions: Suspicion[]
    kept: string
    expected: string
    percentile: number
    expecting: number
  }>(
    ctx.tenantId,
    ch`select r.c as c, r.measures as measures, k.payments as payments, k.signals as signals, k.suspicions as suspicions,
        w.kept as kept, w.expected as expected, w.percentile as percentile, ${isExpecting} as expecting
      from (select * from (${rankedRows(settings, stretch, zone)}) where ${within(part)}) as r
      left join (${knownRows(settings, stretch)}) as k on k.c = r.c
      left join (${worthRows(settings, stretch)}) as w on w.c = r.c order by c`,
    SLOW,
  )
  return rows.map((row) => ({
    customer: Number(row.c),
    measures: row.measures.flatMap(([code, value, percentile, facts]) =>
      isMeasure(code)
        ? [{ code, value: Number(value), percentile: Number(percentile), facts: Number(facts) }]
        : [],
    ),
    payments: Number(row.payments),
    signals: row.signals,
    suspicions: row.suspicions,
    worth: {
      kept_fen: Number(row.kept),
      expected_fen: Number(row.expecting) === 1 ? Number(row.expected) : null,
      percentile: Number(row.percentile),
    },
  }))
}

/** Who is no longer active in the window loses what stood of her. */
async function writePart(
  ctx: Ctx,
  runId: string,
  rows: readonly Row[],
  settings: SuperUserSettings,
  told: ReadonlySet<Measure>,
  at: Date,
  part: Part,
): Promise<number> {
  let changed = 0
  for (let i = 0; i === 0 || i < rows.length; i += WRITTEN) {
    const some = rows.slice(i, i + WRITTEN)
    const of = {
      from: i === 0 ? part.from : (some[0]?.customer ?? part.from),
      to: rows[i + WRITTEN]?.customer ?? part.to,
    }
    changed += await inTx(ctx, (ctx) => writeSome(ctx, runId, some, settings, told, at, of))
  }
  return changed
}

async function writeSome(
  ctx: Ctx,
  runId: string,
  rows: readonly Row[],
  settings: SuperUserSettings,
  told: ReadonlySet<Measure>,
  at: Date,
  of: Part,
): Promise<number> {
  const there = await customersThere(
    ctx,
    rows.map((r) => r.customer),
  )
  const moving = new Set(await movingCustomers(ctx))
  const mine = rows.filter((r) => there.has(r.customer) && !moving.has(r.customer))
  const statuses = await computedValues(ctx, 'super_user_status', of)
  const was = new Map(statuses.map((s) => [s.customer, s.value as Status]))
  const scored = new Map(
    mine.map((row) => [
      row.customer,
      score({ ...row, was: was.get(row.customer) }, settings, told),
    ]),
  )
  let changed = 0
  for (const attribute of ATTRIBUTES) {
    const values = [...scored].flatMap(([customer, one]) => {
      const value = attribute.of(one)
      return value === undefined ? [] : [{ customer, value }]
    })
    const { set, gone } = await putValues(ctx, attribute.name, at, { of, values })
    if (attribute.name === 'super_user_status') changed = set + gone
  }
  await keepEvidence(ctx, runId, mine, scored, of)
  return changed
}

async function keepEvidence(
  ctx: Ctx,
  runId: string,
  rows: readonly Row[],
  scored: ReadonlyMap<number, Scored>,
  { from, to }: Part,
): Promise<void> {
  await sql`delete from super_user_evidence where tenant_id = ${ctx.tenantId}
    and node_id >= ${from} and node_id < ${to}
    and node_id <> all(${rows.map((r) => r.customer)}::bigint[])`.execute(ctx.pg)
  if (rows.length === 0) return
  const u = unnest(rows, {
    node_id: ['bigint', (r) => r.customer],
    evidence: [
      'jsonb',
      ({ customer, measures, payments, signals, suspicions }) =>
        JSON.stringify({ ...scored.get(customer), measures, payments, signals, suspicions }),
    ],
  })
  await sql`insert into super_user_evidence (tenant_id, run_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${runId}::uuid, ${u.names} from ${u.rows}
    on conflict (tenant_id, node_id) do update set run_id = excluded.run_id, evidence = excluded.evidence`.execute(
    ctx.pg,
  )
}
