// Any order of exchanges, refunds and returns keeps the stock's books and what was paid exact. The reference counts
// pieces: of each SKU so many with the buyer, so many never sent, so many spoken for.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../platform/errors.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { getOwnOrder, linesOf } from '../checkout/own-order.ts'
import { shipOrder } from '../checkout/ship.ts'
import { getOrder } from '../order-list.ts'
import { payOrder } from '../testing.ts'
import { approveAfterSale, dropAfterSale, goodsCameBack, requestAfterSale } from './after-sales.ts'
import { payBackInstead } from './exchanges.ts'
import { sendExchange } from './send-exchanges.ts'
import { askExchange, HOME, shopOfColours, stockOf, wrongWith } from './testing.ts'

const PIECES = 4
const STOCK = { red: 6, blue: 2 }
type Colour = keyof typeof STOCK
const COLOURS = Object.keys(STOCK) as Colour[]

interface Sale {
  id: string
  kind: 'money' | 'return' | 'exchange'
  state: 'requested' | 'to_return' | 'to_send' | 'over'
  has: Colour
  to: Colour
  n: number
}
class Reference {
  unsent = PIECES
  /** With the buyer, and not on their way back. */
  held = { red: 0, blue: 0 }
  /** Asked back or given back; exchanges that are not decided. */
  back = 0
  exchanging = 0
  free = { ...STOCK, red: STOCK.red - PIECES }
  reserved = { red: 0, blue: 0 }
  sales: Sale[] = []

  mayAsk = (kind: Sale['kind'], has: Colour, n: number) =>
    n <= PIECES - this.back - this.exchanging && (kind === 'money' || n <= this.held[has])
  ask(sale: Sale) {
    if (sale.kind !== 'money') this.held[sale.has] -= sale.n
    if (sale.kind === 'exchange') this.exchanging += sale.n
    else this.back += sale.n
    this.sales.push(sale)
  }
  mayAgree = (sale: Sale) =>
    sale.state === 'requested' && (sale.kind !== 'exchange' || this.free[sale.to] >= sale.n)
  agree(sale: Sale) {
    sale.state = sale.kind === 'money' ? 'over' : 'to_return'
    if (sale.kind === 'money') {
      const n = Math.min(sale.n, this.unsent)
      this.unsent -= n
      this.free.red += n
    }
    if (sale.kind === 'exchange') this.hold(sale, 1)
  }
  receive(sale: Sale) {
    this.free[sale.has] += sale.n
    sale.state = sale.kind === 'exchange' ? 'to_send' : 'over'
  }
  send(sale: Sale) {
    this.reserved[sale.to] -= sale.n
    this.exchanging -= sale.n
    this.held[sale.to] += sale.n
    sale.state = 'over'
  }
  payInstead(sale: Sale) {
    this.hold(sale, -1)
    this.exchanging -= sale.n
    this.back += sale.n
    sale.state = 'over'
  }
  drop(sale: Sale) {
    if (sale.kind === 'exchange' && sale.state === 'to_return') this.hold(sale, -1)
    if (sale.kind !== 'money') this.held[sale.has] += sale.n
    if (sale.kind === 'exchange') this.exchanging -= sale.n
    else this.back -= sale.n
    sale.state = 'over'
  }
  private hold(sale: Sale, sign: 1 | -1) {
    this.free[sale.to] -= sign * sale.n
    this.reserved[sale.to] += sign * sale.n
  }
}

const Colours = fc.constantFrom(...COLOURS)
const Pieces = fc.integer({ min: 1, max: 3 })
const Which = fc.nat({ max: 9 })
const Step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ship' as const), n: Pieces }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      kind: fc.constantFrom(
        'money' as const,
        'return' as const,
        'exchange' as const,
        'exchange' as const,
      ),
      ...{ has: Colours, to: Colours, n: Pieces },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cheaper' as const),
      fen: fc.integer({ min: 1, max: 700 }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['agree', 'agree', 'receive', 'receive', 'send', 'instead', 'drop'] as const),
      ),
      which: Which,
    }),
  },
)
type Stepped = typeof Step extends fc.Arbitrary<infer One> ? One : never

/** What was done; undefined: it was refused with a code. */
async function done<Made>(act: Promise<Made>): Promise<{ made: Made } | undefined> {
  try {
    return { made: await act }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return undefined
  }
}

