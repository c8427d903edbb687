// Leave to order, given to all who ask at a moment in one transaction, as far as there is something left.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { nodesOf } from '../../identity/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict, tooMany } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { admit, type Gate, type Refusal } from './admit.ts'
import { demandNow, getRunning } from './terms.ts'

/** Who does not order by then has let it go. */
export const MINUTES_TO_ORDER = 5
/** The most pieces of an order. */
export const MOST_PIECES = 99

export interface Token {
  id: string
  quantity: number
  expires_at: string
}
export interface TokenAsked {
  customerId: number
  quantity: number
}
export type Answer = { token: Token } | { refused: Refusal }

interface OpenToken {
  id: string
  node_id: number
  quantity: number
  expires_at: Date
}
const shownToken = ({ id, quantity, expires_at }: OpenToken): Token => ({
  ...{ id, quantity, expires_at: expires_at.toISOString() },
})

/**
 * Who has one that is open gets the same again. One answer for each who asked, in their order.
 * @throws 400, 404, 409 when it is not the time for any of them
 */
export function issueTokens(
  ctx: Ctx,
  slot: string,
  sku: string,
  asked: readonly TokenAsked[],
): Promise<Answer[]> {
  return inTx(ctx, async (ctx) => {
    // One round at a time: what is counted below is what there is.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`flash ${ctx.tenantId} ${slot} ${sku}`}, 0))`.execute(
      ctx.pg,
    )
    const running = await getRunning(ctx, slot, sku)
    demandNow(running)
    await lapse(ctx, slot, sku)
    const groups = new Map(await nodesOf(ctx, [...new Set(asked.map((a) => a.customerId))]))
    const canonical = new Map(
      [...groups].flatMap(([c, nodes]) => nodes.map((n) => [n, c] as const)),
    )
    const personOf = (customer: number) => canonical.get(customer) ?? customer
    const nodes = asked.flatMap(
      ({ customerId }) => groups.get(personOf(customerId)) ?? [customerId],
    )
    const open = new Map(
      (await openTokens(ctx, slot, sku, nodes)).map((token) => [personOf(token.node_id), token]),
    )
    const has = await piecesOf(ctx, slot, sku, nodes, personOf)
    // The first word of each person who has none counts.
    const fresh = new Map<number, number>()
    for (const { customerId, quantity } of asked) {
      const person = personOf(customerId)
      if (!open.has(person) && !fresh.has(person)) fresh.set(person, quantity)
    }
    const askers = [...fresh].map(([node, quantity]) => ({
      ...{ node, quantity, has: has.get(node) ?? 0 },
    }))
    const gate = { ...(await gateOf(ctx, slot, sku)), perCustomer: running.per_customer }
    const verdicts = admit(gate, askers)
    const admitted = askers.filter((_, i) => verdicts[i] === 'admitted')
    for (const token of await insert(ctx, slot, sku, admitted, running.ends_at))
      open.set(personOf(token.node_id), token)
    const refused = new Map(askers.map(({ node }, i) => [node, verdicts[i]]))
    return asked.map(({ customerId }): Answer => {
      const person = personOf(customerId)
      const token = open.get(person)
      if (token) return { token: shownToken(token) }
      const why = refused.get(person)
      if (why === undefined || why === 'admitted')
        throw new Error('somebody was admitted and has no token')
      return { refused: why }
    })
  })
}

const item = (ctx: Ctx, slot: string, sku: string) =>
  sql`tenant_id = ${ctx.tenantId} and slot_id = ${slot}::uuid and sku = ${sku}`

const lapse = (ctx: Ctx, slot: string, sku: string) =>
  sql`update flash_token set state = 'lapsed' where ${item(ctx, slot, sku)} and state = 'open'
    and expires_at <= clock_timestamp()`.execute(ctx.pg)

async function openTokens(ctx: Ctx, slot: string, sku: string, nodes: readonly number[]) {
  const { rows } = await sql<OpenToken>`
    select id, node_id, quantity, expires_at from flash_token
    where ${item(ctx, slot, sku)} and state = 'open' and node_id = any(${[...nodes]}::bigint[])
    order by issued_at`.execute(ctx.pg)
  return rows
}

/** What each of them has ordered of it. */
async function piecesOf(
  ctx: Ctx,
  slot: string,
  sku: string,
  nodes: readonly number[],
  personOf: (node: number) => number,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ node_id: number; pieces: number }>`
    select node_id, sum(quantity - returned)::int as pieces from flash_purchase
    where ${item(ctx, slot, sku)} and state in ('held', 'sold') and node_id = any(${[...nodes]}::bigint[])
    group by node_id`.execute(ctx.pg)
  const sums = new Map<number, number>()
  for (const { node_id, pieces } of rows)
    sums.set(personOf(node_id), (sums.get(personOf(node_id)) ?? 0) + pieces)
  return sums
}

/** In one statement, so that an order in between moves a piece from the open ones to the held ones at once. */
async function gateOf(ctx: Ctx, slot: string, sku: string): Promise<Omit<Gate, 'perCustomer'>> {
  const { rows } = await sql<Omit<Gate, 'perCustomer'>>`
    select b.left, b.held, t.open, t.used, t.lapsed from (
      select coalesce(sum(quantity - held - sold), 0)::int as left, coalesce(sum(held), 0)::int as held
      from flash_bucket where ${item(ctx, slot, sku)}) b, (
      select coalesce(sum(quantity) filter (where state = 'open'), 0)::int as open,
        count(*) filter (where state = 'used')::int as used, count(*) filter (where state = 'lapsed')::int as lapsed
      from flash_token where ${item(ctx, slot, sku)}) t`.execute(ctx.pg)
  const [gate] = rows
  if (!gate) throw new Error('counting answered nothing')
  return gate
}

async function insert(
  ctx: Ctx,
  slot: string,
  sku: string,
  admitted: readonly { node: number; quantity: number }[],
  endsAt: Date,
): Promise<OpenToken[]> {
  if (admitted.length === 0) return []
  const u = unnest(admitted, {
    // At random: nobody guesses another's.
    id: ['uuid', () => randomUUID()],
    node_id: ['bigint', (a) => a.node],
    quantity: ['integer', (a) => a.quantity],
  })
  const { rows } = await sql<OpenToken>`
    insert into flash_token (tenant_id, slot_id, sku, issued_at, expires_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${slot}::uuid, ${sku}, clock_timestamp(),
      least(clock_timestamp() + make_interval(mins => ${MINUTES_TO_ORDER}), ${endsAt}::timestamptz), ${u.names}
    from ${u.rows} returning id, node_id, quantity, expires_at`.execute(ctx.pg)
  return rows
}

/** @throws 409 flash_limit, flash_sold_out; 429 flash_waiting */
export function tokenOrThrow(answer: Answer): Token {
  if ('token' in answer) return answer.token
  if (answer.refused === 'limit')
    throw conflict('flash_limit', 'She has bought as much of it as she may')
  if (answer.refused === 'sold_out') throw soldOut()
  throw tooMany('flash_waiting', 'Others are about to order what is left; it may come free', 3)
}
export const soldOut = () => new AppError(409, 'flash_sold_out', 'It is sold out')
