// One figure of an answer, named so that the customers behind it can be asked for.
import { z } from 'zod'
import { AddsCell, AddsQuestion } from '../adds/shape.ts'
import { AttributionCell, AttributionQuestion } from '../attribution/shape.ts'
import { ChainCell, ChainQuestion } from '../chain/chain.ts'
import { OutlookCell, OutlookQuestion } from '../clv/shape.ts'
import { AcquisitionCell, AcquisitionQuestion } from '../cohorts/acquisition-shape.ts'
import { RfmCell, RfmQuestion } from '../cohorts/rfm.ts'
import {
  ConcentrationCell,
  ConcentrationQuestion,
  FirstOrderCell,
  FirstOrderQuestion,
  RepurchaseCell,
  RepurchaseQuestion,
} from '../cohorts/shape.ts'
import { BinCell, DistributionQuestion } from '../distribution/shape.ts'
import { ExperimentCell } from '../experiments/shape.ts'
import { FissionCell, FissionQuestion } from '../fission/shape.ts'
import {
  FunnelQuestion,
  FunnelTimesCell,
  FunnelTrendCell,
  FunnelTrendQuestion,
} from '../funnel/shape.ts'
import { GmvCell, GmvQuestion } from '../gmv/shape.ts'
import { IntervalCell, IntervalQuestion } from '../interval/shape.ts'
import { NpsCell, NpsQuestion } from '../nps/shape.ts'
import { OutlayCell, OutlayQuestion } from '../outlay/shape.ts'
import { OwnershipCell, OwnershipQuestion } from '../ownership/shape.ts'
import { PathsCell, PathsQuestion } from '../paths/shape.ts'
import { LifecycleQuestion, RetentionQuestion, StickinessQuestion } from '../retention/shape.ts'
import { ScorecardCell, ScorecardQuestion } from '../scorecard/shape.ts'
import { SessionsCell, SessionsQuestion } from '../sessions/shape.ts'
import { SuperUserCell } from '../super-users/cells.ts'
import { SuperUsersQuestion } from '../super-users/shape.ts'
import { TrendsQuestion } from '../trends/shape.ts'

const Start = z.string().min(1).max(40).describe('Of a period, as the answer names it')
const Index = z.number().int().min(0)
const value = z
  .string()
  .nullable()
  .optional()
  .describe('Of the breakdown, null: none; left out: of all values')

export const FunnelCell = z
  .object({
    step: z.number().int().min(1).max(10).describe('From 1 on'),
    came: z
      .enum(['reached', 'lost'])
      .default('reached')
      .describe('Everybody who came that far, or who came that far and no further'),
    value,
  })
  .strict()
export const RetentionCell = z
  .object({
    cohort: Start,
    after: Index.default(0).describe('So many periods later; 0: the cohort itself'),
    back: z.boolean().default(true).describe('Those who came back, or those who did not'),
  })
  .strict()
export const LifecycleCell = z
  .object({ start: Start, is: z.enum(['new', 'returning', 'resurrecting', 'dormant']) })
  .strict()
export const StickinessCell = z
  .object({ periods: z.number().int().min(1).describe('Active in exactly so many') })
  .strict()
export const TrendsCell = z
  .object({
    of: Index.describe('The number of the series, from 0'),
    start: Start.optional().describe('Left out: the whole range'),
    value,
  })
  .strict()

/** A figure: the question it answers, and where in the answer it stands. */
export const Figure = z.discriminatedUnion('analysis', [
  z.object({ analysis: z.literal('funnel'), question: FunnelQuestion, cell: FunnelCell }).strict(),
  z
    .object({ analysis: z.literal('retention'), question: RetentionQuestion, cell: RetentionCell })
    .strict(),
  z
    .object({ analysis: z.literal('lifecycle'), question: LifecycleQuestion, cell: LifecycleCell })
    .strict(),
  z
    .object({
      analysis: z.literal('stickiness'),
      question: StickinessQuestion,
      cell: StickinessCell,
    })
    .strict(),
  z.object({ analysis: z.literal('chain'), question: ChainQuestion, cell: ChainCell }).strict(),
  z
    .object({ analysis: z.literal('scorecard'), question: ScorecardQuestion, cell: ScorecardCell })
    .strict(),
  z.object({ analysis: z.literal('gmv'), question: GmvQuestion, cell: GmvCell }).strict(),
  z
    .object({ analysis: z.literal('ownership'), question: OwnershipQuestion, cell: OwnershipCell })
    .strict(),
  z.object({ analysis: z.literal('nps'), question: NpsQuestion, cell: NpsCell }).strict(),
  z.object({ analysis: z.literal('experiment'), cell: ExperimentCell }).strict(),
  z
    .object({
      analysis: z.literal('super_users'),
      question: SuperUsersQuestion.default({}),
      cell: SuperUserCell,
    })
    .strict(),
  z.object({ analysis: z.literal('trends'), question: TrendsQuestion, cell: TrendsCell }).strict(),
  z
    .object({
      analysis: z.literal('funnel_times'),
      question: FunnelQuestion,
      cell: FunnelTimesCell,
    })
    .strict(),
  z
    .object({
      analysis: z.literal('funnel_trend'),
      question: FunnelTrendQuestion,
      cell: FunnelTrendCell,
    })
    .strict(),
  z.object({ analysis: z.literal('paths'), question: PathsQuestion, cell: PathsCell }).strict(),
  z
    .object({ analysis: z.literal('distribution'), question: DistributionQuestion, cell: BinCell })
    .strict(),
  z
    .object({ analysis: z.literal('interval'), question: IntervalQuestion, cell: IntervalCell })
    .strict(),
  z
    .object({ analysis: z.literal('sessions'), question: SessionsQuestion, cell: SessionsCell })
    .strict(),
  z
    .object({
      analysis: z.literal('attribution'),
      question: AttributionQuestion,
      cell: AttributionCell,
    })
    .strict(),
  z
    .object({
      analysis: z.literal('concentration'),
      question: ConcentrationQuestion,
      cell: ConcentrationCell,
    })
    .strict(),
  z
    .object({
      analysis: z.literal('repurchase'),
      question: RepurchaseQuestion,
      cell: RepurchaseCell,
    })
    .strict(),
  z
    .object({
      analysis: z.literal('first_order'),
      question: FirstOrderQuestion,
      cell: FirstOrderCell,
    })
    .strict(),
  z
    .object({
      analysis: z.literal('rfm'),
      question: RfmQuestion,
      cell: RfmCell,
    })
    .strict(),
  z
    .object({
      analysis: z.literal('acquisition'),
      question: AcquisitionQuestion,
      cell: AcquisitionCell,
    })
    .strict(),
  z
    .object({ analysis: z.literal('fission'), question: FissionQuestion, cell: FissionCell })
    .strict(),
  z.object({ analysis: z.literal('adds'), question: AddsQuestion, cell: AddsCell }).strict(),
  z.object({ analysis: z.literal('outlay'), question: OutlayQuestion, cell: OutlayCell }).strict(),
  z.object({ analysis: z.literal('clv'), question: OutlookQuestion, cell: OutlookCell }).strict(),
])
export type Figure = z.infer<typeof Figure>
