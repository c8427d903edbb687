// The analyses whose questions can be saved, put on boards and asked again: a line each.
import type { z } from 'zod'
import type { Permission } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { adds } from './adds/adds.ts'
import { AddsQuestion } from './adds/shape.ts'
import { attribution } from './attribution/attribution.ts'
import { AttributionQuestion } from './attribution/shape.ts'
import { ChainQuestion, chain } from './chain/chain.ts'
import { outlook } from './clv/outlook.ts'
import { OutlookQuestion } from './clv/shape.ts'
import { acquisition } from './cohorts/acquisition.ts'
import { AcquisitionQuestion } from './cohorts/acquisition-shape.ts'
import { concentration } from './cohorts/concentration.ts'
import { firstOrder } from './cohorts/first-order.ts'
import { repurchase } from './cohorts/repurchase.ts'
import { RfmQuestion, rfm } from './cohorts/rfm.ts'
import { ConcentrationQuestion, FirstOrderQuestion, RepurchaseQuestion } from './cohorts/shape.ts'
import { distribution } from './distribution/distribution.ts'
import { DistributionQuestion } from './distribution/shape.ts'
import { DriversQuestion, drivers } from './drivers/drivers.ts'
import { readout } from './experiments/readout.ts'
import { ReadoutQuestion } from './experiments/shape.ts'
import { WatchQuestion, watchConversion } from './falls/falls.ts'
import { fission } from './fission/fission.ts'
import { FissionQuestion } from './fission/shape.ts'
import { funnel } from './funnel/funnel.ts'
import { FunnelQuestion } from './funnel/shape.ts'
import { gmv } from './gmv/gmv.ts'
import { GmvQuestion } from './gmv/shape.ts'
import { planGoal } from './goals/planner.ts'
import { progressOf } from './goals/progress.ts'
import { PlanQuestion, ProgressQuestion } from './goals/shape.ts'
import { interval } from './interval/interval.ts'
import { IntervalQuestion } from './interval/shape.ts'
import { npsOverTime } from './nps/nps.ts'
import { NpsQuestion } from './nps/shape.ts'
import { outlay } from './outlay/outlay.ts'
import { OutlayQuestion } from './outlay/shape.ts'
import { ownership } from './ownership/ownership.ts'
import { OwnershipQuestion } from './ownership/shape.ts'
import { paths } from './paths/paths.ts'
import { PathsQuestion } from './paths/shape.ts'
import { lifecycle, stickiness } from './retention/activity.ts'
import { retention } from './retention/retention.ts'
import { LifecycleQuestion, RetentionQuestion, StickinessQuestion } from './retention/shape.ts'
import { scorecard } from './scorecard/scorecard.ts'
import { ScorecardQuestion } from './scorecard/shape.ts'
import { sessions } from './sessions/sessions.ts'
import { SessionsQuestion } from './sessions/shape.ts'
import { superUsers } from './super-users/overview.ts'
import { SuperUsersQuestion } from './super-users/shape.ts'
import { TrendsQuestion } from './trends/shape.ts'
import { trends } from './trends/trends.ts'

export interface Analysis {
  /** Object schemas: a board knows by their keys which range they take. */
  question: z.ZodObject
  needs: readonly Permission[]
  /** Which of its keys take the first and the last day of a board. */
  days: readonly [from: string, to: string]
  ask: (ctx: Ctx, question: unknown) => Promise<object>
}

const analysis = <Shape extends z.ZodObject>(
  question: Shape,
  ask: (ctx: Ctx, question: z.infer<Shape>) => Promise<object>,
  {
    needs = ['events:read'],
    days = ['date_from', 'date_to'],
  }: Partial<Pick<Analysis, 'needs' | 'days'>> = {},
): Analysis => ({
  question,
  needs,
  days,
  // What is asked has been read with the schema.
  ask: (ctx, asked) => ask(ctx, asked as z.infer<Shape>),
})

export const ANALYSES: Readonly<Record<string, Analysis>> = {
  trends: analysis(TrendsQuestion, trends),
  funnel: analysis(FunnelQuestion, funnel),
  retention: analysis(RetentionQuestion, retention),
  lifecycle: analysis(LifecycleQuestion, lifecycle),
  stickiness: analysis(StickinessQuestion, stickiness),
  paths: analysis(PathsQuestion, paths),
  distribution: analysis(DistributionQuestion, distribution),
  interval: analysis(IntervalQuestion, interval),
  sessions: analysis(SessionsQuestion, sessions),
  attribution: analysis(AttributionQuestion, attribution),
  first_order: analysis(FirstOrderQuestion, firstOrder),
  repurchase: analysis(RepurchaseQuestion, repurchase),
  rfm: analysis(RfmQuestion, rfm),
  concentration: analysis(ConcentrationQuestion, concentration),
  acquisition: analysis(AcquisitionQuestion, acquisition),
  clv: analysis(OutlookQuestion, outlook, { needs: ['orders:read'] }),
  fission: analysis(FissionQuestion, fission),
  adds: analysis(AddsQuestion, adds),
  outlay: analysis(OutlayQuestion, outlay, { needs: ['events:read', 'orders:read'] }),
  gmv: analysis(GmvQuestion, gmv),
  goals: analysis(ProgressQuestion, progressOf),
  planner: analysis(PlanQuestion, planGoal),
  scorecard: analysis(ScorecardQuestion, scorecard),
  chain: analysis(ChainQuestion, chain),
  drivers: analysis(DriversQuestion, drivers),
  watch: analysis(WatchQuestion, watchConversion),
  super_users: analysis(SuperUsersQuestion, superUsers),
  ownership: analysis(OwnershipQuestion, ownership, { days: ['from', 'date'] }),
  nps: analysis(NpsQuestion, npsOverTime),
  experiments: analysis(ReadoutQuestion, readout),
}

/** @throws 400 unknown_analysis */
export function analysisOf(code: string): Analysis {
  const found = Object.hasOwn(ANALYSES, code) ? ANALYSES[code] : undefined
  if (!found)
    throw new AppError(400, 'unknown_analysis', `There is no analysis ${code}`, {
      details: { analysis: code, known: Object.keys(ANALYSES) },
    })
  return found
}

/** @throws 400 invalid_request with every problem of the question and its place */
export function readAnalysis(code: string, question: unknown): unknown {
  const { question: shape } = analysisOf(code)
  const read = shape.safeParse(question)
  if (read.success) return read.data
  throw new AppError(400, 'invalid_request', 'The question makes no sense', {
    details: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  })
}
