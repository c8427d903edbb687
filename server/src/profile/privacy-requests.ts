// The log of what people asked for about their data, and the brand's rule for erasing.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'

export interface PrivacyRequest {
  id: string
  kind: 'export' | 'erase'
  customer_id: number
  reason: string
  state: 'waiting' | 'refused' | 'erased' | 'done'
  requested_at: Date
  requested_by_name: string
  finished_at: Date | null
  report: Record<string, number>
  consent_proof: string | null
  consent_entries: number | null
}
const COLUMNS = sql`id, kind, customer_id, reason, state, requested_at, requested_by_name, finished_at, report,
  encode(consent_proof, 'hex') as consent_proof, consent_entries`

export async function getRequest(ctx: Ctx, id: string): Promise<PrivacyRequest> {
  const { rows } = await sql<PrivacyRequest>`
    select ${COLUMNS} from privacy_request where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('privacy_request')
  return rows[0]
}

export async function listRequests(
  ctx: Ctx,
  query: { limit: number; cursor?: string | undefined; kind?: 'export' | 'erase' | undefined },
) {
  const before = readCursor(query.cursor, z.uuid())
  const { rows } = await sql<PrivacyRequest>`
    select ${COLUMNS} from privacy_request where tenant_id = ${ctx.tenantId}
      ${before ? sql`and id < ${before}::uuid` : sql``} ${query.kind ? sql`and kind = ${query.kind}` : sql``}
    order by id desc limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(rows, query.limit, presentRequest, (r) => r.id)
}

export const presentRequest = (r: PrivacyRequest) => ({
  ...r,
  requested_at: r.requested_at.toISOString(),
  finished_at: r.finished_at?.toISOString() ?? null,
})

export interface PrivacySettings {
  eraseNeedsApproval: boolean
}

export async function privacySettings(ctx: Ctx): Promise<PrivacySettings> {
  const { rows } = await sql<{ erase_needs_approval: boolean }>`
    select erase_needs_approval from privacy_setting where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return { eraseNeedsApproval: rows[0]?.erase_needs_approval ?? false }
}

export function changePrivacySettings(ctx: Ctx, given: PrivacySettings): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await privacySettings(ctx)
    await sql`insert into privacy_setting (tenant_id, erase_needs_approval, updated_at, updated_by)
      values (${ctx.tenantId}, ${given.eraseNeedsApproval}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set erase_needs_approval = excluded.erase_needs_approval,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(ctx.pg)
    await audit(ctx, 'privacy.settings_changed', undefined, { before, after: given })
  })
}
