// The routes of points and stored value.
import type { Http } from '../platform/http.ts'
import { giftCardRoutes } from './gift-cards/routes.ts'
import { pointsRoutes } from './points/routes.ts'
import { pointsRuleRoutes } from './points/rule-routes.ts'
import { storedValueRoutes } from './stored-value/routes.ts'

export function ledgerRoutes(app: Http): void {
  pointsRoutes(app)
  pointsRuleRoutes(app)
  storedValueRoutes(app)
  giftCardRoutes(app)
}
