import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../../appRoute.tsx'
import { withTexts } from '../../i18n/language.ts'
import { texts } from '../../search.ts'

const GROWTH = [
  'audiences',
  'templates',
  'insight',
  'operating',
  'scores',
  'value',
  'boards',
  'growth',
] as const

const outlayRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/outlay',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(GROWTH, import('./OutlayPage.tsx')), 'OutlayPage'),
})

const addsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/adds',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(GROWTH, import('./AddsPage.tsx')), 'AddsPage'),
})

const fissionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/fission',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(GROWTH, import('./FissionPage.tsx')),
    'FissionPage',
  ),
})

export const growthRoutes = [outlayRoute, addsRoute, fissionRoute] as const
