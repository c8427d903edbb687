import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningClickhouse, startClickhouse } from '../../../fakes/clickhouse.ts'
import { type Ch, openCh } from './ch.ts'
import {
  as,
  type ChType,
  join as joined,
  literal,
  nothing,
  renderBound,
  renderInline,
  sql,
} from './sql.ts'
import { testStores } from './testing.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-sql-'))
const open: Record<string, Ch> = {}
let fake: RunningClickhouse
beforeAll(async () => {
  open.embedded = (await testStores()).ch
  fake = await startClickhouse({ data })
  open.server = await openCh(fake.url)
})
afterAll(async () => {
  await open.server?.close()
  await fake?.stop()
  rmSync(data, { recursive: true, force: true })
})

/** Text with all that has a meaning in SQL, in TSV, in an address or nowhere. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        "''",
        '\\',
        "\\'",
        '"',
        '`',
        ';',
        '--',
        '/*',
        '*/',
        '#',
        '{',
        '}',
        '{p0:String}',
        '%',
        '%27',
        '&',
        '+',
        '?',
        '\0',
        '\\0',
        '\n',
        '\r',
        '\t',
        '\b',
        '\f',
        '\\N',
        '\\x27',
        '\u2028',
        'ʼ',
        '＇',
        '😀',
        ')',
        "') or 1=1 --",
        '$$',
        '$x$',
        'settings max_threads=1',
        'format Null',
        '[',
        ']',
        ',',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').toWellFormed())

describe.each(['embedded', 'server'])('on a %s engine', (mode) => {
  const ch = () => open[mode] as Ch
  const back = async (type: ChType, value: unknown) =>
    (await ch().allRows<{ v: unknown }>(sql`select ${as(type, value)} as v`))[0]?.v

  test('any text comes back as it went in, and no text is more than text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 40 }), async (texts) => {
        const rows = await ch().allRows<Record<string, unknown>>(
          sql`select ${as('Array(String)', texts)} as list, ${as('String', texts[0])} as text,
            ${as('String', texts[0])} = ${as('Array(String)', texts)}[1] as same, 'kept' as after`,
        )
        expect(rows).toEqual([{ list: texts, text: texts[0], same: 1, after: 'kept' }])
      }),
      { numRuns: 150 },
    )
  })

  test('whole numbers come back exactly, beyond what a JavaScript number holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.bigInt(0n, 2n ** 64n - 1n),
        async (signed, unsigned) => {
          expect(await back('Int64', signed)).toBe(String(signed))
          expect(await back('UInt64', unsigned)).toBe(String(unsigned))
          expect(await back('Array(Int64)', [signed, 0n])).toEqual([String(signed), '0'])
        },
      ),
      { numRuns: 40 },
    )
    expect(await back('UInt8', 255)).toBe(255)
    expect(await back('Int32', -2_147_483_648)).toBe(-2_147_483_648)
    expect(await back('UInt32', 4_294_967_295)).toBe(4_294_967_295)
  })

  test('numbers with a fraction, truths, days and ids come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.uuid(),
        async (number, id) => {
          expect(await back('Float64', number)).toBe(Object.is(number, -0) ? 0 : number)
          expect(await back('UUID', id)).toBe(id)
          expect(await back('Array(UUID)', [id])).toEqual([id])
        },
      ),
      { numRuns: 40 },
    )
    expect(await back('Bool', true)).toBe(true)
    expect(await back('Date', '2024-02-29')).toBe('2024-02-29')
  })

  test('a moment comes back to the digit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        async (at) => {
          const text = at.toISOString().replace('T', ' ').replace('Z', '')
          expect(await back('DateTime64(3)', at)).toBe(text)
          expect(await back('DateTime64(6)', at)).toBe(`${text}000`)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('an empty list is a list', async () => {
    expect(await back('Array(String)', [])).toEqual([])
    const rows = await ch().allRows(
      sql`select number from numbers(3) where number in ${as('Array(UInt32)', [])}`,
    )
    expect(rows).toEqual([])
  })

  test('a list of a hundred thousand ids fits a question', async () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => 4_294_000_000 + i)
    const rows = await ch().allRows(
      sql`select count() as n from numbers(4294000000, 200000) where number in ${as('Array(UInt32)', ids)}`,
    )
    expect(rows).toEqual([{ n: '100000' }])
  })
})

test('a value that is not of its type is refused before any engine sees it', () => {
  const wrong: [ChType, unknown][] = [
    ['String', 1],
    ['String', null],
    ['UUID', "'; drop table event"],
    ['UUID', '00000000-0000-0000-0000-00000000000g'],
    ['UInt8', 256],
    ['UInt8', -1],
    ['UInt32', 1.5],
    ['UInt64', '1 or 1=1'],
    ['Int64', 2 ** 60],
    ['Int64', 2n ** 63n],
    ['Float64', Number.NaN],
    ['Float64', Number.POSITIVE_INFINITY],
    ['Bool', 1],
    ['Date', '2024-1-1'],
    ['Date', "2024-01-01' or '"],
    ['DateTime64(3)', new Date(Number.NaN)],
    ['DateTime64(3)', '2024-01-01'],
    ['Array(String)', 'x'],
    ['Array(String)', ['x', 1]],
    ['Array(UInt32)', { length: 1 }],
  ]
  for (const [type, value] of wrong) {
    expect(() => literal(type, value), `${type} ${String(value)}`).toThrow(TypeError)
    expect(() => renderBound(sql`select ${as(type, value)}`), type).toThrow(TypeError)
  }
})

test('fragments are put together in order, the same way for both engines', () => {
  const part = joined([sql`a = ${as('UInt8', 1)}`, sql`b = ${as('String', 'x')}`], ' and ')
  const whole = sql`select * from t where ${part}${nothing} limit ${as('UInt32', 5)}`
  expect(renderInline(whole)).toBe(
    `select * from t where a = toUInt8(1) and b = 'x' limit toUInt32(5)`,
  )
  expect(renderBound(whole)).toEqual({
    text: 'select * from t where a = {p0:UInt8} and b = {p1:String} limit {p2:UInt32}',
    params: { p0: 1, p1: 'x', p2: 5 },
  })
})
