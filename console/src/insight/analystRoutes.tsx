import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

const ANALYST = ['audiences', 'templates', 'insight', 'analyst'] as const

const sqlRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/sql',
  validateSearch: texts('ask'),
  component: lazyRouteComponent(() => withTexts(ANALYST, import('./sql/SqlPage.tsx')), 'SqlPage'),
})

const definitionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/definitions',
  validateSearch: texts('kind'),
  component: lazyRouteComponent(
    () =>
      withTexts([...ANALYST, 'boards', 'definitions'], import('./definitions/DefinitionsPage.tsx')),
    'DefinitionsPage',
  ),
})

const namesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/names',
  validateSearch: texts('kind'),
  component: lazyRouteComponent(
    () => withTexts(['insight', 'definitions'], import('./names/NamesPage.tsx')),
    'NamesPage',
  ),
})

const alertsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/alerts',
  component: lazyRouteComponent(
    () => withTexts(['insight', 'watch'], import('./watch/WatchPage.tsx')),
    'WatchPage',
  ),
})

export const analystRoutes = [sqlRoute, definitionsRoute, namesRoute, alertsRoute] as const
