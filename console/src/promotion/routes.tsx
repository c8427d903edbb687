// Activities, offers and coupons.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

const activitiesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/activities',
  validateSearch: texts('view', 'q', 'state', 'activity', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./ActivitiesPage.tsx')),
    'ActivitiesPage',
  ),
})

const offersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/offers',
  validateSearch: texts('q', 'state', 'kind', 'source', 'activity', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./OffersPage.tsx')),
    'OffersPage',
  ),
})

const couponsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/coupons',
  validateSearch: texts('tab', 'q', 'batch', 'customer', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./CouponsPage.tsx')),
    'CouponsPage',
  ),
})

const groupBuysRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/group-buys',
  validateSearch: texts('activity', 'buy', 'state', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./GroupBuysPage.tsx')),
    'GroupBuysPage',
  ),
})

const bestieCardsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/bestie-cards',
  validateSearch: texts('activity', 'plan', 'q', 'state', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./BestiePlansPage.tsx')),
    'BestiePlansPage',
  ),
})

const flashSalesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/flash-sales',
  validateSearch: texts('q', 'state', 'activity', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./FlashSalesPage.tsx')),
    'FlashSalesPage',
  ),
})

const flashSaleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/flash-sales/$flashSaleId',
  validateSearch: texts('slot', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./FlashSalePage.tsx')),
    'FlashSalePage',
  ),
})

const preSalesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/pre-sales',
  validateSearch: texts('q', 'state', 'activity', 'sale', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./PreSalesPage.tsx')),
    'PreSalesPage',
  ),
})

const experimentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/offer-experiments',
  validateSearch: texts('q', 'state', 'kind', 'offer', 'benefit', 'experiment', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['promotion', 'commerce'], import('./ExperimentsPage.tsx')),
    'ExperimentsPage',
  ),
})

export const promotionRoutes = [
  activitiesRoute,
  offersRoute,
  couponsRoute,
  groupBuysRoute,
  bestieCardsRoute,
  flashSalesRoute,
  flashSaleRoute,
  preSalesRoute,
  experimentsRoute,
]
