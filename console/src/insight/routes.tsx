import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'
import { analystRoutes } from './analystRoutes.tsx'
import { operatingRoutes } from './operating/routes.tsx'

const INSIGHT = ['audiences', 'templates', 'insight'] as const

const BEHAVIOUR = [...INSIGHT, 'behaviour'] as const

const insightRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight',
  beforeLoad: () => {
    throw redirect({ to: '/insight/trends', replace: true })
  },
})

const trendsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/trends',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./trends/TrendsPage.tsx')),
    'TrendsPage',
  ),
})

const funnelRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/funnel',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./funnel/FunnelPage.tsx')),
    'FunnelPage',
  ),
})

const retentionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/retention',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./retention/RetentionPage.tsx')),
    'RetentionPage',
  ),
})

const lifecycleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/lifecycle',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./activity/LifecyclePage.tsx')),
    'LifecyclePage',
  ),
})

const stickinessRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/stickiness',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(
    () => withTexts(INSIGHT, import('./activity/StickinessPage.tsx')),
    'StickinessPage',
  ),
})

const pathsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/paths',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(
    () => withTexts(BEHAVIOUR, import('./paths/PathsPage.tsx')),
    'PathsPage',
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

export const insightRoutes = [
  insightRoute,
  trendsRoute,
  funnelRoute,
  retentionRoute,
  lifecycleRoute,
  stickinessRoute,
  pathsRoute,
  ...operatingRoutes,
  ...analystRoutes,
  calculatorsRoute,
] as const
