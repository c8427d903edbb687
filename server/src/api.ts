// Every route of the API, below /api/v1.
import { routes as appointmentRoutes } from './appointments/index.ts'
import { routes as audienceRoutes } from './audiences/index.ts'
import {
  type Collector,
  routes as collectRoutes,
  tenantRoutes,
  writeKeyRoutes,
} from './collect/index.ts'
import { routes as commerceRoutes } from './commerce/index.ts'
import { type Kuaidi100Deps, routes as kuaidi100Routes } from './connectors/kuaidi100/index.ts'
import { type WechatPayDeps, routes as wechatPayRoutes } from './connectors/wechat-pay/index.ts'
import { routes as deskRoutes, type ExportFiles } from './desk/index.ts'
import { routes as identityRoutes } from './identity/index.ts'
import { routes as importRoutes, type Uploads } from './imports/index.ts'
import { routes as insightRoutes, watchRoutes } from './insight/index.ts'
import { routes as integrationRoutes, type Outbound, type Plugin } from './integration/index.ts'
import { routes as leadRoutes } from './leads/index.ts'
import { routes as membershipRoutes } from './membership/index.ts'
import { routes as messageRoutes } from './messages/index.ts'
import { type OrgSettings, routes as orgRoutes } from './org/index.ts'
import { routes as pictureRoutes } from './pictures/index.ts'
import type { Http } from './platform/http.ts'
import { routes as posRoutes } from './pos/index.ts'
import { routes as profileRoutes } from './profile/index.ts'
import { routes as promotionRoutes } from './promotion/index.ts'
import { routes as reviewRoutes } from './reviews/index.ts'
import { routes as shopRoutes } from './shop/index.ts'
import { routes as trackingRoutes } from './tracking/index.ts'
import { routes as wishRoutes } from './wishes/index.ts'

export interface ApiSettings extends OrgSettings {
  collector: Collector
  uploads: Uploads
  exportFiles: ExportFiles
  outbound: Outbound
  plugins: readonly Plugin[]
  wechatPay: WechatPayDeps
  kuaidi100: Kuaidi100Deps
}

export async function mountApi(app: Http, settings: ApiSettings): Promise<void> {
  orgRoutes(settings)(app)
  tenantRoutes(app)
  writeKeyRoutes(app)
  await profileRoutes(app)
  await identityRoutes(app)
  await collectRoutes(settings.collector)(app)
  trackingRoutes(settings.base)(app)
  await pictureRoutes(settings.base)(app)
  await commerceRoutes(app)
  promotionRoutes(app)
  messageRoutes(app)
  reviewRoutes(app)
  wishRoutes(app)
  await shopRoutes(settings)(app)
  posRoutes(settings)(app)
  audienceRoutes(app)
  membershipRoutes(app)
  leadRoutes(app)
  appointmentRoutes(app)
  insightRoutes(app)
  watchRoutes(settings)(app)
  await importRoutes(settings.uploads)(app)
  deskRoutes(settings.exportFiles)(app)
  integrationRoutes(settings)(app)
  wechatPayRoutes(settings.wechatPay)(app)
  kuaidi100Routes(settings.kuaidi100)(app)
}
