import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../../appRoute.tsx'
import { withTexts } from '../../i18n/language.ts'
import { texts } from '../../search.ts'

const VALUE = ['audiences', 'templates', 'insight', 'calculators', 'value', 'boards'] as const

const attributionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/attribution',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(VALUE, import('./AttributionPage.tsx')),
    'AttributionPage',
  ),
})

const firstOrderRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/first-order',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(VALUE, import('./FirstOrderPage.tsx')),
    'FirstOrderPage',
  ),
})

const repurchaseRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/repurchase',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(VALUE, import('./RepurchasePage.tsx')),
    'RepurchasePage',
  ),
})

const rfmRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/rfm',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(VALUE, import('./RfmPage.tsx')), 'RfmPage'),
})

const concentrationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/concentration',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(VALUE, import('./ConcentrationPage.tsx')),
    'ConcentrationPage',
  ),
})

const acquisitionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/acquisition',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(
    () => withTexts(VALUE, import('./AcquisitionPage.tsx')),
    'AcquisitionPage',
  ),
})

const clvRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/insight/clv',
  validateSearch: texts('ask', 'saved'),
  component: lazyRouteComponent(() => withTexts(VALUE, import('./ClvPage.tsx')), 'ClvPage'),
})

export const valueRoutes = [
  attributionRoute,
  firstOrderRoute,
  repurchaseRoute,
  rfmRoute,
  concentrationRoute,
  acquisitionRoute,
  clvRoute,
] as const
