// Notes on the time axis: what happened on a day, for whoever reads a curve.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { can, demand } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, forbidden, notFound } from '../../platform/errors.ts'

export interface TimeNote {
  id: string
  /** `2026-05-03`, in the brand's zone. */
  day: string
  text: string
  owner_id: string | null
  owner_name: string | null
  revision: number
}

const COLUMNS = sql.raw(
  "n.id, to_char(n.day, 'YYYY-MM-DD') as day, n.text, n.owner_id, u.name as owner_name, n.revision",
)
const objectOf = (id: string) => ({ kind: 'time_note', id })
const userOf = ({ actor }: Ctx) => (actor.kind === 'user' ? actor.id : null)

export const mayChangeNote = ({ actor }: Ctx, { owner_id }: Pick<TimeNote, 'owner_id'>) =>
  (actor.kind === 'user' && owner_id === actor.id) || can(actor, 'team:manage')

export async function listNotes(
  ctx: Ctx,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<TimeNote[]> {
  const { rows } = await sql<TimeNote>`
    select ${COLUMNS} from time_note n left join app_user u on u.id = n.owner_id
    where n.tenant_id = ${ctx.tenantId} and n.deleted_at is null
      and n.day between ${from ?? '-infinity'}::date and ${to ?? 'infinity'}::date
    order by n.day, n.id`.execute(ctx.pg)
  return rows
}

/** @throws 403: who writes for all must see what the curves show */
export function addNote(ctx: Ctx, said: { day: string; text: string }): Promise<string> {
  demand(ctx.actor, 'events:read')
  const id = randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    await sql`insert into time_note (tenant_id, id, day, text, owner_id, created_at, updated_at)
      values (${ctx.tenantId}, ${id}, ${said.day}::date, ${said.text}, ${userOf(ctx)}::uuid, ${ctx.now()}, ${ctx.now()})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'time_note.added', objectOf(id), { after: said })
    return id
  })
}

/** @throws 409 edited_meanwhile */
export function changeNote(
  ctx: Ctx,
  id: string,
  said: { day: string; text: string; revision: number },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await lockNote(ctx, id)
    if (before.revision !== said.revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    const { day, text } = said
    await sql`update time_note set day = ${day}::date, text = ${text}, revision = revision + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'time_note.changed', objectOf(id), {
      before: { day: before.day, text: before.text },
      after: { day, text },
    })
  })
}

export const removeNote = (ctx: Ctx, id: string) => setDeleted(ctx, id, true)
/** What was taken away is put back. @throws 404 when it was not */
export const restoreNote = (ctx: Ctx, id: string) => setDeleted(ctx, id, false)

function setDeleted(ctx: Ctx, id: string, isGone: boolean): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { day, text } = await lockNote(ctx, id, !isGone)
    await sql`update time_note set deleted_at = ${isGone ? ctx.now() : null}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    const action = isGone ? 'time_note.removed' : 'time_note.restored'
    await audit(ctx, action, objectOf(id), { [isGone ? 'before' : 'after']: { day, text } })
  })
}

export async function getNote(ctx: Ctx, id: string): Promise<TimeNote> {
  const { rows } = await sql<TimeNote>`
    select ${COLUMNS} from time_note n left join app_user u on u.id = n.owner_id
    where n.tenant_id = ${ctx.tenantId} and n.id = ${id} and n.deleted_at is null`.execute(ctx.pg)
  if (!rows[0]) throw notFound('time_note')
  return rows[0]
}

async function lockNote(ctx: Ctx, id: string, isDeleted = false): Promise<TimeNote> {
  const { rows } = await sql<TimeNote>`
    select n.id, to_char(n.day, 'YYYY-MM-DD') as day, n.text, n.owner_id, null as owner_name, n.revision
    from time_note n where n.tenant_id = ${ctx.tenantId} and n.id = ${id}
      and ${isDeleted ? sql`n.deleted_at is not null` : sql`n.deleted_at is null`} for update`.execute(
    ctx.pg,
  )
  const note = rows[0]
  if (!note) throw notFound('time_note')
  if (!mayChangeNote(ctx, note))
    throw forbidden('not_yours', 'Only who wrote it or who looks after the team changes it')
  return note
}
