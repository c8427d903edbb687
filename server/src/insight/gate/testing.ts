// A brand of six customers and two weeks, and a question of every analysis about it.
import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql as pg } from 'kysely'
import { makeRfm, newCustomers, RFM_NAMES } from '../../audiences/testing.ts'
import { mergeCustomers, projectAliases } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { testCtx } from '../../platform/testing.ts'
import { projectCustomers } from '../../profile/index.ts'
import { fitModels } from '../clv/fit.ts'
import { EXPOSED } from '../experiments/exposure.ts'
import { decide, plan, start } from '../experiments/register.ts'
import { NewExperiment } from '../experiments/shape.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { setGoals } from '../goals/goal.ts'
import { GoalsSet } from '../goals/shape.ts'
import { decideMode, UNDECIDED } from '../mode/mode.ts'
import { OwnershipSettings } from '../ownership/settings.ts'
import { setOperatingWeight } from '../scorecard/scorecard.ts'
import { changeSettings } from '../settings/versions.ts'
import { reckonSuperUsers } from '../super-users/run.ts'
import { SuperUserSettings } from '../super-users/settings.ts'
import { asOfMoment } from './as-of.ts'

export const FIRST = Date.parse('2026-03-01T00:00:00+08:00')
export const DAY = 86_400_000
export const of = (event: string) => ({ any_of: [{ event }] })
const PLAN = {
  ...{ code: 'try', name: 'Try', hypothesis: 'it helps' },
  arms: [
    { code: 'control', name: 'C', share: 5_000 },
    { code: 'treatment', name: 'T', share: 5_000 },
  ],
  metric: { kind: 'did', of: of('bought') },
  window_days: 1,
}
const NAMES = ['came', 'bought', 'answered', 'shared', 'added', 'met'] as const
export const did = fc.record({
  customer: fc.integer({ min: 0, max: 5 }),
  day: fc.integer({ min: 0, max: 13 }),
  hour: fc.integer({ min: 0, max: 23 }),
  name: fc.constantFrom(...NAMES),
  colour: fc.constantFrom('red', 'blue'),
  fen: fc.integer({ min: 1, max: 900 }),
})
export type Did = typeof did extends fc.Arbitrary<infer T> ? T : never

/** What everybody did in the first two days, so that no draw of the rest leaves an analysis with nothing to say. */
export const FIRST_DAYS: readonly Did[] = [0, 1, 2, 3, 4, 5].flatMap((customer): Did[] => {
  const came: Did = {
    ...{ customer, day: 0, hour: customer, name: 'came', colour: 'red', fen: 100 + 50 * customer },
  }
  const bought: Did = { ...came, day: 1, name: 'bought', colour: 'blue' }
  const other = { ...bought, hour: 12, name: NAMES[2 + (customer % 4)] as Did['name'] }
  // Not all alike: what does not vary explains nothing.
  return [came, bought, other, ...(customer % 2 === 0 ? [{ ...came, day: 1 }] : [])]
})

/** What it was that happened, as its rows; no two at one moment. */
function rowsOf(
  { customer, day, hour, name, colour, fen }: Did,
  n: number,
  experiment: string,
): TestRow[] {
  const at = FIRST + day * DAY + hour * 3_600_000 + n * 1_000
  const row = { customer, at, channel: colour, props: { colour, fen } }
  if (name === 'bought')
    return [
      { ...row, name },
      { ...row, name: 'order_paid', at: at + 1, order: `o${n}`, fen },
    ]
  if (name === 'answered') return [{ ...row, name: 'nps_answered', props: { score: fen % 11 } }]
  if (name === 'shared') return [{ ...row, name: 'page_shared', share: `s${n}` }]
  if (name === 'added') return [{ ...row, name: 'relation_added', staff: 'wang' }]
  if (name === 'met') {
    const arm = customer % 2 === 0 ? 'control' : 'treatment'
    const props = { experiment_id: experiment, arm }
    return [{ ...row, name: EXPOSED, protocol: 'own', props }]
  }
  return [{ ...row, name, share: fen % 3 === 0 ? `s${fen % 7}` : '' }]
}

