import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../../appRoute.tsx'
import { withTexts } from '../../i18n/language.ts'
import { texts } from '../../search.ts'

const SCORES = ['audiences', 'templates', 'insight', 'scores'] as const

const superUsersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/super-users',
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./SuperUsersPage.tsx')),
    'SuperUsersPage',
  ),
})

const evidenceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/super-users/$customerId',
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./EvidencePage.tsx')),
    'EvidencePage',
  ),
})

const ownershipRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/ownership',
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./OwnershipPage.tsx')),
    'OwnershipPage',
  ),
})

const npsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/nps',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(() => withTexts(SCORES, import('./NpsPage.tsx')), 'NpsPage'),
})

const experimentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/experiments',
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./ExperimentsPage.tsx')),
    'ExperimentsPage',
  ),
})

const experimentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/experiments/$experimentId',
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./ExperimentPage.tsx')),
    'ExperimentPage',
  ),
})

const benchmarksRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/benchmarks',
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./BenchmarksPage.tsx')),
    'BenchmarksPage',
  ),
})

export const scoreRoutes = [
  superUsersRoute,
  evidenceRoute,
  ownershipRoute,
  npsRoute,
  experimentsRoute,
  experimentRoute,
  benchmarksRoute,
] as const
