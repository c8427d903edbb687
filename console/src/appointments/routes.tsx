// What customers book, and the services, hours and rosters they book by.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../appRoute.tsx'
import { withTexts } from '../i18n/language.ts'
import { texts } from '../search.ts'

export const appointmentRoutes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/appointments',
    validateSearch: texts(
      'tab',
      'q',
      'day',
      'state',
      'store',
      'staff',
      'service',
      'appointment',
      'cursor',
    ),
    component: lazyRouteComponent(
      () => withTexts('appointments', import('./AppointmentsPage.tsx')),
      'AppointmentsPage',
    ),
  }),
] as const
