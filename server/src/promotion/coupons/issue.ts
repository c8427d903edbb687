// Making coupons: codes nobody has yet, set by set; into wallets, one statement for many customers.
import { sql } from 'kysely'
import { canonicalOf } from '../../identity/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { type Batch, type BatchDetail, getBatch, getBatchTerms } from './batches.ts'
import { makeCodes } from './codes.ts'

export const ISSUE_QUEUE = 'promotion.issue_coupons'
const A_SET = 20_000

/** Asks for codes; a job makes them set by set and goes on where it stopped. @throws 404, 409 */
export function wantCodes(ctx: Ctx, id: string, count: number): Promise<BatchDetail> {
  return inTx(ctx, async (ctx) => {
    await demandPersonal(ctx, id)
    await makeRoom(ctx, id, count)
    await sql`update coupon_batch set wanted = wanted + ${count} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await ctx.jobs.send(ctx.pg, ISSUE_QUEUE, { tenantId: ctx.tenantId, batch: id })
    await audit(ctx, 'coupons.issued', { kind: 'coupon_batch', id }, { count })
    return getBatch(ctx, id)
  })
}

async function demandPersonal(ctx: Ctx, id: string): Promise<Batch> {
  const batch = await getBatchTerms(ctx, id)
  if (batch.kind !== 'personal')
    throw conflict('batch_shared', 'A shared code is entered, not handed out')
  if (batch.state !== 'open') throw conflict('batch_closed', 'This batch is closed')
  return batch
}

/** Never more than the batch has. @throws 409 batch_empty */
async function makeRoom(ctx: Ctx, id: string, count: number): Promise<void> {
  const { numAffectedRows } = await sql`update coupon_batch set made = made + ${count}
    where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'open'
      and (quantity is null or made + ${count} <= quantity)`.execute(ctx.pg)
  if (numAffectedRows !== 1n)
    throw conflict('batch_empty', 'This batch has not that many coupons left')
}

/** Until all that are wanted are there; each set is one transaction. @returns how many it made */
export async function issueCodes(ctx: Ctx, id: string): Promise<number> {
  let made = 0
  for (;;) {
    const set = await inTx(ctx, (ctx) => issueSet(ctx, id))
    if (set === 0) return made
    made += set
  }
}

async function issueSet(ctx: Ctx, id: string): Promise<number> {
  // Whoever makes a set has the batch to themselves: two workers never make one twice.
  const { rows } = await sql<{ missing: number; prefix: string; valid_from: Date; valid_to: Date }>`
    select wanted - issued as missing, prefix, valid_from, valid_to from coupon_batch
    where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(ctx.pg)
  const batch = rows[0]
  if (!batch || batch.missing <= 0) return 0
  const u = unnest(makeCodes(Math.min(A_SET, batch.missing), batch.prefix), {
    code: ['text', (code) => code],
  })
  const { numAffectedRows } = await sql`
    insert into coupon (tenant_id, batch_id, valid_from, valid_to, ${u.names})
    select ${ctx.tenantId}::uuid, ${id}::uuid, ${batch.valid_from}::timestamptz, ${batch.valid_to}::timestamptz, ${u.names}
    from ${u.rows} on conflict do nothing`.execute(ctx.pg)
  const made = Number(numAffectedRows ?? 0)
  await sql`update coupon_batch set issued = issued + ${made} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  return made
}

export interface Given {
  given: number
  /** Who has as many as they may. */
  at_limit: number
}

/** One into the wallet of each; who has as many as they may is left out and counted. @throws 404, 409 */
export function giveCoupons(
  ctx: Ctx,
  id: string,
  customers: readonly number[],
): Promise<Given & { codes: Map<number, string> }> {
  return inTx(ctx, async (ctx) => {
    const batch = await demandPersonal(ctx, id)
    const known = await canonicalOf(ctx, customers)
    if (customers.some((customer) => !known.has(customer))) throw notFound('customer')
    // A coupon is under the node it was given to, as an account is.
    const nodeOf = new Map([...known].map(([node, customer]) => [customer, node]))
    const wanted = [...nodeOf.keys()].sort((a, b) => a - b)
    const free = await belowLimit(ctx, batch, wanted)
    if (free.length > 0) {
      await makeRoom(ctx, id, free.length)
      const codes = await intoWallets(ctx, batch, free, nodeOf)
      await audit(ctx, 'coupons.given', { kind: 'coupon_batch', id }, { given: free.length })
      return { given: free.length, at_limit: wanted.length - free.length, codes }
    }
    return { given: 0, at_limit: wanted.length, codes: new Map() }
  })
}

/** Why somebody was given none. */
export type NotGiven =
  | 'batch_not_found'
  | 'batch_shared'
  | 'batch_closed'
  | 'batch_empty'
  | 'take_limit'

/**
 * As `giveCoupons`, for who gives on somebody's behalf and is kept from nothing by it: as many as there are,
 * in the order of the customers, and for the others the reason. In a transaction.
 */
export async function giveWhileThere(
  ctx: Ctx,
  id: string,
  customers: readonly number[],
): Promise<Map<number, { code: string } | { refused: NotGiven }>> {
  const all = (refused: NotGiven) => new Map(customers.map((c) => [c, { refused }]))
  const { rows } = await sql<{ kind: string; state: string; room: number | null }>`
    select kind, state, quantity - made as room from coupon_batch
    where tenant_id = ${ctx.tenantId} and id::text = ${id.toLowerCase()} for update`.execute(ctx.pg)
  const found = rows[0]
  if (!found) return all('batch_not_found')
  if (found.kind !== 'personal') return all('batch_shared')
  if (found.state !== 'open') return all('batch_closed')
  const batch = await getBatchTerms(ctx, id)
  const known = await canonicalOf(ctx, customers)
  const free = new Set(await belowLimit(ctx, batch, [...new Set(known.values())]))
  const answers = new Map<number, { code: string } | { refused: NotGiven }>()
  const nodeOf = new Map<number, number>()
  for (const customer of customers) {
    const whole = known.get(customer)
    if (whole === undefined) throw notFound('customer')
    if (!free.has(whole) || nodeOf.has(whole)) answers.set(customer, { refused: 'take_limit' })
    else if (found.room !== null && nodeOf.size >= found.room)
      answers.set(customer, { refused: 'batch_empty' })
    else nodeOf.set(whole, customer)
  }
  if (nodeOf.size === 0) return answers
  await makeRoom(ctx, id, nodeOf.size)
  const codes = await intoWallets(ctx, batch, [...nodeOf.keys()], nodeOf)
  for (const [whole, code] of codes) answers.set(nodeOf.get(whole) ?? whole, { code })
  return answers
}

/** Of these customers, who may have one more: all nodes of a person together. */
async function belowLimit(
  ctx: Ctx,
  { id, take_limit }: Batch,
  customers: readonly number[],
): Promise<number[]> {
  if (take_limit === null) return [...customers]
  // The lock of a buyer (person.ts), for all of them: who takes twice at one moment waits for herself.
  await sql`select pg_advisory_xact_lock(hashtextextended('offers of ' || ${ctx.tenantId} || ' ' || n, 0)) from (
      select id as n from customer where tenant_id = ${ctx.tenantId}
        and canonical_id = any(${[...customers]}::bigint[]) order by id) as sorted`.execute(ctx.pg)
  const { rows } = await sql<{ id: number }>`
    select w.id from unnest(${[...customers]}::bigint[]) as w (id)
    cross join lateral (select array_agg(n.id) as nodes from customer n
      where n.tenant_id = ${ctx.tenantId} and n.canonical_id = w.id) g
    where ${hadOf(ctx, id, sql`g.nodes`)} < ${take_limit}
    order by w.id`.execute(ctx.pg)
  return rows.map((row) => row.id)
}

/** How many of a batch a person has or had: what she passed on counts, or she could take for ever. */
export const hadOf = (
  ctx: Ctx,
  batch: string | ReturnType<typeof sql>,
  nodes: ReturnType<typeof sql>,
) => sql`(
  (select count(*) from coupon c where c.tenant_id = ${ctx.tenantId} and c.batch_id = ${batch}
    and c.node_id = any(${nodes}) and c.taken_at is not null)
  + (select count(*) from coupon_transfer t join coupon c on c.tenant_id = t.tenant_id and c.code = t.code
    where t.tenant_id = ${ctx.tenantId} and t.from_node_id = any(${nodes}) and c.batch_id = ${batch}))`

async function intoWallets(
  ctx: Ctx,
  batch: Batch,
  customers: readonly number[],
  nodeOf: ReadonlyMap<number, number>,
): Promise<Map<number, string>> {
  const codes = makeCodes(customers.length, batch.prefix)
  const made = customers.map((customer, i) => ({
    ...{ customer, node: nodeOf.get(customer) ?? customer },
    code: codes[i] ?? '',
  }))
  const u = unnest(made, {
    code: ['text', (m) => m.code],
    node_id: ['bigint', (m) => m.node],
  })
  await sql`insert into coupon (tenant_id, batch_id, state, taken_at, valid_from, valid_to, ${u.names})
    select ${ctx.tenantId}::uuid, ${batch.id}::uuid, 'taken', ${ctx.now()}::timestamptz, ${batch.valid_from}::timestamptz,
      ${endOf(ctx, batch)}::timestamptz, ${u.names} from ${u.rows}`.execute(ctx.pg)
  return new Map(made.map(({ customer, code }) => [customer, code]))
}

/** So long from being taken, and not beyond the batch's own end. */
export function endOf(
  ctx: Ctx,
  { valid_hours, valid_to }: Pick<Batch, 'valid_hours' | 'valid_to'>,
): Date | null {
  const fixed = valid_to === null ? null : new Date(valid_to)
  if (valid_hours === null) return fixed
  const own = new Date(ctx.now().getTime() + valid_hours * 3_600_000)
  return fixed !== null && fixed < own ? fixed : own
}
