import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { join, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { sortOf } from '../event-sql.ts'
import { happen, newCustomers } from '../testing.ts'
import { type Condition, Expression, propertiesOf, typeOf } from './expression.ts'
import { reckoned } from './testing-expression.ts'
import { readWritten, writtenOf } from './written.ts'

const ZONE = 'Asia/Shanghai'
let ctx: Ctx
let customer = 0

beforeAll(async () => {
  ctx = await testCtx()
  ;[customer = 0] = await newCustomers(ctx, 1)
})

const urls = [
  'https://User@Shop.example.com:8443/c/Shoes/42?utm=a&id=7#top',
  'http://a.cn',
  '/pages/index/index?scene=1001',
  'pages/detail',
  '',
  'id=3',
  'https://a.cn/?sid=1&id=2&id=3',
]
const props = fc.record(
  {
    price: fc.oneof(fc.integer({ min: -20, max: 500 }), fc.constantFrom(0.1, 12.5, 99.99)),
    n: fc.integer({ min: -3, max: 3 }),
    city: fc.constantFrom('Hangzhou', 'SHANGHAI', '杭州', '12', '3.50', '-7', ' 1', ''),
    url: fc.constantFrom(...urls),
    member: fc.boolean(),
    list: fc.constant(['a']),
  },
  { requiredKeys: [] },
)
const NAMES = ['price', 'n', 'city', 'url', 'member', 'list', 'missing']

const { number, text } = fc.letrec<{
  number: Expression
  text: Expression
  condition: Condition
}>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('property' as const),
      name: fc.constantFrom(...NAMES),
      as: fc.constant('number' as const),
    }),
    fc.record({ kind: fc.constant('number' as const), value: fc.constantFrom(0, 1, -2, 0.5, 10) }),
    fc.record({
      kind: fc.constant('time' as const),
      part: fc.constantFrom('hour' as const, 'weekday' as const, 'day' as const, 'month' as const),
    }),
    fc.record({
      kind: fc.constantFrom('add' as const, 'multiply' as const, 'coalesce' as const),
      parts: fc.array(tie('number'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constantFrom('subtract' as const, 'divide' as const),
      left: tie('number'),
      right: tie('number'),
    }),
    fc.record({
      kind: fc.constant('round' as const),
      of: tie('number'),
      digits: fc.integer({ min: 0, max: 2 }),
    }),
    fc.record({ kind: fc.constant('to_number' as const), of: tie('text') }),
    fc.record({
      kind: fc.constant('if' as const),
      when: tie('condition'),
      value: tie('number'),
      otherwise: tie('number'),
    }),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('property' as const),
      name: fc.constantFrom(...NAMES),
      as: fc.constant('text' as const),
    }),
    fc.record({ kind: fc.constant('text' as const), value: fc.constantFrom('', 'x', "o'b\\") }),
    fc.record({ kind: fc.constant('time' as const), part: fc.constant('date' as const) }),
    fc.record({
      kind: fc.constantFrom('concat' as const, 'coalesce' as const),
      parts: fc.array(tie('text'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('lower' as const), of: tie('text') }),
    fc.record({
      kind: fc.constant('url' as const),
      of: tie('text'),
      part: fc.constantFrom('host' as const, 'path' as const),
    }),
    fc.record({
      kind: fc.constant('url' as const),
      of: tie('text'),
      part: fc.constant('segment' as const),
      segment: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      kind: fc.constant('url' as const),
      of: tie('text'),
      part: fc.constant('query' as const),
      key: fc.constantFrom('id', 'scene'),
    }),
    fc.record({
      kind: fc.constant('bucket' as const),
      of: tie('number'),
      edges: fc.constantFrom<number[]>([0], [-1, 0.5, 100]),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      of: tie('text'),
      values: fc.constant<{ from: string; to: string }[]>([
        { from: '杭州', to: 'Hangzhou' },
        { from: '12', to: '' },
      ]),
      otherwise: tie('text'),
    }),
    fc.record({
      kind: fc.constant('if' as const),
      when: tie('condition'),
      value: tie('text'),
    }),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ op: fc.constant('is_set' as const), of: tie('text') }),
    fc.record({
      op: fc.constantFrom('is' as const, 'is_not' as const, 'gt' as const, 'lte' as const),
      left: tie('number'),
      right: tie('number'),
    }),
    fc.record({
      op: fc.constantFrom('is' as const, 'is_not' as const),
      left: tie('text'),
      right: tie('text'),
    }),
    fc.record({ op: fc.constant('contains' as const), of: tie('text'), text: fc.constant('a') }),
    fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      op: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }),
    }),
  ),
}))

const isSmall = (expression: Expression) => 'type' in typeOf(expression)

