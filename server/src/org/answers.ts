// What the routes of this domain answer: one shape and one presenter for each thing.
import { z } from 'zod'
import { PERMISSIONS, ROLE_PERMISSIONS } from '../platform/auth.ts'
import type { Role } from '../platform/ctx.ts'
import type { ApiKeyRow } from './api-keys.ts'
import type { AuditRow } from './audit-log.ts'
import type { SessionRow } from './session-store.ts'
import { csrfTokenOf, type SignedIn } from './sign-in.ts'
import type { MemberRow, OwnTenantRow, TenantRow, UserRow } from './store.ts'

export const Time = z.iso.datetime()
const timeOrNull = (at: Date | null) => at?.toISOString() ?? null

export const RoleName = z.enum(Object.keys(ROLE_PERMISSIONS) as [Role, ...Role[]])
export const PermissionName = z.enum(PERMISSIONS)
export const ScopeShape = z
  .object({
    kind: z.enum(['all', 'region', 'store', 'own']),
    ids: z.array(z.string().min(1).max(100)).max(500).default([]),
  })
  .describe('Whose customers: `ids` names regions, stores, or the staff ids of a guide (own)')

export const LanguageName = z.enum(['zh-CN', 'en'])
export const Tenant = z.object({
  id: z.string(),
  name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  language: LanguageName.describe('Of whoever has chosen none, and of group robots'),
  is_demo: z.boolean().describe('Played for show'),
})
export const sayTenant = ({ id, name, timezone, currency, language, is_demo }: TenantRow) => ({
  id,
  name,
  timezone,
  currency,
  language,
  is_demo,
})

export const Session = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: RoleName.describe('In the brand of `tenant_id`'),
    totp_enabled: z.boolean(),
    language: LanguageName.nullable().describe('null: the brand’s'),
  }),
  csrf_token: z.string().describe('Send it as x-csrf-token with every write'),
  tenant_id: z.string().describe('The brand this answer is about: x-tenant-id, or the first'),
  permissions: z.array(PermissionName),
  scope: ScopeShape,
  tenants: z.array(Tenant.extend({ role: RoleName })),
})

export function saySession(
  signed: Pick<SignedIn, 'token' | 'user' | 'tenants'>,
  current: OwnTenantRow,
  { totp_confirmed_at, language }: Pick<UserRow, 'totp_confirmed_at' | 'language'>,
): z.infer<typeof Session> {
  return {
    user: {
      ...signed.user,
      ...{ role: current.role, totp_enabled: totp_confirmed_at !== null, language },
    },
    csrf_token: csrfTokenOf(signed.token),
    tenant_id: current.id,
    permissions: [...ROLE_PERMISSIONS[current.role]],
    scope: { kind: current.scope, ids: current.scope_ids },
    tenants: signed.tenants.map((t) => ({ ...sayTenant(t), role: t.role })),
  }
}

export const OpenSession = z.object({
  id: z.string(),
  current: z.boolean(),
  created_at: Time,
  last_seen_at: Time,
  expires_at: Time,
  ip: z.string(),
  user_agent: z.string(),
})
export const sayOpenSession = (row: SessionRow, currentId: string | undefined) => ({
  id: row.id,
  current: row.id === currentId,
  created_at: row.created_at.toISOString(),
  last_seen_at: row.last_seen_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  ip: row.ip,
  user_agent: row.user_agent,
})

export const User = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: RoleName,
  scope: ScopeShape,
  scope_names: z
    .record(z.string(), z.string())
    .describe('What the regions, stores or staff of the scope are called, by code'),
  state: z.enum(['invited', 'active', 'disabled']),
  totp_enabled: z.boolean(),
  invited_at: Time,
  joined_at: Time.nullable(),
  last_seen_at: Time.nullable(),
})
export const sayUser = (row: MemberRow): z.infer<typeof User> => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  scope: { kind: row.scope, ids: row.scope_ids },
  scope_names: row.scope_names,
  state: row.disabled_at ? 'disabled' : row.accepted_at ? 'active' : 'invited',
  totp_enabled: row.has_totp,
  invited_at: row.invited_at.toISOString(),
  joined_at: timeOrNull(row.accepted_at),
  last_seen_at: timeOrNull(row.last_seen_at),
})

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  role: RoleName,
  permissions: z.array(PermissionName).nullable().describe('null: all that the role may do'),
  prefix: z.string().describe('Its first characters; the rest is kept as a hash'),
  created_at: Time,
  created_by: z.string(),
  last_used_at: Time.nullable(),
  revoked_at: Time.nullable(),
})
export const sayApiKey = (row: ApiKeyRow): z.infer<typeof ApiKey> => ({
  id: row.id,
  name: row.name,
  role: row.role,
  permissions: row.permissions,
  prefix: row.hint,
  created_at: row.created_at.toISOString(),
  created_by: row.created_by,
  last_used_at: timeOrNull(row.last_used_at),
  revoked_at: timeOrNull(row.revoked_at),
})

export const AuditEntry = z.object({
  id: z.string(),
  at: Time,
  actor: z.object({
    type: z.string().describe('user, api_key, write_key or system'),
    id: z.string(),
    name: z.string(),
  }),
  action: z.string().describe('noun.verb-ed, e.g. `write_key.created`'),
  subject_type: z.string().nullable(),
  subject_id: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  ip: z.string().nullable(),
})
export const sayAuditEntry = (row: AuditRow): z.infer<typeof AuditEntry> => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: { type: row.actor_kind, id: row.actor_id, name: row.actor_name },
  action: row.action,
  subject_type: row.object_kind,
  subject_id: row.object_id,
  details: row.details,
  ip: row.ip,
})

/** A deletion's answer: nothing. */
export const Nothing = z.undefined().describe('Done')
