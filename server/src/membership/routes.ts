// Every route of the domain, each part's own beside it.
import type { Http } from '../platform/http.ts'
import { ledgerRoutes } from './ledger-routes.ts'

export function routes(app: Http): void {
  ledgerRoutes(app)
}
