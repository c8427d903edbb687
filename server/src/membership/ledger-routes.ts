// The routes of points and stored value.
import type { Http } from '../platform/http.ts'
import { pointsRoutes } from './points/routes.ts'

export function ledgerRoutes(app: Http): void {
  pointsRoutes(app)
}
