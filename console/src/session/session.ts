import { getRouteApi } from '@tanstack/react-router'
import type { Permission, Session, Tenant } from './api.ts'

const app = getRouteApi('/app')

export function useSession(): Session {
  return app.useRouteContext({ select: (context) => context.session })
}

/** The brand whose data is on the page. */
export function useTenant(): Tenant {
  return app.useRouteContext({ select: (context) => context.tenant })
}

/** Whether the user's role in this brand allows it; the server checks again. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission)
}
