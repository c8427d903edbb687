// What an order's products give: promised when it is placed, due when it is paid, given once nothing keeps the order
// back, taken back by the piece with what is refunded.
import { sql } from 'kysely'
import type {
  HeldOrder,
  Json,
  LeftFen,
  NotHeld,
  OrderParty,
  Returned,
} from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import { split } from '../../platform/money.ts'
import { unnest } from '../../platform/unnest.ts'
import { definedFor, kindOf } from './definition.ts'
import type { KindCode } from './kinds/index.ts'
import type { GivenUnit } from './kinds/kind.ts'

/** More of a line are given by hand or by the API. */
const MOST_PIECES = 100

interface Sale {
  sku: string
  name: string
  kind: KindCode
  args: { [name: string]: Json }
  quantity: number
  total_fen: number
}

/** Goods give nothing else, and cost no look at what they give. */
const linesGiving = ({ input, quoted }: HeldOrder) => {
  const ships = new Set(input.lines.filter((line) => line.ships).map((line) => line.sku))
  return quoted.lines.filter((line) => !ships.has(line.sku))
}

async function promise(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const lines = linesGiving(order)
  if (lines.length === 0) return undefined
  const defined = await definedFor(
    ctx,
    lines.map((line) => line.sku),
  )
  if (defined.length === 0) return undefined
  if (order.node === 0) return { code: 'buyer_needed', message: 'What it gives is somebody’s' }
  const sales: Omit<Sale, 'name'>[] = []
  for (const { sku, kind, args } of defined) {
    const line = lines.find((one) => one.sku === sku)
    if (!line) continue
    const { quantity, totalFen } = line
    if (quantity > MOST_PIECES)
      return {
        code: 'too_many_pieces',
        message: 'So many cannot be given at once',
        details: { sku, most: MOST_PIECES },
      }
    const no = await kindOf(kind).mayPromise(ctx, args, { node: order.node, quantity, totalFen })
    if (no) return no
    sales.push({ sku, kind, args, quantity, total_fen: totalFen })
  }
  const u = unnest(sales, {
    sku: ['text', (s) => s.sku],
    kind: ['text', (s) => s.kind],
    args: ['jsonb', (s) => JSON.stringify(s.args)],
    quantity: ['integer', (s) => s.quantity],
    total_fen: ['bigint', (s) => s.total_fen],
  })
  await sql`insert into benefit_sale (tenant_id, order_id, name, state, ${u.names})
    select ${ctx.tenantId}::uuid, ${order.orderId}::uuid,
      coalesce((select p.name from product p where p.tenant_id = ${ctx.tenantId} and p.sku = r.sku), r.sku), 'promised', ${u.names}
    from ${u.rows} on conflict (tenant_id, order_id, sku) do nothing`.execute(ctx.pg)
  return undefined
}

async function owe(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (linesGiving(order).length > 0)
    await sql`update benefit_sale set state = 'due'
      where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId}::uuid and state = 'promised'`.execute(
      ctx.pg,
    )
  return undefined
}

/** The row of what is due is met by who gives first; every piece has its own key beside it. */
async function give(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (linesGiving(order).length === 0) return undefined
  const { rows } = await sql<Sale>`update benefit_sale set state = 'given'
    where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId}::uuid and state = 'due'
    returning sku, name, kind, args, quantity, total_fen`.execute(ctx.pg)
  for (const { sku, name, kind, args, quantity, total_fen } of rows.sort((a, b) =>
    a.sku < b.sku ? -1 : 1,
  )) {
    const prices = split(total_fen, Array(quantity).fill(1))
    for (const [unit, priceFen] of prices.entries()) {
      const { orderId, node } = order
      try {
        const given = await kindOf(kind).give(ctx, args, {
          orderId,
          sku,
          unit,
          name,
          node,
          priceFen,
        })
        await sql`insert into benefit_unit (tenant_id, order_id, sku, unit, price_fen, given, state, given_at)
          values (${ctx.tenantId}, ${orderId}, ${sku}, ${unit}, ${priceFen}, ${given}, 'given', ${ctx.now()})`.execute(
          ctx.pg,
        )
      } catch (error) {
        // The law's limits may be met by now: the order is called off, and its money goes back.
        if (!(error instanceof AppError) || error.status >= 500) throw error
        return { code: error.code, message: error.message }
      }
    }
  }
  return undefined
}