async function take(ctx: TestCtx, id: string, reference: Reference, step: Stepped): Promise<void> {
  const isOpen = (await getOwnOrder(ctx, id)).state !== 'closed'
  if (step.do === 'ship') {
    const lines = [{ sku: 'red', quantity: step.n }]
    const number = randomUUID()
    const may = isOpen && step.n <= reference.unsent
    const sent = await done(shipOrder(ctx, id, { carrier: 'SF', number, lines }))
    expect([step, sent !== undefined]).toEqual([step, may])
    if (!may) return
    reference.unsent -= step.n
    reference.held.red += step.n
    return
  }
  if (step.do === 'cheaper') {
    const asked = { key: randomUUID(), kind: 'money' as const, reason: 'x' }
    const lines = [{ sku: 'red', quantity: 0, fen: step.fen }]
    const line = (await linesOf(ctx, id))[0]
    const left = (line?.total_fen ?? 0) - (line?.refunded_fen ?? 0)
    const sale = await done(requestAfterSale(ctx, id, { ...asked, lines }))
    expect([step, sale !== undefined]).toEqual([step, isOpen && step.fen <= left])
    if (sale) await approveAfterSale(ctx, sale.made.id, '')
    return
  }
  if (step.do === 'ask') {
    const { kind, has, to, n } = step
    const key = randomUUID()
    const asking =
      kind === 'exchange'
        ? askExchange(ctx, id, { sku: 'red', heldSku: has, toSku: to, quantity: n })
        : requestAfterSale(ctx, id, {
            ...{ key, kind, reason: 'x' },
            lines: [{ sku: 'red', quantity: n, heldSku: kind === 'return' ? has : undefined }],
          })
    const may = isOpen && reference.mayAsk(kind, has, n)
    const asked = await done(asking)
    expect([step, asked !== undefined]).toEqual([step, may])
    if (asked) reference.ask({ id: asked.made.id, kind, state: 'requested', has, to, n })
    return
  }
  const sale = reference.sales[step.which % Math.max(1, reference.sales.length)]
  if (!sale) return
  const { kind, state } = sale
  const acts = {
    agree: [reference.mayAgree(sale), () => approveAfterSale(ctx, sale.id, ''), reference.agree],
    receive: [state === 'to_return', () => goodsCameBack(ctx, sale.id), reference.receive],
    send: [state === 'to_send', () => sendExchange(ctx, sale.id, null), reference.send],
    instead: [state === 'to_send', () => payBackInstead(ctx, sale.id, ''), reference.payInstead],
    drop: [
      state === 'requested' || state === 'to_return',
      () => dropAfterSale(ctx, sale.id, 'withdrawn', ''),
      reference.drop,
    ],
  } as const
  const [may, act, note] = acts[step.do]
  const was = [kind, state, step.do]
  expect([...was, (await done<unknown>(act())) !== undefined]).toEqual([...was, may])
  if (may) note.call(reference, sale)
}

async function compare(ctx: TestCtx, id: string, reference: Reference): Promise<void> {
  const { free, reserved } = reference
  expect(await stockOf(ctx, ...COLOURS)).toEqual(
    Object.fromEntries(COLOURS.map((c) => [c, [free[c] + reserved[c], reserved[c]]])),
  )
  const line = (await linesOf(ctx, id))[0]
  expect(line).toMatchObject({
    refunded_quantity: reference.back,
    exchanging_quantity: reference.exchanging,
  })
  expect(line?.refunded_fen).toBeLessThanOrEqual(line?.total_fen ?? 0)
}

test('any order of exchanges, returns and refunds keeps stock and paid sums exact', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const ctx = await testCtx()
      const shop = await shopOfColours(ctx, STOCK)
      const id = await shop.place({ red: PIECES }, { address: HOME })
      await payOrder(ctx, id)
      const reference = new Reference()
      for (const step of steps) {
        await take(ctx, id, reference, step)
        await compare(ctx, id, reference)
      }
      expect(await wrongWith(ctx)).toEqual([])
      // All that is still open ends, and what is left goes back: together exactly what was paid.
      for (const sale of reference.sales)
        if (sale.state !== 'over')
          await (sale.state === 'to_send' ? payBackInstead : dropAs)(ctx, sale.id, '')
      const [line] = await linesOf(ctx, id)
      if (line && (await getOwnOrder(ctx, id)).state !== 'closed') {
        const { id: last } = await requestAfterSale(ctx, id, {
          ...{ key: 'last', kind: 'money', reason: 'x' },
          lines: [
            {
              ...{ sku: 'red', quantity: line.quantity - line.refunded_quantity },
              fen: line.total_fen - line.refunded_fen,
            },
          ],
        })
        await approveAfterSale(ctx, last, '')
      }
      const order = await getOrder(ctx, id)
      expect(order.refunded_fen).toBe(order.total_fen - (await shippingKept(ctx, id)))
      expect((await getOwnOrder(ctx, id)).state).toBe('closed')
      expect(await wrongWith(ctx)).toEqual([])
    }),
    { numRuns: RUNS },
  )
})
const RUNS = 8
const dropAs = (ctx: TestCtx, id: string, note: string) => dropAfterSale(ctx, id, 'refused', note)
const shippingKept = async (ctx: TestCtx, id: string) => {
  const { shipping_fen, refunded_shipping_fen } = await getOwnOrder(ctx, id)
  return shipping_fen - refunded_shipping_fen
}
