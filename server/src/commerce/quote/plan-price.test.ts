import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRICING_VERSION, quote } from './quote.ts'

const PLAN = { plan: 'p', subscription: null, cycle: 1, agreed: null }
const fen = fc.integer({ min: 1, max: 1_000_000 })
const terms = fc.oneof(
  fc.record({ price_fen: fen, off_bp: fc.constant(null) }),
  fc.record({ price_fen: fc.constant(null), off_bp: fc.integer({ min: 0, max: 9999 }) }),
)

test('a piece costs the lower of the plan’s and the member’s price, never more than for everybody, within the limit', () => {
  fc.assert(
    fc.property(
      ...[fen, fc.integer({ min: 1, max: 9 }), fc.option(fen), terms],
      fc.option(fc.integer({ min: 0, max: 10_000 })),
      (unitFen, quantity, memberFen, { price_fen, off_bp }, deepestBp) => {
        const quoted = quote(
          {
            ...{ version: PRICING_VERSION, currency: 'CNY', deepestBp, terms: {}, freight: null },
            ...{ place: null, levels: ['gold'], plan: { ...PLAN, price_fen, off_bp } },
            lines: [
              {
                ...{ sku: 'tea', quantity, unitFen, weightG: null, ships: true },
                memberFen: memberFen === null ? {} : { gold: memberFen },
              },
            ],
          },
          {},
        )
        if (!quoted.ok) throw new Error(quoted.code)
        const byPlan = price_fen ?? unitFen - Math.floor((unitFen * (off_bp ?? 0)) / 10_000)
        const wanted = Math.min(unitFen, memberFen ?? unitFen, byPlan)
        // Whole fen of a piece, however deep the storefront lets discounts go.
        const most = Math.floor((unitFen * quantity * (deepestBp ?? 10_000)) / 10_000)
        const least = unitFen - Math.floor(most / quantity)
        const [line] = quoted.lines
        const off = line?.off
        expect(quoted.dueFen).toBe(Math.max(wanted, least) * quantity)
        expect(line?.totalFen).toBe(
          unitFen * quantity - (off?.member_price ?? 0) - (off?.plan ?? 0),
        )
        expect(quoted.trace.filter(({ step }) => step === 'plan')).toHaveLength(1)
      },
    ),
  )
})
