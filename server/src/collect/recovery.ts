// Batches that never said they were done: what became of them is read from the event store.
import { sql } from 'kysely'
import { as, sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { insertToken } from './rows.ts'

export interface Recovered {
  batchId: number
  stored: number[]
  lost: number[]
}

/**
 * Decides one open batch: months that are in the event store stay; the seen ids and signals of
 * those that are not are removed, so that the client's retry counts.
 */
export async function recoverBatch(ctx: Ctx, batchId: number): Promise<Recovered | undefined> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ months: number[] }>`
      select months from ingest_batch where id = ${batchId} and state = 'open' for update`.execute(
      ctx.pg,
    )
    const months = rows[0]?.months
    if (!months) return undefined
    if (ctx.ch.mode === 'server') await fence(ctx, batchId, months)
    const found = await ctx.ch.allRows<{ month: number }>(
      ch`select distinct toYYYYMM(at) as month from event
         where batch_id = ${as('UInt64', batchId)} and toYYYYMM(at) in ${as('Array(UInt32)', months)}
           and tenant_id != ${as('UUID', NO_TENANT)}`,
      { maxSeconds: 60 },
    )
    const stored = new Set(found.map((f) => Number(f.month)))
    const lost = months.filter((m) => !stored.has(m))
    if (lost.length > 0) {
      await sql`delete from seen_event where batch_id = ${batchId} and month = any(${lost}::int[])`.execute(
        ctx.pg,
      )
      await sql`delete from signal where batch_id = ${batchId} and month = any(${lost}::int[])`.execute(
        ctx.pg,
      )
    }
    await sql`update ingest_batch set state = 'done' where id = ${batchId}`.execute(ctx.pg)
    return { batchId, stored: [...stored], lost }
  })
}

/**
 * A server may still be taking in an insert whose sender is gone. A row of nobody under the same
 * token either finds it stored and is dropped, or keeps it out for ever: after it, looking is final.
 */
async function fence(ctx: Ctx, batchId: number, months: readonly number[]): Promise<void> {
  for (const shard of await shardsOf(ctx)) {
    for (const month of months) {
      const at = `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}-01 00:00:00`
      await ctx.ch.insert({
        table: 'event',
        columns: ['tenant_id', 'at', 'batch_id'],
        body: Buffer.from(`${JSON.stringify([NO_TENANT, at, batchId])}\n`),
        token: insertToken(batchId, month),
        ...(shard === undefined ? {} : { shard }),
      })
    }
  }
}

/** Each shard knows its own tokens; a single node has no number. */
async function shardsOf(ctx: Ctx): Promise<(number | undefined)[]> {
  if (!ctx.ch.cluster) return [undefined]
  const rows = await ctx.ch.allRows<{ shard: number }>(
    ch`select distinct shard_num as shard from system.clusters where cluster = ${as('String', ctx.ch.cluster)}`,
  )
  return rows.map((r) => r.shard)
}

/**
 * Decides every open batch whose lease ran out, and those of `deadOwners` at once. A process that
 * starts alone on its data directory may call all others dead.
 */
export async function recoverBatches(
  ctx: Ctx,
  options: { allButOwner?: string } = {},
): Promise<Recovered[]> {
  const { rows } = await sql<{ id: number }>`
    select id from ingest_batch where state = 'open'
      and (lease_until < now() or ${options.allButOwner ?? null}::uuid is distinct from owner and ${options.allButOwner !== undefined})
    order by id`.execute(ctx.pg)
  const recovered: Recovered[] = []
  for (const { id } of rows) {
    const one = await recoverBatch(ctx, id)
    if (!one) continue
    if (one.lost.length > 0 || one.stored.length > 0)
      ctx.log.warn(
        { batch: id, stored: one.stored, lost: one.lost },
        'an unfinished batch was decided',
      )
    recovered.push(one)
  }
  return recovered
}

/**
 * Seen ids and done batches are kept 30 days, an import's ids for ever; dead letters 30 days once
 * sent again, else 180.
 */
export async function forgetOld(ctx: Ctx): Promise<void> {
  await sql`delete from seen_event where seen_on < current_date - 30 and not is_permanent`.execute(
    ctx.pg,
  )
  await sql`delete from attribute_increment where seen_on < current_date - 30`.execute(ctx.pg)
  await sql`delete from dead_letter
    where received_at < now() - case state when 'replayed' then interval '30 days' else interval '180 days' end`.execute(
    ctx.pg,
  )
  await sql`delete from ingest_batch b where state = 'done' and created_at < now() - interval '31 days'
    and not exists (select 1 from signal s where s.batch_id = b.id)`.execute(ctx.pg)
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000'
