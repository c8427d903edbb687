// Every route of the domain, each part's own beside it.
import type { Http } from '../platform/http.ts'
import { benefitProductRoutes } from './benefit-products/routes.ts'
import { benefitRoutes } from './benefits/routes.ts'
import { cardRoutes } from './cards/routes.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { levelRoutes } from './levels/routes.ts'
import { programmeRoutes } from './programme/routes.ts'
import { rewardRoutes } from './rewards/routes.ts'
import { sessionCardRoutes } from './session-cards/routes.ts'

export function routes(app: Http): void {
  programmeRoutes(app)
  levelRoutes(app)
  benefitRoutes(app)
  cardRoutes(app)
  ledgerRoutes(app)
  rewardRoutes(app)
  benefitProductRoutes(app)
  sessionCardRoutes(app)
}
