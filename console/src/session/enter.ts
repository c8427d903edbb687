import type { QueryClient } from '@tanstack/react-query'
import { type ParsedLocation, redirect } from '@tanstack/react-router'
import { carryTenant } from '../api/credentials.ts'
import { ApiError, toApiError } from '../api/error.ts'
import { forgetBrandData } from '../queries.ts'
import { type Session, sessionQuery, type Tenant } from './api.ts'
import { speakTo } from './language.ts'

const STORED = 'homefield.brand'

let entered: string | null = null

export interface Entered {
  session: Session
  tenant: Tenant
}

/** Before any page: who is there, else sign in first; and which brand, else make one first. */
export async function enter(
  queryClient: QueryClient,
  location: ParsedLocation,
  wanted: string | undefined,
): Promise<Entered> {
  let session = await queryClient.ensureQueryData(sessionQuery).catch((thrown: unknown) => {
    if (toApiError(thrown).status !== 401) throw thrown
    const to = `${location.pathname}${location.searchStr}`
    throw redirect({ to: '/sign-in', search: { to } })
  })
  const tenant = chooseTenant(session.tenants, wanted)
  if (!tenant) throw redirect({ to: '/new-brand' })
  if (session.tenants.length > 1 && wanted !== tenant.id) {
    const { pathname, search } = location
    throw redirect({ to: pathname, search: { ...search, brand: tenant.id }, replace: true })
  }
  if (entered !== tenant.id) {
    if (entered) forgetBrandData()
    entered = tenant.id
    carryTenant(tenant.id)
  }
  // Role and permissions are each brand's own.
  if (session.tenant_id !== tenant.id) {
    session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
  }
  await speakTo(queryClient, session, tenant)
  return { session, tenant }
}

/** A brand in the address that the user does not have is an error, never silently another brand. */
function chooseTenant(tenants: Tenant[], wanted: string | undefined): Tenant | undefined {
  if (wanted) {
    const found = tenants.find((tenant) => tenant.id === wanted)
    if (!found) throw new ApiError(404, 'brand_not_found', '')
    return found
  }
  const last = localStorage.getItem(STORED)
  return tenants.find((tenant) => tenant.id === last) ?? tenants[0]
}

export function rememberTenant(id: string): void {
  localStorage.setItem(STORED, id)
}

/** For requests before any brand is entered, such as making the first one. */
export function leaveTenant(): void {
  entered = null
  carryTenant(null)
  forgetBrandData()
}
