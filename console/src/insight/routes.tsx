import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'
import { analystRoutes } from './analystRoutes.tsx'
import { growthRoutes } from './growth/routes.tsx'
import { operatingRoutes } from './operating/routes.tsx'
import { scoreRoutes } from './scores/routes.tsx'
import { valueRoutes } from './value/routes.tsx'

const INSIGHT = ['audiences', 'templates', 'insight', 'boards'] as const

const BEHAVIOUR = [...INSIGHT, 'behaviour'] as const

const insightRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight',
  beforeLoad: () => {
    throw redirect({ to: '/insight/boards', replace: true })
  },
})

const trendsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/trends',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./trends/TrendsPage.tsx')),
    'TrendsPage',
  ),
})

const funnelRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/funnel',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(BEHAVIOUR, import('./funnel/FunnelPage.tsx')),
    'FunnelPage',
  ),
})

const retentionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/retention',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./retention/RetentionPage.tsx')),
    'RetentionPage',
  ),
})

const lifecycleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/lifecycle',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./activity/LifecyclePage.tsx')),
    'LifecyclePage',
  ),
})

const stickinessRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/stickiness',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./activity/StickinessPage.tsx')),
    'StickinessPage',
  ),
})

const pathsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/paths',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(BEHAVIOUR, import('./paths/PathsPage.tsx')),
    'PathsPage',
  ),
})

const distributionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/distribution',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(BEHAVIOUR, import('./distribution/DistributionPage.tsx')),
    'DistributionPage',
  ),
})

const intervalRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/interval',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(BEHAVIOUR, import('./interval/IntervalPage.tsx')),
    'IntervalPage',
  ),
})

const sessionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/sessions',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(BEHAVIOUR, import('./sessions/SessionsPage.tsx')),
    'SessionsPage',
  ),
})

const calculatorsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/calculators',
  validateSearch: texts('calculator'),
  component: lazyRouteComponent(
    () => withTexts('calculators', import('./calculators/CalculatorsPage.tsx')),
    'CalculatorsPage',
  ),
})

const BOARDS = [...BEHAVIOUR, 'boards', 'analyst'] as const

const boardsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/boards',
  validateSearch: texts('board', 'edit'),
  component: lazyRouteComponent(
    () => withTexts(BOARDS, import('./board/BoardPage.tsx')),
    'BoardPage',
  ),
})

const questionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/questions',
  validateSearch: texts('q', 'analysis'),
  component: lazyRouteComponent(
    () => withTexts(BOARDS, import('./saved/QuestionsPage.tsx')),
    'QuestionsPage',
  ),
})

const glossaryRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/metrics',
  validateSearch: texts('metric'),
  component: lazyRouteComponent(
    () => withTexts(BOARDS, import('./glossary/GlossaryPage.tsx')),
    'GlossaryPage',
  ),
})

export const insightRoutes = [
  insightRoute,
  boardsRoute,
  questionsRoute,
  glossaryRoute,
  trendsRoute,
  funnelRoute,
  retentionRoute,
  lifecycleRoute,
  stickinessRoute,
  pathsRoute,
  distributionRoute,
  intervalRoute,
  sessionsRoute,
  ...operatingRoutes,
  ...scoreRoutes,
  ...analystRoutes,
  ...valueRoutes,
  ...growthRoutes,
  calculatorsRoute,
] as const