export const day = (n: number) => new Date(FIRST + n * DAY).toISOString().slice(0, 10)
/** What the brand did itself, by the day at whose noon it did it. */
const DEEDS: readonly [number, (ctx: Ctx, experiment: string) => Promise<unknown>][] = [
  [1, (ctx) => setGoals(ctx, goals(100_000))],
  [1, (ctx, experiment) => start(ctx, experiment)],
  [2, (ctx) => decideMode(ctx, { ...UNDECIDED, mode: 'own_loop' })],
  [3, (ctx) => setOperatingWeight(ctx, 60)],
  [3, (ctx) => changeSettings(ctx, 'super_user', SuperUserSettings, superUser(0, 40))],
  [4, reckonSuperUsers],
  [4, (ctx) => makeRfm(ctx, { days: 30, money: 'amount_fen', anew: 'week' }, SCORE_WORDS, '')],
  [5, fitModels],
  [5, (ctx) => cut(ctx, 3)],
  [6, (ctx) => changeSettings(ctx, 'ownership', OwnershipSettings, ownershipSet(0, 5))],
  [8, (ctx) => changeSettings(ctx, 'ownership', OwnershipSettings, ownershipSet(1, 9))],
  [8, (ctx) => changeSettings(ctx, 'super_user', SuperUserSettings, superUser(1, 90))],
  [8, reckonSuperUsers],
  [9, (ctx) => setGoals(ctx, goals(null))],
  [9, (ctx) => setOperatingWeight(ctx, 40)],
  [9, (ctx) => cut(ctx, 8)],
  [10, (ctx) => decideMode(ctx, UNDECIDED)],
  [10, (ctx, experiment) => decide(ctx, experiment, { arm: null, words: 'enough' })],
  [11, fitModels],
]
const goals = (gmv_fen: number | null) =>
  GoalsSet.parse({ scope: 'brand', months: [{ month: '2026-03-01', gmv_fen, customers: gmv_fen }] })
const superUser = (version: number, window_days: number) => ({
  ...{ version, settings: SuperUserSettings.parse({ window_days }) },
})
const ownershipSet = (version: number, window_days: number) => ({
  ...{ version, settings: OwnershipSettings.parse({ window_days }) },
})
const word = (label: string) => ({ label, description: '' })
const SCORE_WORDS = { r: word('R'), f: word('F'), m: word('M') }
const cut = (ctx: Ctx, from: number) =>
  pg`insert into computed_cut_offs (tenant_id, attribute_id, taken_at, definition_version, cuts, buyers)
    select tenant_id, id, ${ctx.now()}, definition_version,
      ${JSON.stringify({ r: [9, 6, 4, 2], f: [1, 2, 3, 4], m: [1, 2, 3, 4].map((n) => n * from * 10) })}::jsonb, 6
    from computed_attribute where tenant_id = ${ctx.tenantId} and name = ${RFM_NAMES.r}`.execute(
    ctx.pg,
  )

