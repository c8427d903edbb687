// Questions and boards under a name: seen by their owner, by a role or by everyone; changed by their
// owner, and shared ones by who looks after the team.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { can } from '../../platform/auth.ts'
import { type Ctx, inTx, type Role } from '../../platform/ctx.ts'
import { conflict, forbidden, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'

export type Kind = 'question' | 'board'
export interface Saved<Content> {
  id: string
  name: string
  description: string
  content: Content
  owner_id: string | null
  owner_name: string | null
  sharing: 'private' | 'role' | 'everyone'
  role: Role | null
  revision: number
  updated_at: Date
}
export interface Wording<Content> {
  name: string
  description: string
  content: Content
  sharing: 'private' | 'role' | 'everyone'
  role: Role | null
}

/** Audit actions and errors: `insight_question.saved`, `board_not_found`. */
const NOUN = { question: 'insight_question', board: 'board' } as const
const objectOf = (kind: Kind, id: string) => ({ kind: NOUN[kind], id })
const userOf = ({ actor }: Ctx) => (actor.kind === 'user' ? actor.id : null)

const visible = (
  ctx: Ctx,
) => sql<boolean>`(s.owner_id = ${userOf(ctx)}::uuid or s.sharing = 'everyone'
  or (s.sharing = 'role' and s.role = ${ctx.actor.role}))`
const COLUMNS =
  sql.raw(`s.id, s.name, s.description, s.content, s.owner_id, u.name as owner_name, s.sharing,
  s.role, s.revision, s.updated_at`)

export const mayChange = (
  { actor }: Ctx,
  { owner_id, sharing }: Pick<Saved<unknown>, 'owner_id' | 'sharing'>,
) =>
  (actor.kind === 'user' && owner_id === actor.id) ||
  (sharing !== 'private' && can(actor, 'team:manage'))

const Place = z.tuple([z.iso.datetime(), z.guid()])

/** What the asker sees, changed last first. */
export async function listSaved<Content>(
  ctx: Ctx,
  kind: Kind,
  asked: {
    q?: string | undefined
    analysis?: string | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const after = readCursor(asked.cursor, Place)
  const like = `%${(asked.q ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Saved<Content>>`
    select ${COLUMNS} from insight_saved s left join app_user u on u.id = s.owner_id
    where s.tenant_id = ${ctx.tenantId} and s.kind = ${kind} and s.deleted_at is null and ${visible(ctx)}
      and (s.name ilike ${like} or s.description ilike ${like} or u.name ilike ${like})
      and ${asked.analysis ? sql`s.content ->> 'analysis' = ${asked.analysis}` : sql`true`}
      and ${after ? sql`(s.updated_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by s.updated_at desc, s.id desc limit ${asked.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    asked.limit,
    (row) => row,
    (row) => [row.updated_at.toISOString(), row.id],
  )
}

/**
 * @param isShown something the asker sees shows it: then it need not be shared with her itself
 * @throws 404 also for what is somebody else's
 */
export async function getSaved<Content>(
  ctx: Ctx,
  kind: Kind,
  id: string,
  isShown = false,
): Promise<Saved<Content>> {
  const { rows } = await sql<Saved<Content>>`
    select ${COLUMNS} from insight_saved s left join app_user u on u.id = s.owner_id
    where s.tenant_id = ${ctx.tenantId} and s.kind = ${kind} and s.id = ${id} and s.deleted_at is null
      and ${isShown ? sql`true` : visible(ctx)}`.execute(ctx.pg)
  if (!rows[0]) throw notFound(NOUN[kind])
  return rows[0]
}

/** Of these, which the asker sees or a board she sees shows. */
export async function questionsSeen(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select s.id from insight_saved s
    where s.tenant_id = ${ctx.tenantId} and s.kind = 'question' and s.deleted_at is null
      and s.id = any(${[...ids]}::uuid[]) and ${visible(ctx)}`.execute(ctx.pg)
  return new Set(rows.map(({ id }) => id))
}

/** @throws 400 unknown_questions: a board shows what its author sees */
export async function demandQuestions(
  ctx: Ctx,
  ids: readonly string[],
  already: ReadonlySet<string> = new Set(),
): Promise<void> {
  const asked = ids.filter((id) => !already.has(id))
  const seen = await questionsSeen(ctx, asked)
  const missing = asked.filter((id) => !seen.has(id))
  if (missing.length > 0)
    throw invalid('unknown_questions', 'There are no such questions', { ids: missing })
}

function demandSharing(ctx: Ctx, { sharing, role }: Pick<Wording<unknown>, 'sharing' | 'role'>) {
  if ((sharing === 'role') !== (role !== null))
    throw invalid('bad_sharing', 'A role is named when it is shared with a role, and only then')
  if (sharing === 'private' && userOf(ctx) === null)
    throw forbidden('people_only', 'A key has nothing of its own: share it')
}

export function saveNew<Content>(ctx: Ctx, kind: Kind, said: Wording<Content>): Promise<string> {
  demandSharing(ctx, said)
  const id = randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    await sql`
      insert into insight_saved (tenant_id, id, kind, name, description, content, owner_id, sharing, role, created_at, updated_at)
      values (${ctx.tenantId}, ${id}, ${kind}, ${said.name}, ${said.description}, ${JSON.stringify(said.content)}::jsonb,
        ${userOf(ctx)}::uuid, ${said.sharing}, ${said.role}, ${ctx.now()}, ${ctx.now()})`.execute(
      ctx.pg,
    )
    await audit(ctx, `${NOUN[kind]}.saved`, objectOf(kind, id), { after: { ...said } })
    return id
  })
}

/** @throws 409 edited_meanwhile with what stands now */
export function changeSaved<Content>(
  ctx: Ctx,
  kind: Kind,
  id: string,
  { revision, ...change }: Partial<Wording<Content>> & { revision: number },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await lockChangeable<Content>(ctx, kind, id)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', {
        present: { name: before.name, revision: before.revision },
      })
    const { name, description, content, sharing, role } = before
    const after = { name, description, content, sharing, role, ...change }
    if (after.sharing !== 'role') after.role = null
    demandSharing(ctx, after)
    await sql`
      update insight_saved set name = ${after.name}, description = ${after.description},
        content = ${JSON.stringify(after.content)}::jsonb, sharing = ${after.sharing}, role = ${after.role},
        revision = revision + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `${NOUN[kind]}.changed`, objectOf(kind, id), {
      before: { name, description, content, sharing, role },
      after,
    })
  })
}

export function removeSaved(ctx: Ctx, kind: Kind, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { name } = await lockChangeable(ctx, kind, id)
    await setDeleted(ctx, id, ctx.now())
    await audit(ctx, `${NOUN[kind]}.removed`, objectOf(kind, id), { before: { name } })
  })
}

/** What was taken away is put back as it was. @throws 404 when it was not */
export function restoreSaved(ctx: Ctx, kind: Kind, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { name } = await lockChangeable(ctx, kind, id, true)
    await setDeleted(ctx, id, null)
    await audit(ctx, `${NOUN[kind]}.restored`, objectOf(kind, id), { after: { name } })
  })
}

const setDeleted = (ctx: Ctx, id: string, at: Date | null) =>
  sql`update insight_saved set deleted_at = ${at} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )

/** So long what was taken away can be put back. */
const DAYS_KEPT = 30

/** Of all brands. Answers how many went for good. */
export async function forgetRemoved(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - DAYS_KEPT * 86_400_000)
  const { numAffectedRows: saved } =
    await sql`delete from insight_saved where deleted_at < ${before}`.execute(ctx.pg)
  const { numAffectedRows: notes } =
    await sql`delete from time_note where deleted_at < ${before}`.execute(ctx.pg)
  return Number(saved ?? 0) + Number(notes ?? 0)
}

async function lockChangeable<Content>(
  ctx: Ctx,
  kind: Kind,
  id: string,
  isDeleted = false,
): Promise<Saved<Content>> {
  const { rows } = await sql<Saved<Content>>`
    select s.* from insight_saved s
    where s.tenant_id = ${ctx.tenantId} and s.kind = ${kind} and s.id = ${id}
      and ${isDeleted ? sql`s.deleted_at is not null` : sql`s.deleted_at is null`} and ${visible(ctx)}
    for update`.execute(ctx.pg)
  const saved = rows[0]
  if (!saved) throw notFound(NOUN[kind])
  if (!mayChange(ctx, saved))
    throw forbidden('not_yours', 'Only its owner or who looks after the team changes it')
  return saved
}