test('what the event store reckons of an event is what plain reckoning gives', async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(number, text).filter(isSmall), { minLength: 12, maxLength: 12 }),
      fc.array(
        fc.record({
          at: fc.integer({
            min: Date.parse('2026-01-01T00:00:00Z'),
            max: Date.parse('2026-12-31T23:59:59Z'),
          }),
          props,
        }),
        { minLength: 1, maxLength: 8 },
      ),
      async (expressions, events) => {
        runs += 1
        const name = `seen_${runs}`
        await happen(
          ctx,
          events.map(({ at, props }, i) => ({ customer, name, at, props: { ...props, i } })),
        )
        const said = expressions.map((expression) => {
          expect(Expression.parse(expression)).toEqual(expression)
          const is = typeOf(expression)
          const type = 'type' in is ? is.type : 'text'
          return sortOf(writtenOf({ id: 'x', type, zone: ZONE, is: expression }))
        })
        const rows = await ctx.ch.rows<{ i: string; v: (string | null)[] }>(
          ctx.tenantId,
          sql`select JSONExtractInt(props, 'i') as i, [${join(said, ', ')}] as v from event where name = ${{
            text: [`'${name}'`],
            slots: [],
          }}`,
        )
        expect(rows).toHaveLength(events.length)
        for (const { i, v } of rows)
          expressions.forEach((expression, e) => {
            const { at, props } = events[Number(i)] as (typeof events)[number]
            const json = v[e] ?? null
            const event = { at, zone: ZONE, props: { ...props, i: Number(i) } }
            expect({ expression, event, is: json === null ? null : JSON.parse(json) }).toEqual({
              ...{ expression, event },
              is: reckoned(expression, event),
            })
          })
      },
    ),
    { numRuns: 25 },
  )
  expect(runs).toBeGreaterThan(0)
})

test('whatever may be saved can be reckoned, however deep it goes', async () => {
  const number = (as: 'text' | 'number'): Expression => ({ kind: 'property', name: 'n', as })
  const price: Expression = { kind: 'property', name: 'price', as: 'number' }
  // Every kind that needs its part more than once, each within the next.
  const deepest = Array.from({ length: 2 }).reduce<Expression>(
    (of) => ({
      kind: 'to_number',
      of: {
        kind: 'map',
        of: {
          kind: 'bucket',
          edges: [-5, 5],
          names: ['1', '2', '3'],
          of: {
            kind: 'divide',
            left: price,
            right: { kind: 'round', of, digits: 2 },
          },
        },
        values: [{ from: '1', to: '-7' }],
        otherwise: number('text'),
      },
    }),
    number('number'),
  )
  const widest: Expression = {
    kind: 'add',
    parts: Array.from({ length: 10 }, () => ({
      kind: 'multiply',
      parts: Array.from({ length: 8 }, () => ({ kind: 'to_number', of: number('text') })),
    })),
  }
  // 100 parts are the most: of the widest kind as many as fit.
  expect(typeOf(widest)).toMatchObject({ flaws: [{ code: 'too_large' }] })
  widest.parts.splice(5)
  for (const expression of [deepest, widest]) {
    expect(typeOf(expression)).toEqual({ type: 'number' })
    const written = writtenOf({ id: 'x', type: 'number', zone: ZONE, is: expression })
    const [name, props] = [`deep_${expression.kind}`, { n: 2, price: 30 }]
    await happen(ctx, [{ customer, name, at: Date.parse('2026-05-01T00:00:00Z'), props }])
    const rows = await ctx.ch.rows<{ v: string | null }>(
      ctx.tenantId,
      sql`select ${sortOf(written)} as v from event where name = ${{ text: [`'${name}'`], slots: [] }}`,
    )
    expect(rows.map(({ v }) => JSON.parse(v ?? 'null'))).toEqual([
      reckoned(expression, { at: 0, zone: ZONE, props }),
    ])
  }
})

test('what does not fit together is refused with its place', () => {
  const price: Expression = { kind: 'property', name: 'price', as: 'number' }
  const city: Expression = { kind: 'property', name: 'city', as: 'text' }
  expect(typeOf({ kind: 'add', parts: [price, { kind: 'lower', of: city }] })).toEqual({
    flaws: [{ path: ['parts', 1], code: 'wrong_type', wants: 'number' }],
  })
  expect(typeOf({ kind: 'bucket', of: price, edges: [3, 3] })).toEqual({
    flaws: [{ path: ['edges'], code: 'edges_fall' }],
  })
  expect(
    typeOf({
      kind: 'if',
      when: { op: 'gt', left: city, right: price },
      value: price,
      otherwise: city,
    }),
  ).toEqual({
    flaws: [
      { path: ['when', 'left'], code: 'wrong_type', wants: 'number' },
      { path: ['otherwise'], code: 'wrong_type', wants: 'number' },
    ],
  })
  const deep = Array.from({ length: 20 }).reduce<Expression>(
    (of) => ({ kind: 'round', of, digits: 1 }),
    price,
  )
  expect(typeOf(deep)).toMatchObject({ flaws: [{ code: 'too_deep' }] })
  expect(propertiesOf({ kind: 'concat', parts: [city, city] })).toEqual(['city'])
})

test('only what is written out is read as derived; a property may be called anything', () => {
  expect(readWritten('derived:{not json')).toBeUndefined()
  expect(readWritten('derived:{"id":"a"}')).toBeUndefined()
  expect(readWritten('price')).toBeUndefined()
})
