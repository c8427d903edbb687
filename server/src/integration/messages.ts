// What others' systems left: kept at once, read as an import's file soon after.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createImport, newUpload, sendRun, type Uploads } from '../imports/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { mappingOfOnePart } from './inbound.ts'
import { rowsIn } from './rows-in.ts'

/** Messages in one import: a busy address makes few large ones. */
const AT_ONCE = 5000

/** The same bytes again are the same message, however often they are sent. */
export async function keepMessage(ctx: Ctx, addressId: string, body: Buffer): Promise<void> {
  const digest = createHash('sha256').update(body).digest()
  // PostgreSQL's text holds no NUL; JSON has none either but as an escape, which stays.
  const text = body.toString('utf8').replaceAll('\0', '\uFFFD')
  await sql`insert into inbound_message (tenant_id, id, address_id, received_at, digest, body)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${addressId}, ${ctx.now()}, ${digest}, ${text})
    on conflict (tenant_id, address_id, digest) do nothing`.execute(ctx.pg)
}

/** Makes imports of what waits, one for each address. @returns how many messages became part of one */
export async function importMessages(
  ctxOf: (tenantId: string) => Ctx,
  system: Ctx,
  uploads: Uploads,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; id: string; mapping: string; rows_at: string }>`
    select a.tenant_id, a.id, a.mapping, a.rows_at from inbound_address a
    where exists (select from inbound_message m
      where m.tenant_id = a.tenant_id and m.address_id = a.id and m.import_id is null and m.fault is null)`.execute(
    system.pg,
  )
  let taken = 0
  for (const address of rows)
    taken += await inTx(ctxOf(address.tenant_id), (ctx) => importOf(ctx, address, uploads))
  return taken
}

async function importOf(
  ctx: Ctx,
  address: { id: string; mapping: string; rows_at: string },
  uploads: Uploads,
): Promise<number> {
  // In their order; two servers do not take the same address at once.
  const { rows: held } = await sql`
    select 1 from inbound_address where tenant_id = ${ctx.tenantId} and id = ${address.id} for update skip locked`.execute(
    ctx.pg,
  )
  if (held.length === 0) return 0
  const { rows: messages } = await sql<{ id: string; body: string }>`
    select id, body from inbound_message
    where tenant_id = ${ctx.tenantId} and address_id = ${address.id} and import_id is null and fault is null
    order by received_at, id limit ${AT_ONCE}`.execute(ctx.pg)
  const lines: string[] = []
  const good: string[] = []
  const faults: { id: string; fault: string }[] = []
  for (const { id, body } of messages) {
    try {
      for (const row of rowsIn(body, address.rows_at)) lines.push(JSON.stringify(row))
      good.push(id)
    } catch (error) {
      faults.push({ id, fault: (error as Error).message })
    }
  }
  if (lines.length === 0) {
    await markFaults(ctx, [...faults, ...good.map((id) => ({ id, fault: 'rows_missing' }))])
    return 0
  }
  const folder = await newUpload(uploads)
  const path = join(folder, '0-inbound.ndjson')
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  let importId: string
  try {
    const mapping = await mappingOfOnePart(ctx, address.mapping)
    const job = await createImport(ctx, {
      mapping,
      files: [{ name: 'inbound.ndjson', path }],
      again: true,
    })
    importId = job.id
  } catch (error) {
    // The mapping is gone or wrong by now: said beside each message, and mended by whoever sees it.
    if (!(error instanceof AppError) || error.status >= 500) throw error
    await markFaults(ctx, [...faults, ...good.map((id) => ({ id, fault: error.code }))])
    return 0
  }
  await sendRun(ctx, importId)
  await sql`update inbound_message set import_id = ${importId}
    where tenant_id = ${ctx.tenantId} and id = any(${good}::uuid[])`.execute(ctx.pg)
  await markFaults(ctx, faults)
  return good.length
}

async function markFaults(ctx: Ctx, faults: readonly { id: string; fault: string }[]) {
  if (faults.length === 0) return
  await sql`update inbound_message m set fault = f.fault
    from unnest(${faults.map((f) => f.id)}::uuid[], ${faults.map((f) => f.fault)}::text[]) as f (id, fault)
    where m.tenant_id = ${ctx.tenantId} and m.id = f.id`.execute(ctx.pg)
}

/** Faulty ones wait again, once the address or its mapping was mended. @returns how many */
export async function tryFaultyAgain(ctx: Ctx, addressId: string): Promise<number> {
  const { rows } = await sql`
    update inbound_message set fault = null
    where tenant_id = ${ctx.tenantId} and address_id = ${addressId} and fault is not null returning id`.execute(
    ctx.pg,
  )
  return rows.length
}

/** Kept a month after they were imported; what waits or is faulty stays until somebody decides. */
export async function forgetMessages(system: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from inbound_message
    where import_id is not null and received_at < ${system.now()}::timestamptz - interval '30 days'`.execute(
    system.pg,
  )
  return Number(numAffectedRows ?? 0)
}
