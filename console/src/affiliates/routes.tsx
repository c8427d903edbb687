// Who shares for the brand, what that earns them, and how they are paid.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

export const affiliatesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/affiliates',
  validateSearch: texts('tab', 'q', 'state', 'month', 'payout', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts(['affiliates', 'orders', 'commerce'], import('./AffiliatesPage.tsx')),
    'AffiliatesPage',
  ),
})