/** Who is known since when, and what was spent when. */
async function tellRecords(ctx: Ctx, ids: readonly number[], until: number): Promise<void> {
  await pg`update customer set created_at = ${new Date(FIRST)} where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  for (const [n, id] of ids.entries()) {
    const at = FIRST + n * 3 * DAY
    if (at <= until)
      await pg`insert into identifier (tenant_id, namespace, value, node_id, customer_id, is_unique, is_weak,
          is_verified, source, bound_at, first_seen_at)
        values (${ctx.tenantId}, 'phone', ${`1380000000${n}`}, ${id}, ${id}, false, false, true, 'test',
          ${new Date(at)}, ${new Date(at)})`.execute(ctx.pg)
  }
  for (const [n, spent] of [1, 5, 9, 12].entries())
    if (FIRST + spent * DAY <= until)
      await pg`insert into cost (tenant_id, id, source, external_id, spent_on, kind, fen, currency, channel_id)
        values (${ctx.tenantId}, ${randomUUIDv7()}, 'test', ${String(n)}, ${day(spent + 1 / 3)}::date,
          ${n % 2 === 0 ? 'media' : 'staff'}, ${(n + 1) * 1_000}, 'CNY', ${n % 2 === 0 ? 'red' : 'blue'})`.execute(
        ctx.pg,
      )
}

export interface Brand {
  ctx: Ctx
  experiment: string
}

/** The same people under other ids: the fifth is the sixth, told apart until today. */
export async function brandWith(
  given: readonly Did[],
  until = Number.POSITIVE_INFINITY,
): Promise<Brand> {
  const ctx = await testCtx()
  const ids = await newCustomers(ctx, 6)
  const at = (moment: number) => ({ ...ctx, now: () => new Date(moment) })
  const { id: experiment } = await plan(at(FIRST), NewExperiment.parse(PLAN))
  const rows = given
    .flatMap((one, n) => rowsOf(one, n, experiment))
    .filter((row) => row.at <= until)
    .map((row) => ({ ...row, customer: ids[row.customer] as number }))
  if (rows.length > 0) await record(ctx, rows)
  await tellRecords(ctx, ids, until)
  await mergeCustomers(ctx, ids[4] as number, ids[5] as number, 'the same phone')
  await projectAliases(ctx)
  await projectCustomers(ctx)
  for (const [n, deed] of DEEDS) {
    const moment = FIRST + n * DAY + DAY / 2
    // With what had happened by then, as the brand had it.
    if (moment <= until)
      await deed(
        { ...asOfMoment(ctx, new Date(moment)), until: undefined } as Ctx,
        experiment,
      ).catch(refused)
  }
  await projectCustomers(ctx)
  return { ctx, experiment }
}
/** Of few orders there is no model, in the copy neither. */
export function refused(error: unknown): string {
  if (error instanceof AppError) return error.code
  throw error
}

const RANGE = { date_from: '2026-03-01', date_to: '2026-03-31' }
const CAME = of('came')
/** Of every analysis of the register: one that is missing here fails the test. */
export const QUESTIONS: Record<string, (brand: Brand) => object> = {
  trends: () => ({
    series: [
      { of: CAME, measure: { kind: 'customers' } },
      { of: of('bought'), measure: { kind: 'sum', property: 'fen' } },
    ],
    breakdown: { type: 'event', by: 'colour' },
    compare: 'previous',
  }),
  funnel: () => ({ steps: [CAME, of('bought')] }),
  retention: () => ({
    ...{ target: CAME, returning: of('bought'), kind: 'first_time', period: 'day' },
  }),
  lifecycle: () => ({ of: CAME, period: 'day' }),
  stickiness: () => ({ of: CAME }),
  paths: () => ({ anchor: CAME, direction: 'forward' }),
  distribution: () => ({ of: CAME }),
  interval: () => ({ first: CAME, second: of('bought') }),
  sessions: () => ({}),
  attribution: () => ({
    ...{ conversion: of('bought'), touch: { by: 'channel' }, ...RANGE },
    cost_kinds: ['media', 'staff'],
  }),
  first_order: () => ({ contact: of('relation_added') }),
  repurchase: () => RANGE,
  rfm: () => ({ days: 30 }),
  fission: () => RANGE,
  concentration: () => ({}),
  adds: () => RANGE,
  outlay: () => RANGE,
  acquisition: () => ({ ...RANGE, margin_bp: 5_000, cost_kinds: ['media', 'staff'] }),
  clv: () => ({ margin_bp: 6_000 }),
  gmv: () => ({ ...RANGE, by: 'channel', compare: { with: 'previous' } }),
  goals: () => ({ year: 2026 }),
  planner: () => ({ until: '2026-03-31', gmv_goal_fen: 500_000, customers_goal: 10 }),
  scorecard: () => ({ receive: CAME, want: of('bought'), ...RANGE }),
  chain: () => RANGE,
  drivers: () => ({ drivers: [CAME, of('page_shared')] }),
  watch: () => ({ days: 14 }),
  super_users: () => ({}),
  ownership: () => ({ from: '2026-03-01' }),
  nps: () => ({ of: of('nps_answered'), property: 'score', wave: 'week' }),
  experiments: ({ experiment }) => ({ experiment_id: experiment }),
}
