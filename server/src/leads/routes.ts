import type { Http } from '../platform/http.ts'
import { firstOrderRoutes } from './first-orders/routes.ts'
import { formRoutes } from './forms/routes.ts'
import { leadRoutes } from './pipeline/routes.ts'

export function routes(app: Http): void {
  formRoutes(app)
  leadRoutes(app)
  firstOrderRoutes(app)
}
