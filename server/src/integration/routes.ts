import type { Http } from '../platform/http.ts'
import { inboundRoutes } from './inbound-routes.ts'
import type { Plugin } from './plugin.ts'
import { pluginRoutes } from './plugin-routes.ts'
import type { WebhookDeps } from './webhook.ts'
import { webhookRoutes } from './webhook-routes.ts'

export const routes = (deps: WebhookDeps & { plugins: readonly Plugin[] }) => (app: Http) => {
  webhookRoutes(deps)(app)
  inboundRoutes(app)
  pluginRoutes(deps.plugins)(app)
}
