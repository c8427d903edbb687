// Forms as operators see them, with how many came how far.
import { sql } from 'kysely'
import { z } from 'zod'
import type { OwnName } from '../../desk/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { gapsOf } from './check.ts'
import type { FormContent, FormDraft, FormState } from './shapes.ts'

/** What came through a form bears the code of its place as the channel. */
export async function formChannelNames(ctx: Ctx): Promise<OwnName[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select c.code, f.name || ' · ' || c.name as name from lead_form_channel c
    join lead_form f on f.tenant_id = c.tenant_id and f.id = c.form_id
    where c.tenant_id = ${ctx.tenantId} order by c.id`.execute(ctx.pg)
  return rows.map((row) => ({ kind: 'channel', ...row }))
}

export interface Funnel {
  opened: number
  started: number
  submitted: number
  followed: number
  won: number
}
export interface FormRow extends Funnel {
  id: string
  name: string
  state: FormState
  version: number
  channels: number
  updated_at: Date
}
export interface Channel extends Funnel {
  id: string
  code: string
  /** Below the server; null: the brand has no shop. */
  path: string | null
  name: string
  staff_id: string | null
  store_id: string | null
  is_open: boolean
}
export interface FormDetail {
  id: string
  name: string
  state: FormState
  version: number
  draft: FormDraft
  draft_revision: number
  /** What the draft lacks before it can be published. */
  gaps: string[]
  /** The draft says something else than what customers see. */
  has_changes: boolean
  channels: Channel[]
}

/** One row a channel: an opening is a browser's, everything after it a customer's. */
const counts = (ctx: Ctx) => sql`
  select ch.form_id, ch.id as channel_id, coalesce(r.opened, 0) as opened, coalesce(r.started, 0) as started,
    coalesce(s.submitted, 0) as submitted, coalesce(l.followed, 0) as followed, coalesce(l.won, 0) as won
  from lead_form_channel ch
  left join (select channel_id, count(*) as opened, count(started_at) as started from form_run
    where tenant_id = ${ctx.tenantId} group by 1) r on r.channel_id = ch.id
  left join (select channel_id, count(*) as submitted from form_submission
    where tenant_id = ${ctx.tenantId} group by 1) s on s.channel_id = ch.id
  left join (select channel_id, count(followed_at) as followed, count(won_at) as won from lead
    where tenant_id = ${ctx.tenantId} group by 1) l on l.channel_id = ch.id
  where ch.tenant_id = ${ctx.tenantId}`

const Position = z.tuple([z.iso.datetime(), z.uuid()])

export async function listForms(
  ctx: Ctx,
  query: {
    q?: string | undefined
    state?: FormState | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const after = readCursor(query.cursor, Position)
  const { rows } = await sql<FormRow>`
    select f.id, f.name, f.state, f.version, f.updated_at, coalesce(n.channels, 0)::int as channels,
      coalesce(n.opened, 0)::int as opened, coalesce(n.started, 0)::int as started,
      coalesce(n.submitted, 0)::int as submitted, coalesce(n.followed, 0)::int as followed, coalesce(n.won, 0)::int as won
    from lead_form f
    left join (select form_id, count(*) as channels, sum(opened) as opened, sum(started) as started,
      sum(submitted) as submitted, sum(followed) as followed, sum(won) as won from (${counts(ctx)}) c group by 1) n
      on n.form_id = f.id
    where f.tenant_id = ${ctx.tenantId}
      ${query.q ? sql`and position(lower(${query.q}) in lower(f.name)) > 0` : sql``}
      ${query.state ? sql`and f.state = ${query.state}` : sql``}
      ${after ? sql`and (date_trunc('milliseconds', f.updated_at), f.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by date_trunc('milliseconds', f.updated_at) desc, f.id desc limit ${query.limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    rows,
    query.limit,
    (row) => row,
    (row) => [row.updated_at.toISOString(), row.id],
  )
}

/** @throws 404 */
export async function getForm(ctx: Ctx, id: string): Promise<FormDetail> {
  const { rows } = await sql<Omit<FormDetail, 'gaps' | 'channels'>>`
    select f.id, f.name, f.state, f.version, f.draft, f.draft_revision, v.draft is distinct from f.draft as has_changes
    from lead_form f
    left join lead_form_version v on v.tenant_id = f.tenant_id and v.form_id = f.id and v.version = f.version
    where f.tenant_id = ${ctx.tenantId} and f.id = ${id}::uuid`.execute(ctx.pg)
  const form = rows[0]
  if (!form) throw notFound('lead_form')
  return { ...form, gaps: await gapsOf(ctx, form.draft), channels: await channelsOf(ctx, id) }
}

export async function channelsOf(ctx: Ctx, formId: string): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    select ch.id, ch.code, '/m/' || w.slug || '/f/' || ch.code as path, ch.name, ch.staff_code as staff_id, ch.store_code as store_id, ch.is_open,
      n.opened::int, n.started::int, n.submitted::int, n.followed::int, n.won::int
    from lead_form_channel ch join (${counts(ctx)}) n on n.channel_id = ch.id
    left join shop w on w.tenant_id = ch.tenant_id
    where ch.tenant_id = ${ctx.tenantId} and ch.form_id = ${formId}::uuid order by ch.created_at, ch.id`.execute(
    ctx.pg,
  )
  return rows
}

export async function versionsOf(ctx: Ctx, id: string) {
  await getForm(ctx, id)
  const { rows } = await sql<{
    version: number
    content: FormContent
    published_at: Date
    published_by: string
  }>`
    select version, content, published_at, published_by from lead_form_version
    where tenant_id = ${ctx.tenantId} and form_id = ${id}::uuid order by version desc`.execute(
    ctx.pg,
  )
  return rows
}
