import type { Http } from '../platform/http.ts'
import { audienceRoutes } from './audience-routes.ts'
import { computedRoutes } from './computed-routes.ts'
import { insideRoutes } from './inside-routes.ts'
import { poolRoutes } from './pools/pool-routes.ts'
import { ruleRoutes } from './rule-routes.ts'
import { templateRoutes } from './template-routes.ts'

export function routes(app: Http): void {
  ruleRoutes(app)
  templateRoutes(app)
  audienceRoutes(app)
  insideRoutes(app)
  poolRoutes(app)
  computedRoutes(app)
}
