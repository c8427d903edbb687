import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote } from '../quote/quote.ts'
import { inputOf } from './price.ts'
import type { WholeVersion } from './store.ts'
import { offBp, totalsOf } from './totals.ts'

const price = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 10_000_000 }))
const lines = fc
  .array(
    fc.record({ quantity: fc.integer({ min: 1, max: 300 }), list_fen: price, unit_fen: price }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((some) => some.map((line, i) => ({ ...line, sku: `sku-${i}`, name: `${i}` })))
const shipping = fc.integer({ min: 0, max: 50_000 })
const deposit = fc.option(
  fc.oneof(
    fc.record({ share_bp: fc.integer({ min: 1, max: 9_999 }) }),
    fc.record({ fen: fc.integer({ min: 1, max: 1_000_000 }) }),
  ),
)

test('the lines and shipping are the total, and deposit and balance are the total again', () => {
  fc.assert(
    fc.property(lines, shipping, deposit, (some, shippingFen, asked) => {
      const totals = totalsOf(some, shippingFen, asked)
      let goods = 0
      for (const line of some) for (let n = 0; n < line.quantity; n++) goods += line.unit_fen
      expect(totals.goods_fen).toBe(goods)
      expect(totals.total_fen).toBe(goods + shippingFen)
      if (asked === null) expect([totals.deposit_fen, totals.balance_fen]).toEqual([null, null])
      else expect((totals.deposit_fen ?? 0) + (totals.balance_fen ?? 0)).toBe(totals.total_fen)
      if (asked && 'share_bp' in asked && totals.total_fen > 0) {
        // Of a share no fen too much is asked, but one at least.
        const share = (totals.total_fen * asked.share_bp) / 10_000
        expect(totals.deposit_fen).toBeLessThanOrEqual(Math.max(1, share))
        expect(totals.deposit_fen).toBeGreaterThan(share - 1)
      }
    }),
  )
})

test('a discount is above a limit exactly when one of its lines takes off more than the limit allows', () => {
  const limit = fc.integer({ min: 0, max: 10_000 })
  fc.assert(
    fc.property(lines, limit, (some, bp) => {
      const isDeeper = some.some((l) => (l.list_fen - l.unit_fen) * 10_000 > bp * l.list_fen)
      expect(totalsOf(some, 0, null).deepest_bp > bp).toBe(isDeeper)
    }),
  )
  expect([offBp({ list_fen: 1000, unit_fen: 950 }), offBp({ list_fen: 3, unit_fen: 2 })]).toEqual([
    500, 3334,
  ])
  expect([offBp({ list_fen: 0, unit_fen: 0 }), offBp({ list_fen: 5, unit_fen: 9 })]).toEqual([0, 0])
})

const TIME = new Date('2026-11-20T00:00:00Z')
const versionOf = (
  some: readonly {
    sku: string
    name: string
    quantity: number
    list_fen: number
    unit_fen: number
  }[],
  shippingFen: number,
): WholeVersion => {
  const { balance_fen: _, ...totals } = totalsOf(some, shippingFen, null)
  return {
    ...{ version: 2, valid_until: TIME, delivery: 'ship', remarks: '', currency: 'CNY', ...totals },
    ...{ deposit_kind: null, deposit_fen: null, deposit_bp: null, balance_until: null },
    ...{ ships_by: null, made_at: TIME, made_by: '', approved_at: null, approved_by: null },
    ...{ sent_at: TIME, lines: some.map((line) => ({ ...line, ships: true })) },
  }
}
const address = { name: 'a', phone: '1', region: ['广东省'], street: 'b' }

test('the pipeline comes to the agreed price by itself, and its trace says what was agreed for each line', () => {
  fc.assert(
    fc.property(lines, shipping, (some, shippingFen) => {
      const version = versionOf(some, shippingFen)
      const input = inputOf({ id: 'q', number: 'Q1' }, version, { address, agreed: false }, TIME)
      const quoted = quote(input, {})
      if (!quoted.ok) throw new Error(quoted.message)
      expect(quoted).toMatchObject({
        ...{ totalFen: version.total_fen, dueFen: version.total_fen, shippingFen },
      })
      for (const [i, line] of quoted.lines.entries()) {
        const { list_fen, unit_fen, quantity, sku } = some[i] ?? { list_fen: 0, unit_fen: 0 }
        expect(line.totalFen).toBe(unit_fen * (quantity ?? 0))
        expect(line.grossFen - line.totalFen).toBe(line.off.quotation ?? 0)
        const [note] = quoted.trace.filter((n) => n.step === 'quotation' && n.args?.sku === sku)
        expect(note).toMatchObject({
          ...{ id: 'q', code: 'agreed_price', fen: line.off.quotation ?? 0 },
          args: { number: 'Q1', version: 2, list: list_fen, unit: unit_fen },
        })
      }
    }),
  )
})

test('a line that was not agreed on has no price by another way', () => {
  const version = versionOf([{ sku: 'a', name: 'a', quantity: 1, list_fen: 9, unit_fen: 8 }], 0)
  const input = inputOf({ id: 'q', number: 'Q1' }, version, { address, agreed: false }, TIME)
  const more = { ...input, lines: input.lines.map((line) => ({ ...line, sku: 'toString' })) }
  expect(() => quote(more, {})).toThrow('no price for toString')
})
