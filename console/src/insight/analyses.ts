// The analyses whose answers a board can show: a line each, loaded when one is shown.
import { queryOptions } from '@tanstack/react-query'
import { withTexts } from '../i18n/language.ts'
import type { Analysis } from './AnalysisPage.tsx'
import { isSavable, type Savable } from './saved/savable.ts'

/** Whatever it asks and answers: both are of its own code. */
// biome-ignore lint/suspicious/noExplicitAny: draft, question and answer belong together by the code
export type AnyAnalysis = Analysis<any, any, any>

const GROWTH = ['value', 'operating', 'scores', 'growth'] as const

const ANALYSES: Readonly<Record<Savable, () => Promise<AnyAnalysis>>> = {
  trends: () => import('./trends/TrendsPage.tsx').then((page) => page.trendsAnalysis),
  funnel: () => import('./funnel/FunnelPage.tsx').then((page) => page.funnelAnalysis),
  retention: () => import('./retention/RetentionPage.tsx').then((page) => page.retentionAnalysis),
  lifecycle: () => import('./activity/LifecyclePage.tsx').then((page) => page.lifecycleAnalysis),
  stickiness: () => import('./activity/StickinessPage.tsx').then((page) => page.stickinessAnalysis),
  paths: () => import('./paths/PathsPage.tsx').then((page) => page.pathsAnalysis),
  distribution: () =>
    import('./distribution/DistributionPage.tsx').then((page) => page.distributionAnalysis),
  interval: () => import('./interval/IntervalPage.tsx').then((page) => page.intervalAnalysis),
  sessions: () => import('./sessions/SessionsPage.tsx').then((page) => page.sessionsAnalysis),
  attribution: () =>
    withTexts('value', import('./value/AttributionPage.tsx')).then(
      (page) => page.attributionAnalysis,
    ),
  first_order: () =>
    withTexts('value', import('./value/FirstOrderPage.tsx')).then(
      (page) => page.firstOrderAnalysis,
    ),
  repurchase: () =>
    withTexts('value', import('./value/RepurchasePage.tsx')).then(
      (page) => page.repurchaseAnalysis,
    ),
  rfm: () => withTexts('value', import('./value/RfmPage.tsx')).then((page) => page.rfmAnalysis),
  concentration: () =>
    withTexts('value', import('./value/ConcentrationPage.tsx')).then(
      (page) => page.concentrationAnalysis,
    ),
  acquisition: () =>
    withTexts('value', import('./value/AcquisitionPage.tsx')).then(
      (page) => page.acquisitionAnalysis,
    ),
  clv: () => withTexts('value', import('./value/ClvPage.tsx')).then((page) => page.clvAnalysis),
  outlay: () =>
    withTexts(GROWTH, import('./growth/OutlayPage.tsx')).then((page) => page.outlayAnalysis),
  adds: () => withTexts(GROWTH, import('./growth/AddsPage.tsx')).then((page) => page.addsAnalysis),
  fission: () =>
    withTexts(GROWTH, import('./growth/FissionPage.tsx')).then((page) => page.fissionAnalysis),
  gmv: () =>
    withTexts('operating', import('./operating/GmvPage.tsx')).then((page) => page.gmvAnalysis),
  goals: () =>
    withTexts('operating', import('./operating/GoalsPage.tsx')).then((page) => page.goalsAnalysis),
  planner: () =>
    withTexts('operating', import('./operating/PlannerPage.tsx')).then(
      (page) => page.plannerAnalysis,
    ),
  scorecard: () =>
    withTexts('operating', import('./operating/ScorecardPage.tsx')).then(
      (page) => page.scorecardAnalysis,
    ),
  chain: () =>
    withTexts('operating', import('./operating/ChainPage.tsx')).then((page) => page.chainAnalysis),
  drivers: () =>
    withTexts('operating', import('./operating/DriversPage.tsx')).then(
      (page) => page.driversAnalysis,
    ),
  watch: () =>
    withTexts('operating', import('./operating/WatchPage.tsx')).then((page) => page.watchAnalysis),
  super_users: () =>
    withTexts('scores', import('./scores/SuperUsersPage.tsx')).then(
      (page) => page.superUsersAnalysis,
    ),
  ownership: () =>
    withTexts('scores', import('./scores/OwnershipPage.tsx')).then(
      (page) => page.ownershipAnalysis,
    ),
  nps: () => withTexts('scores', import('./scores/NpsPage.tsx')).then((page) => page.npsAnalysis),
  experiments: () =>
    withTexts('scores', import('./scores/ExperimentsPage.tsx')).then(
      (page) => page.experimentsAnalysis,
    ),
}

export const analysisQuery = (code: string) =>
  queryOptions({
    queryKey: ['insight', 'analysis page', code],
    queryFn: () => {
      if (!isSavable(code)) throw new Error(`no page shows the analysis ${code}`)
      return ANALYSES[code]()
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Not data: nothing may walk through it.
    structuralSharing: false,
  })
