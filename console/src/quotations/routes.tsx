// What customers are offered at prices of their own.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

const quotationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/quotations',
  validateSearch: texts('q', 'state', 'staff', 'cursor'),
  component: lazyRouteComponent(
    () => withTexts('quotations', import('./QuotationsPage.tsx')),
    'QuotationsPage',
  ),
})

const newQuotationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/quotations/new',
  validateSearch: texts('from', 'customer'),
  component: lazyRouteComponent(
    () => withTexts('quotations', import('./EditorPage.tsx')),
    'NewQuotationPage',
  ),
})

const quotationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/quotations/$quotationId',
  component: lazyRouteComponent(
    () => withTexts('quotations', import('./QuotationPage.tsx')),
    'QuotationPage',
  ),
})

const editQuotationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/quotations/$quotationId/edit',
  component: lazyRouteComponent(
    () => withTexts('quotations', import('./EditorPage.tsx')),
    'EditQuotationPage',
  ),
})

export const quotationRoutes = [
  quotationsRoute,
  newQuotationRoute,
  quotationRoute,
  editQuotationRoute,
] as const
