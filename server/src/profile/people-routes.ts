// Consent, touchpoints, families and privacy, below /api/v1.
import type { Http } from '../platform/http.ts'
import { consentRoutes } from './consent-routes.ts'
import { familyRoutes } from './families-routes.ts'
import { privacyRoutes } from './privacy-routes.ts'
import { relationRoutes } from './relations-routes.ts'
import { touchpointRoutes } from './touchpoints-routes.ts'

export async function peopleRoutes(app: Http): Promise<void> {
  await consentRoutes(app)
  await familyRoutes(app)
  await relationRoutes(app)
  await touchpointRoutes(app)
  await privacyRoutes(app)
}
