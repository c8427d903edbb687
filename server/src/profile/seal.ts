// What was stored before its name became sensitive: sealed, and taken out of events.
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import type { Queue } from '../platform/jobs.ts'
import { unnest } from '../platform/unnest.ts'
import { nameKey } from './data-class.ts'
import { SEAL_QUEUE, type SealJob } from './definitions.ts'
import { theVault } from './vault.ts'

const CHUNK = 2_000
const WAIT_MS = 60_000

/** Takes a name out of the properties of stored events; answers how many events had it. */
export type RedactEvents = (ctx: Ctx, name: string) => Promise<number>

export function sealQueue(make: (tenantId: string) => Ctx, redactEvents: RedactEvents): Queue {
  return {
    name: SEAL_QUEUE,
    run: (job: SealJob) => sealStored(make(job.tenantId), job, redactEvents),
  }
}

/** May run again: what is sealed already is not found a second time. */
export async function sealStored(ctx: Ctx, job: SealJob, redactEvents: RedactEvents) {
  await oldWritersAreGone(ctx, job.since)
  let values = 0
  for (let more = CHUNK; more === CHUNK; values += more) more = await sealValues(ctx, job.name)
  let replaced = 0
  for (let more = CHUNK; more === CHUNK; replaced += more) more = await sealHistory(ctx, job.name)
  const events = await redactEvents(ctx, job.name)
  await audit(
    ctx,
    'attribute_definition.sealed',
    { kind: 'attribute_definition', id: job.name },
    { values, replaced, events },
  )
  return { values, replaced, events }
}

/** Until then somebody may write a value in clear, who read the classes before the change. */
async function oldWritersAreGone(ctx: Ctx, since: string): Promise<void> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const { rows } = await sql<{ gone: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${since}::xid8 as gone`.execute(ctx.pg)
    if (rows[0]?.gone) return
    if (Date.now() > until)
      throw unavailable('old_transactions_open', 'A transaction from before is still open', 30)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

interface Clear {
  node_id: number
  name: string
  source: string
  value: unknown
  at: Date
  actor: string | null
}

const isNamed = (name: string) =>
  sql`lower(regexp_replace(name, '^(.*\\.)?\\$?', '')) = ${lastOf(name)}`
const lastOf = (name: string) => {
  const key = nameKey(name)
  return key.slice(key.lastIndexOf('.') + 1)
}

function sealValues(ctx: Ctx, name: string): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Clear>`
      delete from attribute a using (
        select node_id, name, source from attribute
        where tenant_id = ${ctx.tenantId} and ${isNamed(name)}
        order by node_id, name, source limit ${CHUNK} for update) w
      where a.tenant_id = ${ctx.tenantId} and a.node_id = w.node_id and a.name = w.name and a.source = w.source
      returning a.node_id, a.name, a.source, a.value, a.at, a.actor`.execute(ctx.pg)
    const u = unnest(rows, {
      node_id: ['bigint', (r) => r.node_id],
      name: ['text', (r) => r.name],
      source: ['text', (r) => r.source],
      sealed: ['text', (r) => sealOf(ctx, r)],
      digest: ['text', (r) => digestOf(ctx, r)],
      at: ['timestamptz', (r) => r.at],
      actor: ['text', (r) => r.actor],
    })
    await sql`insert into sealed_attribute as s (tenant_id, node_id, name, source, sealed, digest, at, actor)
      select ${ctx.tenantId}::uuid, r.node_id, r.name, r.source, r.sealed, decode(r.digest, 'hex'), r.at, r.actor from ${u.rows}
      on conflict (tenant_id, node_id, name, source) do update
        set sealed = excluded.sealed, digest = excluded.digest, at = excluded.at, actor = excluded.actor
        where s.at < excluded.at`.execute(ctx.pg)
    return rows.length
  })
}

function sealHistory(ctx: Ctx, name: string): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Clear & { position: number }>`
      select node_id, name, source, value, at, actor, position from attribute_history
      where tenant_id = ${ctx.tenantId} and value is not null and ${isNamed(name)}
      order by node_id, name, position limit ${CHUNK} for update`.execute(ctx.pg)
    const u = unnest(rows, {
      node_id: ['bigint', (r) => r.node_id],
      name: ['text', (r) => r.name],
      position: ['bigint', (r) => r.position],
      sealed: ['text', (r) => theVault().seal(ctx.tenantId, r.node_id, r.name, r.value)],
    })
    await sql`update attribute_history h set value = null, sealed = r.sealed from ${u.rows}
      where h.tenant_id = ${ctx.tenantId} and h.node_id = r.node_id and h.name = r.name and h.position = r.position`.execute(
      ctx.pg,
    )
    return rows.length
  })
}

const sealOf = (ctx: Ctx, r: Clear) =>
  r.value === null ? null : theVault().seal(ctx.tenantId, r.node_id, r.name, r.value)
const digestOf = (ctx: Ctx, r: Clear) =>
  r.value === null
    ? null
    : theVault().digest(ctx.tenantId, r.node_id, r.name, r.value).toString('hex')
