// Trade: goods, stock, storefronts, orders and the shop.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { affiliatesRoute } from '../affiliates/routes.tsx'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

const productsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/products',
  validateSearch: texts('q', 'category', 'kind', 'show', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['commerce', 'decoration'], import('./ProductsPage.tsx')),
    'ProductsPage',
  ),
})

const stockRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/stock',
  validateSearch: texts('tab', 'q', 'store', 'low', 'kind', 'document', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('commerce', import('./StockPage.tsx')),
    'StockPage',
  ),
})

const storefrontsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/storefronts',
  validateSearch: texts('tab', 'q', 'conflict', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['orders', 'commerce'], import('../orders/StorefrontsPage.tsx')),
    'StorefrontsPage',
  ),
})

const ownOrdersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/own-orders',
  validateSearch: texts('tab', 'q', 'state', 'order', 'kind', 'subject', 'month', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('orders', import('../orders/OwnOrdersPage.tsx')),
    'OwnOrdersPage',
  ),
})

const subscriptionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/subscriptions',
  validateSearch: texts('tab', 'q', 'state', 'sku', 'subscription', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['orders', 'commerce'], import('../orders/SubscriptionsPage.tsx')),
    'SubscriptionsPage',
  ),
})

const reviewsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reviews',
  validateSearch: texts('tab', 'q', 'state', 'stars', 'sku', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('reviews', import('../reviews/ReviewsPage.tsx')),
    'ReviewsPage',
  ),
})

const redeemRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/redeem',
  component: lazyRouteComponent(
    () => withTexts(['orders', 'appointments'], import('../orders/RedeemPage.tsx')),
    'RedeemPage',
  ),
})

const shopRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/shop',
  component: lazyRouteComponent(
    () => withTexts('shop', import('../shop/ShopPage.tsx')),
    'ShopPage',
  ),
})

const shopPagesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/shop-pages',
  validateSearch: texts('q'),
  component: lazyRouteComponent(
    () => withTexts('decoration', import('../decoration/PagesPage.tsx')),
    'PagesPage',
  ),
})

const shopPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/shop-pages/$pageId',
  component: lazyRouteComponent(
    () => withTexts(['decoration', 'commerce'], import('../decoration/EditorPage.tsx')),
    'EditorPage',
  ),
})

const serviceMessagesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/service-messages',
  validateSearch: texts('kind', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('shop', import('../shop/ServiceMessagesPage.tsx')),
    'ServiceMessagesPage',
  ),
})

export const tradeRoutes = [
  affiliatesRoute,
  productsRoute,
  stockRoute,
  storefrontsRoute,
  ownOrdersRoute,
  subscriptionsRoute,
  reviewsRoute,
  redeemRoute,
  shopRoute,
  shopPagesRoute,
  shopPageRoute,
  serviceMessagesRoute,
]
