// 虚拟事件: a pattern of events under a name. What is asked and who is meant go by it as by an event,
// `virtual:<id>`.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { demandSound } from '../check.ts'
import type { EventPattern } from '../rule.ts'
import { meaningOf, type StoredPattern } from './defined.ts'
import { demandUnused, lockDefinitions } from './guard.ts'
import { compileAnew } from './rebuild.ts'
import { VIRTUAL } from './written.ts'

export interface VirtualEvent {
  id: string
  name: string
  description: string
  /** As questions say it. */
  pattern: StoredPattern
  version: number
  owner_name: string | null
  updated_at: Date
  is_archived: boolean
}
export type VirtualWording = Pick<VirtualEvent, 'name' | 'description' | 'pattern'>

const objectOf = (id: string) => ({ kind: 'virtual_event', id })

export async function listVirtual(ctx: Ctx): Promise<VirtualEvent[]> {
  const { rows } = await sql<VirtualEvent>`
    select v.id, v.name, v.description, v.pattern, v.version, u.name as owner_name, v.updated_at,
      v.archived_at is not null as is_archived
    from virtual_event v left join app_user u on u.id = v.owner_id
    where v.tenant_id = ${ctx.tenantId} order by lower(v.name), v.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getVirtual(ctx: Ctx, id: string): Promise<VirtualEvent> {
  const found = (await listVirtual(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('virtual_event')
  return found
}

/** Whoever makes it owns it; rules that name it are reckoned anew. @throws 400 bad_rule, 404, 409 name_taken */
export function saveVirtual(
  ctx: Ctx,
  id: string | undefined,
  given: VirtualWording,
): Promise<VirtualEvent> {
  const own = id ?? randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    await lockDefinitions(ctx)
    const before = id === undefined ? undefined : await getVirtual(ctx, id)
    if (before?.is_archived)
      throw conflict('definition_archived', 'It is archived; take it back before you change it')
    const event = meaningOf(given.pattern) as EventPattern
    await demandSound(ctx, {
      ...{ kind: 'did', event, window: { kind: 'ever' }, times: { op: 'gte', value: 1 } },
    })
    const { rows } = await sql`
      insert into virtual_event (tenant_id, id, name, description, pattern, owner_id, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${given.name}, ${given.description}, ${JSON.stringify(given.pattern)}::jsonb,
        ${ctx.actor.kind === 'user' ? ctx.actor.id : null}::uuid, ${ctx.now()}::timestamptz
      where not exists (select from virtual_event where tenant_id = ${ctx.tenantId} and archived_at is null
        and lower(name) = lower(${given.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, description = excluded.description,
        pattern = excluded.pattern, version = virtual_event.version + 1, updated_at = excluded.updated_at
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('name_taken', 'Another one has this name')
    await audit(ctx, before ? 'virtual_event.changed' : 'virtual_event.created', objectOf(own), {
      ...(before && { before: wordingOf(before) }),
      after: given,
    })
    if (before) await compileAnew(ctx, own, given.name)
    return getVirtual(ctx, own)
  })
}

const wordingOf = ({ name, description, pattern }: VirtualEvent) => ({ name, description, pattern })

/** Offered no more; what names it goes on. @throws 404, 409 definition_in_use, name_taken */
export function archiveVirtual(ctx: Ctx, id: string, isArchived: boolean): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockDefinitions(ctx)
    const one = await getVirtual(ctx, id)
    if (one.is_archived === isArchived) return
    if (isArchived) await demandUnused(ctx, `${VIRTUAL}${id}`)
    const { rows } =
      await sql`update virtual_event set archived_at = ${isArchived ? ctx.now() : null}
      where tenant_id = ${ctx.tenantId} and id = ${id} and (${isArchived} or not exists (
        select from virtual_event o where o.tenant_id = ${ctx.tenantId} and o.archived_at is null
          and lower(o.name) = lower(${one.name}) and o.id <> ${id})) returning id`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('name_taken', 'Another one has this name')
    await audit(
      ctx,
      isArchived ? 'virtual_event.archived' : 'virtual_event.taken_back',
      objectOf(id),
      {
        before: wordingOf(one),
      },
    )
  })
}
