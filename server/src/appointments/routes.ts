import type { Http } from '../platform/http.ts'
import { appointmentRoutes } from './booking/routes.ts'
import { serviceRoutes } from './services/routes.ts'
import { timetableRoutes } from './timetable/routes.ts'

export function routes(app: Http): void {
  serviceRoutes(app)
  timetableRoutes(app)
  appointmentRoutes(app)
}
