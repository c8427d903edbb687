import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { customerValue } from './customer-value.ts'
import { recordOrders } from './orders.ts'
import { recordRefunds } from './refunds.ts'
import { newCustomer, order, refund, told } from './testing.ts'

const outcomes = (list: { outcome: string; code?: string }[]) =>
  list.map((o) => o.code ?? o.outcome)
const kept = async (ctx: TestCtx) => {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from sales_order where tenant_id = ${ctx.tenantId})
      + (select count(*) from refund where tenant_id = ${ctx.tenantId}) as n`.execute(ctx.pg)
  return rows[0]?.n
}

/** Some that people pay in here, and any that is written like one. */
const currency = fc.oneof(
  fc.constantFrom('CNY', 'HKD', 'USD', 'JPY', 'KWD'),
  fc.stringMatching(/^[A-Z]{3}$/),
)
const noCurrency = fc
  .oneof(
    fc.constantFrom(
      '',
      'cny',
      'CN',
      'CNYY',
      'CNY ',
      ' CNY',
      'C\u0000Y',
      '￥',
      '人民币',
      'CNY\n',
      'ＣＮＹ',
    ),
    fc.constantFrom('__proto__', 'constructor', 'valueOf', 'null', "CNY'; --"),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  .filter((text) => !/^[A-Z]{3}$/.test(text))

test('sums of one currency are never mixed with another’s, whatever is paid and given back in which', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          paidIn: currency,
          fen: fc.integer({ min: 1, max: 100_000_000 }),
          refunds: fc.array(
            fc.record({ in: fc.option(currency), fen: fc.integer({ min: 1, max: 50_000_000 }) }),
            { maxLength: 3 },
          ),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      async (orders) => {
        const ctx = await testCtx()
        const node = await newCustomer(ctx)
        await recordOrders(
          ctx,
          orders.map(({ paidIn, fen }, i) => order(`o${i}`, fen, { node, currency: paidIn })),
        )
        const sums = new Map<string, { paid: number; back: number }>()
        const sumOf = (code: string) => {
          const sum = sums.get(code) ?? { paid: 0, back: 0 }
          sums.set(code, sum)
          return sum
        }
        for (const [i, { paidIn, fen, refunds }] of orders.entries()) {
          sumOf(paidIn).paid += fen
          let left = fen
          for (const [k, asked] of refunds.entries()) {
            const code = asked.in ?? paidIn
            const outcome = outcomes(
              await recordRefunds(ctx, [
                refund(`r${i}.${k}`, `o${i}`, asked.fen, { node, currency: code }),
              ]),
            )
            if (code !== paidIn) expect(outcome).toEqual(['refund_currency_differs'])
            else if (asked.fen > left) expect(outcome).toEqual(['refund_exceeds_order'])
            else {
              expect(outcome).toEqual(['created'])
              left -= asked.fen
              sumOf(paidIn).back += asked.fen
            }
          }
        }
        const value = await customerValue.valueOf(ctx, [node])
        expect(
          new Map(value.map((v) => [v.currency, { paid: v.paid_fen, back: v.refunded_fen }])),
        ).toEqual(sums)
        const own = sums.get('CNY')
        expect((await customerValue.figuresOf(ctx, [node])).get(node)?.spentFen).toBe(
          own ? own.paid - own.back : 0,
        )
        const revenue = new Map<string, number>()
        for (const fact of await told(ctx))
          revenue.set(fact.currency, (revenue.get(fact.currency) ?? 0) + fact.revenueFen)
        expect(revenue).toEqual(
          new Map([...sums].map(([code, { paid, back }]) => [code, paid - back])),
        )
      },
    ),
    { numRuns: 15 },
  )
})

test('what is no currency is refused with a code, and nothing of it is kept', async () => {
  const ctx = await testCtx()
  await fc.assert(
    fc.asyncProperty(noCurrency, fc.integer({ min: 1, max: 1_000 }), async (text, fen) => {
      const orders = await recordOrders(ctx, [order('o', fen, { currency: text })])
      const refunds = await recordRefunds(ctx, [refund('r', null, fen, { currency: text })])
      expect([...outcomes(orders), ...outcomes(refunds)]).toEqual(['bad_currency', 'bad_currency'])
    }),
    { numRuns: 100 },
  )
  expect(await kept(ctx)).toBe(0)
})
