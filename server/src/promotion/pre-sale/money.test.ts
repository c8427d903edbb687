import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { getOwnOrder, linesOf } from '../../commerce/checkout/own-order.ts'
import { expireOrder } from '../../commerce/checkout/settle.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import { listPenalties } from '../../commerce/deposit/penalties.ts'
import { failBargain, giveUpOrder, lapseBalance } from '../../commerce/deposit/settle.ts'
import { useOrderParties, usePricing } from '../../commerce/index.ts'
import { beginPayment, paymentsOf } from '../../commerce/payment/payments.ts'
import { refundsOf } from '../../commerce/payment/send-refunds.ts'
import { payAtTill } from '../../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../../commerce/payment/words.ts'
import { newCustomer } from '../../commerce/testing.ts'
import { AppError } from '../../platform/errors.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { offersParty, offersPricing, preSaleParty } from '../index.ts'
import { AFTER_IT, IN_BALANCE_WINDOW, livePreSale, soundDeposits } from './testing.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 1_000_000 })
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, preSaleParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

const ACTS = ['pay', 'begin', 'pay_begun', 'give_up', 'shop', 'agreed', 'lapse', 'refund'] as const
const Step = fc.record({
  act: fc.constantFrom(...ACTS),
  /** Now, while balances are paid, or after that; time never goes back. */
  when: fc.constantFrom(0, IN_BALANCE_WINDOW, AFTER_IT),
})
const Case = fc.record({
  kind: fc.constantFrom('earnest' as const, 'advance' as const),
  deposit: fc.integer({ min: 1, max: 150 }),
  bonus: fc.integer({ min: 0, max: 100 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  steps: fc.array(Step, { minLength: 1, maxLength: 9 }),
})

/** What the shop has of her in the end, said as plainly as can be: by hand, from what happened. */
interface Told {
  state: 'unpaid' | 'deposit' | 'paid' | 'over'
  kept: number
  penalty: number
}

test('through any mix of paying, expiring, calling off and refunding, money in is money kept and money returned', async () => {
  const RUNS = Number(process.env.PRE_SALE_RUNS ?? 25)
  await fc.assert(
    fc.asyncProperty(Case, async ({ kind, deposit, bonus, quantity, steps }) => {
      const sale = await livePreSale(ctx, {
        ...{ deposit_kind: kind, deposit_fen: deposit, worth_fen: deposit + bonus, quota: 10 },
      })
      const order = await sale.order(await newCustomer(ctx), { quantity })
      const depositFen = deposit * quantity
      const dueFen = (1000 - bonus) * quantity
      const told: Told = { state: 'unpaid', kept: 0, penalty: 0 }
      let passed = 0
      let begun: { id: string; part: string } | undefined
      for (const { act, when } of steps) {
        passed = Math.max(passed, when)
        const at: TestCtx = { ...ctx, now: () => new Date(Date.now() + passed) }
        await carryOut(at, order, act, { get: () => begun, set: (one) => (begun = one) }).catch(
          (error: unknown) => {
            if (!(error instanceof AppError) || error.status >= 500) throw error
          },
        )
        await tellBy(told, act, order, { kind, depositFen, dueFen })
      }
      const paid = (await paymentsOf(ctx, order)).filter((one) => one.state === 'paid')
      const moneyIn = paid.reduce((sum, one) => sum + one.amount_fen, 0)
      const back = (await refundsOf(ctx, order)).reduce((sum, one) => sum + one.amount_fen, 0)
      expect(moneyIn - back).toBe(told.kept)
      const owed = (await listPenalties(ctx, { limit: 200 })).items.filter(
        (one) => one.order_id === order,
      )
      expect(owed.reduce((sum, one) => sum + one.fen, 0)).toBe(told.penalty)
      expect(owed.length).toBeLessThanOrEqual(1)
    }),
    { numRuns: RUNS },
  )
  await soundDeposits(ctx)
})

type Begun = { id: string; part: string }
async function carryOut(
  at: TestCtx,
  order: string,
  act: (typeof ACTS)[number],
  begun: { get(): Begun | undefined; set(one: Begun): void },
): Promise<void> {
  const begin = () => beginPayment(at, order, { provider: 'test', way: 'test' })
  const arrive = async (id: string) => applyPaymentWord(at, 'test', await payAtTill(at, id))
  if (act === 'begin') begun.set(await begin())
  else if (act === 'pay') await arrive((await begin()).id)
  else if (act === 'pay_begun') {
    const one = begun.get()
    if (one) await arrive(one.id)
  } else if (act === 'give_up') await giveUpOrder(at, order, true)
  else if (act === 'shop' || act === 'agreed') await failBargain(at, order, act, '试一试')
  else if (act === 'lapse') {
    await expireOrder(at, order)
    await lapseBalance(at, order)
  } else {
    const sale = await requestAfterSale(at, order, {
      ...{ key: randomUUID(), kind: 'money', reason: '少要一件' },
      lines: [{ sku: 'tea', quantity: 1 }],
    })
    await approveAfterSale(at, sale.id, '')
  }
}

/** Who ended it is told by the act that did; what is kept follows from that alone. */
async function tellBy(
  told: Told,
  act: (typeof ACTS)[number],
  order: string,
  { kind, depositFen, dueFen }: { kind: 'earnest' | 'advance'; depositFen: number; dueFen: number },
): Promise<void> {
  const { state } = await getOwnOrder(ctx, order)
  const was = told.state
  if (state === 'to_pay') return
  if (state === 'to_pay_balance') {
    told.state = 'deposit'
    told.kept = depositFen
  } else if (state === 'cancelled') {
    if (was === 'over') return
    told.state = 'over'
    const isHers = act === 'give_up' || act === 'lapse'
    told.kept = was === 'deposit' && isHers && kind === 'earnest' ? depositFen : 0
    told.penalty = was === 'deposit' && act === 'shop' && kind === 'earnest' ? depositFen : 0
  } else {
    if (was === 'deposit') {
      told.state = 'paid'
      told.kept = dueFen
    } else if (was === 'paid' && (act === 'refund' || act === 'shop' || act === 'agreed')) {
      const left = act === 'refund' ? await leftOf(order) : 0
      if (act === 'shop' && kind === 'earnest' && state === 'closed' && told.kept > 0)
        told.penalty = Math.floor((depositFen * told.kept) / dueFen)
      told.kept = state === 'closed' ? 0 : left
    }
  }
}

/** What of the price is still the shop's: whole pieces, and the last takes what is left. */
async function leftOf(order: string): Promise<number> {
  const [line] = await linesOf(ctx, order)
  if (!line) throw new Error('the order has a line')
  return line.total_fen - Math.floor((line.total_fen * line.refunded_quantity) / line.quantity)
}
