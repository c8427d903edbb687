import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../../appRoute.tsx'
import { withTexts } from '../../i18n/language.ts'
import { texts } from '../../search.ts'

const SCORES = ['audiences', 'templates', 'insight', 'boards', 'scores'] as const

const superUsersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/super-users',
  validateSearch: texts('ask', 'saved'),
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

const kocRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/koc',
  validateSearch: texts('stage', 'due'),
  component: lazyRouteComponent(
    () => withTexts([...SCORES, 'operating'], import('../koc/KocPage.tsx')),
    'KocPage',
  ),
})

const ownershipRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/ownership',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./OwnershipPage.tsx')),
    'OwnershipPage',
  ),
})

const npsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/nps',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(SCORES, import('./NpsPage.tsx')), 'NpsPage'),
})

const experimentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/experiments',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(SCORES, import('./ExperimentsPage.tsx')),
    'ExperimentsPage',
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
  kocRoute,
  ownershipRoute,
  npsRoute,
  experimentsRoute,
  benchmarksRoute,
] as const
