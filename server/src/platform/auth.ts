// What each role may do. Who somebody is, is decided in `org`; this is the table it is checked against.
import type { Actor, Role, Scope } from './ctx.ts'
import { forbidden } from './errors.ts'

export const PERMISSIONS = [
  'customers:read',
  'customers:write',
  'customers:merge',
  'customers:unmask',
  'customers:export',
  'customers:erase',
  'sensitive:read',
  'consent:write',
  'audiences:read',
  'audiences:write',
  'org:read',
  'org:manage',
  'approvals:decide',
  'events:read',
  'events:manage',
  'sql:query',
  'imports:run',
  'orders:read',
  'orders:write',
  'refunds:decide',
  'goods:read',
  'goods:write',
  'promotion:read',
  'promotion:write',
  'membership:read',
  'membership:write',
  'shop:read',
  'shop:write',
  'leads:read',
  'leads:write',
  'appointments:read',
  'appointments:write',
  'payments:manage',
  'keys:manage',
  'team:manage',
  'tenants:manage',
  'audit:read',
  'settings:manage',
  'integrations:manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

const ALL = new Set<Permission>(PERMISSIONS)
const without = (...left: Permission[]) => new Set([...ALL].filter((p) => !left.includes(p)))

export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  owner: ALL,
  admin: without('tenants:manage'),
  operator: new Set([
    'customers:read',
    'customers:write',
    'customers:merge',
    'customers:export',
    'consent:write',
    'audiences:read',
    'audiences:write',
    'org:read',
    'events:read',
    'imports:run',
    'orders:read',
    'orders:write',
    'refunds:decide',
    'goods:read',
    'goods:write',
    'promotion:read',
    'promotion:write',
    'membership:read',
    'membership:write',
    'shop:read',
    'shop:write',
    'leads:read',
    'leads:write',
    'appointments:read',
    'appointments:write',
  ]),
  analyst: new Set([
    'customers:read',
    'audiences:read',
    'org:read',
    'events:read',
    'orders:read',
    'goods:read',
    'promotion:read',
    'membership:read',
    'shop:read',
    'leads:read',
    'appointments:read',
    'sql:query',
  ]),
  guide: new Set([
    'customers:read',
    'consent:write',
    'audiences:read',
    'org:read',
    'orders:read',
    'promotion:read',
    'membership:read',
    'orders:write',
    'leads:read',
    'leads:write',
    'appointments:read',
    'appointments:write',
  ]),
  developer: new Set([
    'customers:read',
    'audiences:read',
    'events:read',
    'events:manage',
    'sql:query',
    'keys:manage',
    'imports:run',
    'orders:read',
    'goods:read',
    'promotion:read',
    'membership:read',
    'shop:read',
    'leads:read',
    'appointments:read',
    'org:read',
    'settings:manage',
    'integrations:manage',
  ]),
}

export const can = (actor: Actor, permission: Permission) =>
  ROLE_PERMISSIONS[actor.role].has(permission) && (actor.permissions?.has(permission) ?? true)

const EVERYTHING: Scope = { kind: 'all', ids: [] }
export const scopeOf = (actor: Actor): Scope => actor.scope ?? EVERYTHING

/** Nobody gives away more than they hold: neither a permission nor customers they do not see. */
export const mayGrant = (actor: Actor, role: Role) =>
  scopeOf(actor).kind === 'all' && [...ROLE_PERMISSIONS[role]].every((p) => can(actor, p))

/** @throws 403 naming the permission, so that the page can say who can grant it */
export function demand(actor: Actor, permission: Permission): void {
  if (!can(actor, permission))
    throw forbidden('forbidden', `This needs the permission ${permission}`)
}
