// What every request carries besides its own: the brand it is about and, on writes, the CSRF token.

interface Credentials {
  tenantId: string | null
  csrfToken: string | null
}

const credentials: Credentials = { tenantId: null, csrfToken: null }

export function carryTenant(tenantId: string | null): void {
  credentials.tenantId = tenantId
}

export function carryCsrfToken(csrfToken: string | null): void {
  credentials.csrfToken = csrfToken
}

/** Adds the credentials to a request's headers. */
export function addCredentials(headers: Headers, method: string): void {
  if (credentials.tenantId) headers.set('x-tenant-id', credentials.tenantId)
  if (credentials.csrfToken && method !== 'GET') headers.set('x-csrf-token', credentials.csrfToken)
}
