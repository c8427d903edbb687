// 虚拟事件: a named pattern. A question names it as an event, `virtual:<id>`; it is put in its place
// before the question is read, so every analysis knows it.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid, notFound } from '../../platform/errors.ts'
import { QuestionPattern } from '../question/pattern.ts'
import { readQuestion } from '../question/reading.ts'

const PREFIX = 'virtual:'
export const VirtualInput = z
  .object({ name: z.string().trim().min(1).max(100), pattern: QuestionPattern })
  .strict()
export type VirtualInput = z.infer<typeof VirtualInput>

export interface VirtualRow extends VirtualInput {
  id: string
  owner_name: string | null
  updated_at: Date
}
export const eventOf = ({ id }: VirtualRow): string => `${PREFIX}${id}`

export async function listVirtual(ctx: Ctx): Promise<VirtualRow[]> {
  const { rows } = await sql<VirtualRow>`
    select v.id, v.name, v.pattern, u.name as owner_name, v.updated_at
    from virtual_event v left join app_user u on u.id = v.owner_id
    where v.tenant_id = ${ctx.tenantId} order by lower(v.name), v.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
async function getVirtual(ctx: Ctx, id: string): Promise<VirtualRow> {
  const found = (await listVirtual(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('virtual_event')
  return found
}

/** @throws 400 nested_virtual or bad_rule, 404, 409 name_taken */
export async function saveVirtual(
  ctx: Ctx,
  id: string | undefined,
  input: VirtualInput,
): Promise<VirtualRow> {
  if (input.pattern.any_of.some(({ event }) => event.startsWith(PREFIX)))
    throw invalid('nested_virtual', 'A virtual event is made of real ones')
  await readQuestion(ctx, [input.pattern])
  const own = id ?? randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    const before = id === undefined ? undefined : await getVirtual(ctx, id)
    const { rows } = await sql`
      insert into virtual_event (tenant_id, id, name, pattern, owner_id, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${input.name}, ${JSON.stringify(input.pattern)}::jsonb,
        ${ctx.actor.kind === 'user' ? ctx.actor.id : null}::uuid, ${ctx.now()}::timestamptz
      where not exists (select from virtual_event
        where tenant_id = ${ctx.tenantId} and lower(name) = lower(${input.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, pattern = excluded.pattern,
        updated_at = excluded.updated_at
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another one has this name')
    await audit(
      ctx,
      before ? 'virtual_event.changed' : 'virtual_event.created',
      { kind: 'virtual_event', id: own },
      { ...(before && { before: { name: before.name, pattern: before.pattern } }), after: input },
    )
    return getVirtual(ctx, own)
  })
}

export function removeVirtual(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { name, pattern } = await getVirtual(ctx, id)
    await sql`delete from virtual_event where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'virtual_event.removed',
      { kind: 'virtual_event', id },
      {
        before: { name, pattern },
      },
    )
  })
}

/**
 * A question with real events in place of virtual ones; what was asked of the virtual event is asked of
 * each of them.
 * @throws 400 unknown_virtual_event
 */
export async function withReal<Question>(ctx: Ctx, question: Question): Promise<Question> {
  // Most questions name none: they are not looked through, and nothing is loaded for them.
  if (!JSON.stringify(question ?? null).includes(`"${PREFIX}`)) return question
  const known = new Map((await listVirtual(ctx)).map((row) => [eventOf(row), row]))
  return replaced(question, known) as Question
}

type Known = ReadonlyMap<string, VirtualRow>

function replaced(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, known))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'any_of' && Array.isArray(part)
        ? part.flatMap((one) => realOf(one, known))
        : replaced(part, known),
    ]),
  )
}

function realOf(one: unknown, known: Known): unknown[] {
  const { event, where = [] } = one as { event?: unknown; where?: unknown[] }
  if (typeof event !== 'string' || !event.startsWith(PREFIX)) return [replaced(one, known)]
  const virtual = known.get(event)
  if (!virtual) throw invalid('unknown_virtual_event', 'There is no such virtual event', { event })
  return virtual.pattern.any_of.map((real) => ({ ...real, where: [...real.where, ...where] }))
}
