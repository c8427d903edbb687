export { Nothing, RoleName, Tenant, Time } from './answers.ts'
export { createApiKey, ensureApiKey, listApiKeys, type NewApiKey } from './api-keys.ts'
export { type AuditFilter, type AuditRow, listAuditLog } from './audit-log.ts'
export { createAuthenticator } from './authenticate.ts'
export { asTenant, type Base } from './base.ts'
export { readCookie } from './cookie.ts'
export { ensureFirstOwner, type FirstOwnerSettings } from './first-owner.ts'
export {
  actorNow,
  addressesOf,
  isStill,
  makerOfKey,
  namesOfActors,
  peopleWith,
} from './holders.ts'
export { queues } from './jobs.ts'
export { createResetLink } from './links.ts'
export { routes } from './routes.ts'
export {
  assignmentOrder,
  codesInScope,
  countsForCustomer,
  customerScope,
  demandCustomerInScope,
  demandCustomersInScope,
  happenedInScope,
} from './scope.ts'
export type { OrgSettings } from './session-routes.ts'
export { listMemberRows } from './store.ts'
export { StoreKind } from './structure/shapes.ts'
export { getStaff, listStaff, staffOfStore, whereStaffWork } from './structure/staff.ts'
export { listStores, storesByCode, storesInSight } from './structure/stores.ts'
export { listUnknownCodes } from './structure/unknown-codes.ts'
export { inviteAgain } from './team.ts'
export {
  createDemoTenant,
  createFurtherTenant,
  createTenant,
  findTenants,
  NewTenant,
} from './tenants.ts'
