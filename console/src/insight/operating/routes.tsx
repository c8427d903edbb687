import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../../appRoute.tsx'
import { withTexts } from '../../i18n/language.ts'
import { texts } from '../../search.ts'

const OPERATING = ['audiences', 'templates', 'insight', 'boards', 'operating'] as const

const gmvRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/gmv',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(OPERATING, import('./GmvPage.tsx')), 'GmvPage'),
})

const goalsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/goals',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(OPERATING, import('./GoalsPage.tsx')), 'GoalsPage'),
})

const plannerRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/planner',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(OPERATING, import('./PlannerPage.tsx')),
    'PlannerPage',
  ),
})

const chainRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/chain',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(OPERATING, import('./ChainPage.tsx')), 'ChainPage'),
})

const scorecardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/scorecard',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(OPERATING, import('./ScorecardPage.tsx')),
    'ScorecardPage',
  ),
})

const watchRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/watch',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(OPERATING, import('./WatchPage.tsx')), 'WatchPage'),
})

const tasksRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/tasks',
  validateSearch: texts('task', 'state', 'cursor'),
  component: lazyRouteComponent(() => withTexts(OPERATING, import('./TasksPage.tsx')), 'TasksPage'),
})

const driversRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/drivers',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(OPERATING, import('./DriversPage.tsx')),
    'DriversPage',
  ),
})

export const operatingRoutes = [
  gmvRoute,
  goalsRoute,
  plannerRoute,
  scorecardRoute,
  chainRoute,
  driversRoute,
  watchRoute,
  tasksRoute,
] as const
