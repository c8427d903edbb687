// Erasing a person: at once for every reader of the platform, then what was on its way, then proven.
import { createHash, randomUUID, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { approvalKind, requestApproval } from '../desk/index.ts'
import {
  canonicalOf,
  type HeldIdentifier,
  identifiersOfNodes,
  lockIdentity,
  nodesOf,
  removeNodes,
} from '../identity/index.ts'
import { demandCustomerInScope } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound, unavailable } from '../platform/errors.ts'
import { type Erased, type Person, personalData } from './privacy.ts'
import { privacySettings } from './privacy-requests.ts'

export const SWEEP = 'privacy.sweep'

export interface EraseAsked {
  reason: string
  /** The customer's number, typed: nobody erases by a slip of the hand. */
  confirm: string
}

/** One person by any node's id, with everything to find her by. @throws 404, also out of scope */
export async function findPerson(ctx: Ctx, id: number): Promise<Person> {
  const canonical = (await canonicalOf(ctx, [id])).get(id)
  if (canonical === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, canonical)
  const nodes = (await nodesOf(ctx, [canonical])).get(canonical) ?? []
  return { customerId: canonical, nodes, identifiers: await identifiersOfNodes(ctx, nodes) }
}

/**
 * Erases, or asks a second person when the brand wants that.
 * @returns the request; state `waiting` when it waits for the second person
 */
export async function askToErase(ctx: Ctx, id: number, asked: EraseAsked): Promise<string> {
  for (let again = TRIES; ; again--)
    try {
      return await eraseOrAsk(ctx, id, asked)
    } catch (error) {
      // It takes rows of many tables that events of hers are writing this moment; whoever PostgreSQL picks to
      // end a deadlock has changed nothing and begins anew. Inside another's transaction that is not ours to do.
      const isDeadlock = (error as { code?: string }).code === '40P01'
      if (!isDeadlock || ctx.pg.isTransaction || again <= 1) throw error
    }
}
const TRIES = 5

function eraseOrAsk(ctx: Ctx, id: number, asked: EraseAsked): Promise<string> {
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const person = await findPerson(ctx, id)
    if (asked.confirm.trim() !== String(person.customerId))
      throw invalid('confirmation_mismatch', 'Type the number of the customer to erase', {
        expected: person.customerId,
      })
    const request = await insertRequest(ctx, person, 'erase', asked.reason)
    if ((await privacySettings(ctx)).eraseNeedsApproval) {
      await refuseSecond(ctx, person)
      const approval = await requestApproval(ctx, {
        kind: 'customer_erase',
        subject: { kind: 'customer', id: String(person.customerId) },
        payload: { request },
        summary: { customer: person.customerId },
        reason: asked.reason,
      })
      await sql`update privacy_request set approval_id = ${approval}
        where tenant_id = ${ctx.tenantId} and id = ${request}`.execute(ctx.pg)
      return request
    }
    await eraseNow(ctx, request, person)
    return request
  })
}

async function refuseSecond(ctx: Ctx, person: Person): Promise<void> {
  const { rows } = await sql`select 1 from privacy_request
    where tenant_id = ${ctx.tenantId} and kind = 'erase' and state = 'waiting' and customer_id = ${person.customerId}
    limit 1 offset 1`.execute(ctx.pg)
  if (rows.length > 0)
    throw conflict('erasure_waits', 'Erasing this customer waits for a second person already')
}

/** What the second person's word does; the merge of the customer meanwhile does not matter. */
export const eraseApproval = approvalKind({
  permission: 'customers:erase',
  payload: z.object({ request: z.uuid() }),
  async run(ctx, { request }) {
    await lockIdentity(ctx)
    const { rows } = await sql<{ customer_id: number }>`select customer_id from privacy_request
      where tenant_id = ${ctx.tenantId} and id = ${request} and state = 'waiting' for update`.execute(
      ctx.pg,
    )
    if (!rows[0]) throw conflict('erasure_decided', 'This erasure was decided already')
    await eraseNow(ctx, request, await findPerson(ctx, rows[0].customer_id))
  },
  async drop(ctx, { request }) {
    await sql`update privacy_request set state = 'refused', finished_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${request} and state = 'waiting'`.execute(ctx.pg)
  },
})

export async function insertRequest(
  ctx: Ctx,
  person: Person,
  kind: 'export' | 'erase',
  reason: string,
): Promise<string> {
  const id = randomUUIDv7()
  await sql`insert into privacy_request (tenant_id, id, kind, customer_id, reason, state, requested_at, requested_by, requested_by_name)
    values (${ctx.tenantId}, ${id}, ${kind}, ${person.customerId}, ${reason}, ${kind === 'export' ? 'done' : 'waiting'},
      ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name})`.execute(ctx.pg)
  return id
}

/** Call under `lockIdentity`. Everything in this database goes in this transaction. */
async function eraseNow(ctx: Ctx, request: string, found: Person): Promise<void> {
  const person: Erased = { ...found, unlinkedId: randomUUID() }
  // Whoever is writing under these nodes finishes first; whoever comes later is refused by the keys.
  await sql`select id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...person.nodes]}::bigint[])
    order by id for update`.execute(ctx.pg)
  const proof = await proofOfConsents(ctx, person)
  const report: Record<string, number> = {}
  for (const data of personalData()) {
    const rows = await data.erase?.(ctx, person)
    if (rows) report[data.name] = rows
  }
  await removeNodes(ctx, person.nodes)
  await sql`update privacy_request set state = 'erased', erased_at = ${ctx.now()}, nodes = ${[...person.nodes]}::bigint[], unlinked_id = ${person.unlinkedId},
      pending = ${JSON.stringify(person.identifiers)}::jsonb, report = ${JSON.stringify(report)}::jsonb,
      consent_proof = ${proof.hash}, consent_entries = ${proof.entries}
    where tenant_id = ${ctx.tenantId} and id = ${request}`.execute(ctx.pg)
  await audit(
    ctx,
    'customer.erased',
    { kind: 'privacy_request', id: request },
    { customer_id: person.customerId, report },
  )
  await ctx.jobs.send(ctx.pg, SWEEP, { tenantId: ctx.tenantId, request })
}

