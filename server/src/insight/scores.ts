// The routes of scores, levels, NPS, experiments and benchmarks.
import type { Http } from '../platform/http.ts'
import { benchmarkRoutes } from './benchmarks/routes.ts'
import { experimentRoutes } from './experiments/routes.ts'
import { kocRoutes } from './koc/routes.ts'
import { npsRoutes } from './nps/routes.ts'
import { ownershipRoutes } from './ownership/routes.ts'
import { superUserRoutes } from './super-users/routes.ts'

export function scoreRoutes(app: Http): void {
  superUserRoutes(app)
  kocRoutes(app)
  ownershipRoutes(app)
  npsRoutes(app)
  experimentRoutes(app)
  benchmarkRoutes(app)
}
