import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { as, sql } from '../platform/ch.ts'
import { testCtx } from '../platform/testing.ts'
import { brokenBy } from './conditions.ts'
import { checkRule, keeperOf, type Rule, type RuleSetting } from './rule.ts'

const scalar = fc.oneof(
  fc.constantFrom('', 'a', 'ab', '中文', '😀😀', '13812345678', 'a\nb', '\\', "'", 'paid', '1'),
  fc.constantFrom(0, 1, -1, 1.5, 100, 1e15, 0.1, -0.5, 2 ** 53, 1e300),
  fc.boolean(),
)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constant({ a: 1 }) },
)
const names = ['p', 'q', "o'dd", '中', '$lib', '_x', 'context']
const props = fc
  .dictionary(fc.constantFrom(...names), value, { maxKeys: 4 })
  .map((given) => ({ ...given }))
const setting: fc.Arbitrary<RuleSetting> = fc.oneof(
  fc.constant({ kind: 'required' as const }),
  fc.constant({ kind: 'unknown_property' as const }),
  fc
    .constantFrom('string', 'number', 'integer', 'boolean', 'list', 'object' as const)
    .map((type) => ({ kind: 'type' as const, type })) as fc.Arbitrary<RuleSetting>,
  fc
    .array(scalar, { minLength: 1, maxLength: 4 })
    .map((values) => ({ kind: 'enum' as const, values })),
  fc
    .constantFrom(
      '1[3-9]\\d{9}',
      '.*',
      'a.b',
      '[^a]+',
      '',
      '\\\\',
      "'",
      '中.',
      '^a|b$',
      '(?:a|ab)?',
    )
    .map((pattern) => ({ kind: 'pattern' as const, pattern })),
  fc
    .tuple(fc.constantFrom(null, 0, -1, 0.1), fc.constantFrom(null, 1, 100))
    .filter(([min, max]) => min !== null || max !== null)
    .map(([min, max]) => ({ kind: 'range' as const, min, max })),
  fc.nat({ max: 3 }).map((max) => ({ kind: 'max_length' as const, max })),
)

const kindOf = (v: unknown): string => typeof v

/** Rules read one by one, with nothing prepared, as somebody would explain them. */
function slowlyKept({ property, setting }: Rule, given: Record<string, unknown>, known: string[]) {
  if (setting.kind === 'unknown_property')
    return Object.keys(given).every(
      (n) => known.includes(n) || n.startsWith('$') || n.startsWith('_') || n === 'context',
    )
  const v = given[property]
  if (v === undefined || v === null) return setting.kind !== 'required'
  switch (setting.kind) {
    case 'required':
      return v !== ''
    case 'type':
      if (setting.type === 'integer') return typeof v === 'number' && v % 1 === 0
      if (setting.type === 'list') return Array.isArray(v)
      if (setting.type === 'object') return typeof v === 'object' && !Array.isArray(v)
      return kindOf(v) === setting.type
    case 'enum':
      return setting.values.some((x) => x === v)
    case 'pattern':
      return (
        typeof v === 'string' &&
        new RegExp(`^(?:${setting.pattern.replace(/^\^|\$$/g, '')})$`, 'su').test(v)
      )
    case 'range':
      return (
        typeof v === 'number' &&
        v >= (setting.min ?? Number.NEGATIVE_INFINITY) &&
        v <= (setting.max ?? Number.POSITIVE_INFINITY)
      )
    case 'max_length':
      return typeof v === 'string' && [...v].length <= setting.max
  }
}

const ruleFor = (given: RuleSetting): Rule => ({
  eventName: 'bought',
  property: given.kind === 'unknown_property' ? '' : 'p',
  setting: given,
})
const KNOWN = ['p', 'q']

test('a rule keeps what it would keep if somebody read it slowly', () => {
  fc.assert(
    fc.property(setting, props, (given, event) => {
      const rule = ruleFor(given)
      checkRule(rule)
      expect(keeperOf(rule, new Set(KNOWN))(event)).toBe(slowlyKept(rule, event, KNOWN))
    }),
    { numRuns: 5_000 },
  )
})

test('looking back over stored events finds those that the rule would have caught', async () => {
  const ctx = await testCtx()
  const collector = testCollector(ctx)
  const events = fc.sample(props, { numRuns: 300, seed: 7 })
  await collector.submit(
    submission(
      ctx,
      events.map((given, i) => draft({ name: 'bought', messageId: String(i), props: given })),
    ),
  )
  await collector.stop()
  for (const given of fc.sample(setting, { numRuns: 60, seed: 11 })) {
    const rule = ruleFor(given)
    const rows = await ctx.ch.rows<{ id: string }>(
      ctx.tenantId,
      sql`select message_id as id from event where name = ${as('String', 'bought')} and (${brokenBy(rule, KNOWN)})`,
    )
    const keeps = keeperOf(rule, new Set(KNOWN))
    const caught = events.flatMap((event, i) => (keeps(event) ? [] : [i]))
    expect(
      rows.map((r) => Number(r.id)).sort((a, b) => a - b),
      JSON.stringify(given),
    ).toEqual(caught)
  }
})
