// Who left how to reach her, and the forms they did it in.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

export const leadRoutes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/leads',
    validateSearch: texts(
      'tab',
      'q',
      'state',
      'form',
      'staff',
      'due',
      'lead',
      'rule',
      'first',
      'cursor',
    ),
    component: lazyRouteComponent(
      () => withTexts(['leads', 'decoration'], import('./LeadsPage.tsx')),
      'LeadsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => appRoute,
    path: '/leads/forms/$formId',
    component: lazyRouteComponent(() => withTexts('leads', import('./FormPage.tsx')), 'FormPage'),
  }),
] as const