/**
 * SHA-256 over the identifiers and the consents as the copy for the person lists them: who holds
 * that copy can show what was agreed to, and nobody can read it out of the hash.
 */
export async function proofOfConsents(ctx: Ctx, person: Person) {
  const consents = personalData().find((d) => d.name === 'consents')
  const rows: unknown[] = []
  for await (const row of (await consents?.export?.(ctx, person)) ?? []) rows.push(row)
  const identifiers = [...person.identifiers].map((i) => `${i.namespace}:${i.value}`).sort()
  const hash = createHash('sha256')
    .update(JSON.stringify([identifiers, rows]))
    .digest()
  return { hash, entries: rows.length }
}

/** A relay may have read an own event and not yet handed it on; none holds one longer. */
const ON_ITS_WAY_MS = 30_000

/**
 * What had begun before the erasure and ended after it, and the event store. Safe to run again, and
 * not finished before nothing can be on its way. @returns true when it is done for good
 */
export async function sweepErased(
  ctx: Ctx,
  request: string,
  onItsWayMs: number = ON_ITS_WAY_MS,
): Promise<boolean> {
  const { rows } = await sql<{
    customer_id: number
    nodes: number[]
    pending: HeldIdentifier[]
    unlinked_id: string
    erased_at: Date
  }>`select customer_id, nodes::float8[] as nodes, pending, unlinked_id, erased_at from privacy_request
     where tenant_id = ${ctx.tenantId} and id = ${request} and state = 'erased'`.execute(ctx.pg)
  const row = rows[0]
  if (!row) return true
  const person: Erased = {
    customerId: row.customer_id,
    nodes: row.nodes,
    // Whoever has come with one of them since is somebody new: those are hers now.
    identifiers: await notHeldAgain(ctx, row.pending),
    unlinkedId: row.unlinked_id,
  }
  await writersGone(ctx)
  const report: Record<string, number> = {}
  const add = (name: string, n: number) => {
    if (n > 0) report[name] = (report[name] ?? 0) + n
  }
  await inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    for (const data of personalData()) add(data.name, (await data.erase?.(ctx, person)) ?? 0)
  })
  for (const data of personalData()) add(data.name, (await data.eraseLater?.(ctx, person)) ?? 0)
  const isOver = ctx.now().getTime() - row.erased_at.getTime() >= onItsWayMs
  await inTx(ctx, async (ctx) => {
    await sql`update privacy_request set
        report = report || (select coalesce(jsonb_object_agg(name, coalesce((report ->> name)::bigint, 0) + n), '{}')
          from unnest(${Object.keys(report)}::text[], ${Object.values(report)}::bigint[]) as r (name, n)),
        state = ${isOver ? 'done' : 'erased'}, finished_at = ${isOver ? ctx.now() : null},
        pending = ${isOver ? null : sql`pending`}
      where tenant_id = ${ctx.tenantId} and id = ${request} and state = 'erased'`.execute(ctx.pg)
    if (isOver)
      await audit(ctx, 'customer.erasure_finished', { kind: 'privacy_request', id: request })
    else
      await ctx.jobs.send(
        ctx.pg,
        SWEEP,
        { tenantId: ctx.tenantId, request },
        { startAfter: Math.ceil(onItsWayMs / 1000) },
      )
  })
  return isOver
}

async function notHeldAgain(ctx: Ctx, identifiers: HeldIdentifier[]): Promise<HeldIdentifier[]> {
  const { rows } = await sql<HeldIdentifier>`
    select h.namespace, h.value
    from unnest(${identifiers.map((i) => i.namespace)}::text[], ${identifiers.map((i) => i.value)}::text[]) as h (namespace, value)
    where not exists (select 1 from identifier i where i.tenant_id = ${ctx.tenantId} and i.namespace = h.namespace and i.value = h.value)`.execute(
    ctx.pg,
  )
  return rows
}

/** Waits for every transaction that has written something and had not ended when this was called. */
async function writersGone(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{
    upto: string
  }>`select pg_snapshot_xmax(pg_current_snapshot())::text as upto`.execute(ctx.pg)
  const upto = rows[0]?.upto ?? '0'
  for (let waited = 0; waited < 600; waited++) {
    const { rows: left } = await sql<{ gone: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) >= ${upto}::xid8 as gone`.execute(ctx.pg)
    if (left[0]?.gone) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw unavailable('erasure_unfinished', 'A long transaction is still writing; tried again', 30)
}

/** Erasures whose job was lost (a restored backup): taken up again. */
export async function sweepLeft(base: Ctx, ctxOf: (tenantId: string) => Ctx): Promise<void> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from privacy_request where kind = 'erase' and state = 'erased'
      and erased_at < now() - interval '10 minutes' order by erased_at limit 1000`.execute(base.pg)
  for (const { tenant_id, id } of rows) await sweepErased(ctxOf(tenant_id), id)
}