interface Held extends GivenUnit {
  kind: KindCode
  args: { [name: string]: Json }
}
interface Line {
  sku: string
  quantity: number
}
/** The pieces that go back with these lines: those of which most is left, by what is left of each. */
async function goingBack(ctx: Ctx, orderId: string, lines: readonly Line[], lock: boolean) {
  const { rows: sold } = await sql<{ sku: string }>`select sku from benefit_sale
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and state = 'given'`.execute(
    ctx.pg,
  )
  const gave = new Set(sold.map((sale) => sale.sku))
  const asked = lines.filter((line) => gave.has(line.sku))
  if (asked.length === 0) return []
  const { rows } = await sql<Held>`
    select u.sku, u.unit, u.price_fen as "priceFen", u.given, s.kind, s.args from benefit_unit u
    join benefit_sale s on s.tenant_id = u.tenant_id and s.order_id = u.order_id and s.sku = u.sku
    where u.tenant_id = ${ctx.tenantId} and u.order_id = ${orderId}::uuid and u.state = 'given'
      and u.sku = any(${asked.map((line) => line.sku)}::text[])
    order by u.sku collate "C", u.unit`.execute(ctx.pg)
  const going: { sku: string; units: (Held & { leftFen: number })[] }[] = []
  for (const { sku, quantity } of asked) {
    if (quantity === 0) throw wholePieces(sku)
    const mine = rows.filter((row) => row.sku === sku)
    const [first] = mine
    const left = first ? await kindOf(first.kind).left(ctx, first.args, mine, lock) : []
    const units = mine
      .map((unit, i) => ({ ...unit, leftFen: left[i] ?? 0 }))
      .sort((a, b) => b.leftFen - a.leftFen || b.unit - a.unit)
      .slice(0, quantity)
    if (units.length < quantity) throw moreThanLeft(sku, units.length)
    const worth = sumOf(units.map((unit) => unit.leftFen))
    if (worth === 0 && units.some((unit) => unit.priceFen > 0))
      throw conflict('given_used_up', 'What it gave is used up', { sku })
    going.push({ sku, units })
  }
  return going
}
const sumOf = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

async function takeBack(ctx: Ctx, { orderId, refundId, lines }: Returned): Promise<void> {
  for (const { sku, units } of await goingBack(ctx, orderId, lines, true)) {
    const leftFen = sumOf(units.map((unit) => unit.leftFen))
    // Used since it was asked back: the refund is refused, and asked for anew.
    if (leftFen !== lines.find((line) => line.sku === sku)?.fen)
      throw conflict('given_left_differs', 'Of what it gave another sum is left', {
        ...{ sku, left_fen: leftFen },
      })
    for (const unit of units) {
      await kindOf(unit.kind).takeBack(ctx, unit, unit.leftFen, refundId)
      await sql`update benefit_unit set state = 'returned', returned_fen = ${unit.leftFen}, refund_id = ${refundId}::uuid
        where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and sku = ${sku} and unit = ${unit.unit}
          and state = 'given'`.execute(ctx.pg)
    }
  }
}

interface Dropped {
  sku: string
  quantity: number
  fen: number
  isAll: boolean
}
/** Of what is due and not given, the pieces that go back with these lines: whole ones, the last first. */
async function dueOf(ctx: Ctx, orderId: string, lines: readonly Line[]): Promise<Dropped[]> {
  const { rows } = await sql<{ sku: string; quantity: number; total_fen: number }>`
    select sku, quantity, total_fen from benefit_sale
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and state = 'due'`.execute(
    ctx.pg,
  )
  return lines.flatMap(({ sku, quantity }): Dropped[] => {
    const sale = rows.find((row) => row.sku === sku)
    if (!sale) return []
    if (quantity === 0) throw wholePieces(sku)
    if (quantity > sale.quantity) throw moreThanLeft(sku, sale.quantity)
    const pieces = split(sale.total_fen, Array(sale.quantity).fill(1))
    const fen = sumOf(pieces.slice(sale.quantity - quantity))
    return [{ sku, quantity, fen, isAll: quantity === sale.quantity }]
  })
}

/** Of what is due so much will not be given; its order's row is held by who gives back. */
async function dropDue(ctx: Ctx, { orderId, lines }: Returned): Promise<void> {
  for (const { sku, quantity, fen, isAll } of await dueOf(ctx, orderId, lines)) {
    if (fen !== lines.find((line) => line.sku === sku)?.fen)
      throw conflict('given_left_differs', 'Of what it gives another sum is left', {
        ...{ sku, left_fen: fen },
      })
    await (isAll
      ? sql`update benefit_sale set state = 'void'
          where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and sku = ${sku} and state = 'due'`
      : sql`update benefit_sale set quantity = quantity - ${quantity}, total_fen = total_fen - ${fen}
          where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and sku = ${sku} and state = 'due'`
    ).execute(ctx.pg)
  }
}

const wholePieces = (sku: string) =>
  conflict('whole_pieces_only', 'Of what it gave whole pieces go back, not money alone', { sku })
const moreThanLeft = (sku: string, left: number) =>
  conflict('more_than_left', `Of ${sku} less is left to give back`, {
    ...{ sku, left_quantity: left },
  })

export const benefitProductsParty: OrderParty = {
  code: 'benefit_products',
  hold: promise,
  commit: owe,
  give,
  // A promise that was not paid for gives nothing; paid late after all, it does.
  release: async () => undefined,
  async giveBack(ctx, returned) {
    await takeBack(ctx, returned)
    await dropDue(ctx, returned)
  },
  async leftOf(ctx, orderId, lines) {
    const going = await goingBack(ctx, orderId, lines, false)
    const due = await dueOf(ctx, orderId, lines)
    return new Map([
      ...going.map(({ sku, units }): [string, LeftFen] => [
        sku,
        { fen: sumOf(units.map((unit) => unit.leftFen)), isExact: true },
      ]),
      ...due.map(({ sku, fen }): [string, LeftFen] => [sku, { fen, isExact: true }]),
    ])
  },
}
