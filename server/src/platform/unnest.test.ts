import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testStores } from './testing.ts'
import { unnest } from './unnest.ts'

const text = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '{', '}', ',', "'", '\n', '\x1f', '\x1d', ' ', '王', ''),
})
const record = fc.record({
  t: fc.option(text),
  n: fc.option(fc.maxSafeInteger()),
  d: fc.option(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
  ),
  j: fc.option(fc.jsonValue().filter((v) => !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(v)))),
  b: fc.option(fc.boolean()),
  q: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
})

test('records come out as they went in, whatever their texts hold', async () => {
  const { pg } = await testStores()
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), async (records) => {
      const u = unnest(records, {
        t: ['text', (r) => r.t],
        n: ['bigint', (r) => r.n],
        d: ['timestamptz', (r) => r.d],
        j: ['jsonb', (r) => (r.j === null ? null : JSON.stringify(r.j))],
        b: ['boolean', (r) => r.b],
        q: ['numeric', (r) => (r.q === null ? null : `${r.q / 1000}`)],
      })
      const { rows } = await sql<{
        t: string | null
        n: number | null
        d: Date | null
        j: string | null
        b: boolean | null
        q: string | null
      }>`
        select t, n, d, j::text as j, b, q from ${u.rows}`.execute(pg.db)
      expect(
        rows.map((r) => ({
          ...r,
          j: r.j === null ? null : JSON.parse(r.j),
          q: r.q === null ? null : Number(r.q),
        })),
      ).toEqual(
        records.map((r) => ({
          ...r,
          n: r.n === null ? null : r.n + 0,
          j: JSON.parse(JSON.stringify(r.j ?? null)),
          q: r.q === null ? null : r.q / 1000,
        })),
      )
    }),
    { numRuns: 200 },
  )
})
