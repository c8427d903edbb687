import type { Http } from '../platform/http.ts'
import type { Secrets } from '../platform/secrets.ts'
import { inboundRoutes } from './inbound-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

export const routes = (secrets: Secrets) => (app: Http) => {
  webhookRoutes(secrets)(app)
  inboundRoutes(app)
}
