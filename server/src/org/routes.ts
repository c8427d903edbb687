import type { Http } from '../platform/http.ts'
import { accountRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { savedViewRoutes } from './saved-view-routes.ts'
import { type OrgSettings, sessionRoutes } from './session-routes.ts'
import { structureRoutes } from './structure/routes.ts'
import { teamRoutes } from './team-routes.ts'

/** Signing in happens before there is a ctx, so these are given what the server is. */
export const routes = (settings: OrgSettings) => (app: Http) => {
  sessionRoutes(settings)(app)
  accountRoutes(settings.secrets)(app)
  teamRoutes(settings.publicUrl)(app)
  structureRoutes(app)
  keyRoutes(app)
  auditRoutes(app)
  savedViewRoutes(app)
}
