import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { createAudience, takeStep } from '../audience.ts'
import { problemsOf } from '../check.ts'
import { Definition } from '../computed.ts'
import { createComputed } from '../computed-attribute.ts'
import { estimate } from '../estimate.ts'
import { explainRule } from '../explain.ts'
import { knownValues } from '../known-values.ts'
import { roundOf } from '../round.ts'
import { Rule } from '../rule.ts'
import { standingOf } from '../store.ts'
import { happen, newCustomers } from '../testing.ts'
import { vocabulary } from '../vocabulary.ts'
import { archiveDerived, listDerived, saveDerived } from './derived.ts'
import type { Expression } from './expression.ts'
import { archiveVirtual, saveVirtual } from './virtual.ts'

/** Values are offered of late events. */
const AT = Date.now() - 3_600_000
let ctx: Ctx
let a: number
let b: number
let c: number

beforeEach(async () => {
  ctx = await testCtx()
  ;[a = 0, b = 0, c = 0] = await newCustomers(ctx, 3)
  await happen(ctx, [
    { customer: a, name: 'viewed', at: AT, props: { page: 'price', paid: 300, count: 2 } },
    { customer: b, name: 'viewed', at: AT, props: { page: 'home', paid: 10, count: 0 } },
    { customer: c, name: 'called', at: AT, props: { minutes: 5 } },
  ])
})

const intent = (page: string) => ({
  ...{ name: '有意向', description: '' },
  pattern: {
    any_of: [
      { event: 'viewed', where: [{ of: 'event', property: 'page', value: page }] },
      { event: 'called', where: [] },
    ],
  },
})
const did = (event: string, where: object[] = []) =>
  Rule.parse({
    ...{ kind: 'did', window: { kind: 'ever' }, times: { op: 'gte', value: 1 } },
    event: { any_of: [{ event, where }] },
  })
const EACH: Expression = {
  kind: 'divide',
  left: { kind: 'property', name: 'paid', as: 'number' },
  right: { kind: 'property', name: 'count', as: 'number' },
}
const each = { name: '单价', description: '', events: [], expression: EACH }
const size = async (rule: Rule) => (await estimate(ctx, rule)).size

async function live(rule: Rule): Promise<string> {
  const id = await createAudience(ctx, {
    ...{ name: 'those', description: '', folder: '', labels: [], kind: 'rule', note: '', rule },
  })
  await takeStep(ctx, id, 'go_live')
  await roundOf(ctx)
  return id
}

test('a rule takes a virtual event like any other, and what is asked besides', async () => {
  const { id } = await saveVirtual(ctx, undefined, intent('price'))
  const event = `virtual:${id}`
  expect(await size(did(event))).toBe(2)
  expect(await size(did(event, [{ property: 'minutes', is: { op: 'gt', value: 3 } }]))).toBe(1)
  const told = await explainRule(ctx, did(event), c)
  expect(told).toMatchObject({ holds: true })
  expect(told.parts[0]?.evidence).toMatchObject({ kind: 'events', count: 1 })
  const sequence = Rule.parse({
    ...{ kind: 'not', rule: { kind: 'first_time', window: { kind: 'ever' } } },
    rule: {
      kind: 'first_time',
      event: { any_of: [{ event, where: [] }] },
      window: { kind: 'ever' },
    },
  })
  expect(await size(sequence)).toBe(1)
})

test('an audience is kept true by the events behind it, and follows when the meaning changes', async () => {
  const { id } = await saveVirtual(ctx, undefined, intent('price'))
  const audience = await live(did(`virtual:${id}`))
  expect(await standingOf(ctx, audience)).toMatchObject({
    ...{ size: 2, needsEvents: ['viewed', 'called'] },
  })
  await saveVirtual(ctx, id, intent('home'))
  await roundOf(ctx)
  const after = await standingOf(ctx, audience)
  expect(after.size).toBe(2)
  const { rows } = await sql<{ rule: object; note: string }>`select rule, note from audience_rule
    where tenant_id = ${ctx.tenantId} and audience_id = ${audience} and version = 2`.execute(ctx.pg)
  expect(rows[0]).toMatchObject({
    note: '有意向',
    rule: { event: { any_of: [{ event: `virtual:${id}` }] } },
  })
  await expect(archiveVirtual(ctx, id, true)).rejects.toMatchObject({
    code: 'definition_in_use',
    details: { uses: [{ kind: 'audience', id: audience, name: 'those' }] },
  })
  await takeStep(ctx, audience, 'archive')
  await archiveVirtual(ctx, id, true)
  await expect(saveVirtual(ctx, id, intent('x'))).rejects.toMatchObject({
    code: 'definition_archived',
  })
  await saveVirtual(ctx, undefined, intent('x'))
  await expect(archiveVirtual(ctx, id, false)).rejects.toMatchObject({ code: 'name_taken' })
})

test('a derived property is asked of in rules, also behind a virtual event and another one', async () => {
  const { id, type } = await saveDerived(ctx, undefined, each)
  expect(type).toBe('number')
  const dear = await saveDerived(ctx, undefined, {
    ...{ name: '贵', description: '', events: ['viewed'] },
    expression: {
      kind: 'bucket',
      of: { kind: 'property', name: `derived:${id}`, as: 'number' },
      edges: [100],
      names: ['便宜', '贵'],
    },
  })
  const asked = [{ property: `derived:${dear.id}`, is: { op: 'is', value: '贵' } }]
  expect(await size(did('viewed', asked))).toBe(1)
  const { id: virtual } = await saveVirtual(ctx, undefined, {
    ...{ name: '看贵的', description: '' },
    pattern: {
      any_of: [
        {
          event: 'viewed',
          where: [{ of: 'event', property: `derived:${id}`, op: 'gte', value: 100 }],
        },
      ],
    },
  })
  const audience = await live(did(`virtual:${virtual}`))
  expect(await standingOf(ctx, audience)).toMatchObject({ size: 1, needsEvents: ['viewed'] })
  await saveDerived(ctx, id, {
    ...each,
    expression: { kind: 'property', name: 'count', as: 'number' },
  })
  await roundOf(ctx)
  expect(await standingOf(ctx, audience)).toMatchObject({ size: 0, ruleVersion: 2 })
  expect(
    await knownValues(ctx, { of: 'property', event: 'viewed', name: `derived:${dear.id}` }, ''),
  ).toEqual([{ value: '便宜', label: '便宜', count: expect.any(Number) }])
  await expect(
    saveDerived(ctx, id, {
      ...each,
      expression: {
        kind: 'if',
        when: { op: 'is_set', of: { kind: 'property', name: `derived:${dear.id}`, as: 'text' } },
        value: EACH,
      },
    }),
  ).rejects.toMatchObject({ code: 'derived_circle' })
  await expect(
    saveDerived(ctx, id, { ...each, expression: { kind: 'text', value: 'x' } }),
  ).rejects.toMatchObject({ code: 'definition_in_use' })
  await expect(archiveDerived(ctx, id, true)).rejects.toMatchObject({ code: 'definition_in_use' })
})

test('a computed attribute is reckoned over both', async () => {
  const { id } = await saveDerived(ctx, undefined, each)
  const { id: virtual } = await saveVirtual(ctx, undefined, intent('price'))
  await createComputed(ctx, {
    ...{ name: 'dearest', label: '', description: '', group: '', note: '' },
    definition: Definition.parse({
      ...{ kind: 'event_figure', of: 'max', property: `derived:${id}` },
      event: { any_of: [{ event: `virtual:${virtual}`, where: [] }] },
    }),
  })
  await roundOf(ctx)
  const { rows } = await sql<{ needs_events: string[]; customers: string }>`
    select needs_events, customers::text from computed_attribute where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ needs_events: ['viewed', 'called'], customers: '1' }])
})

test('what is not there, another brand’s, or sensitive is refused', async () => {
  const theirs = await testCtx()
  const { id } = await saveVirtual(theirs, undefined, intent('price'))
  const { id: derived } = await saveDerived(theirs, undefined, each)
  const asked = [{ property: `derived:${derived}`, is: { op: 'gt', value: 1 } }]
  const problems = await problemsOf(ctx, did(`virtual:${id}`, asked))
  expect(problems.map(({ code }) => code)).toEqual(['virtual_unknown', 'derived_unknown'])
  expect(await listDerived(ctx)).toEqual([])
  await expect(saveVirtual(ctx, id, intent('home'))).rejects.toMatchObject({ status: 404 })
  await expect(
    saveDerived(ctx, undefined, {
      ...each,
      expression: { kind: 'lower', of: { kind: 'property', name: 'id_card', as: 'text' } },
    }),
  ).rejects.toMatchObject({ code: 'sensitive_property' })
  await expect(
    saveDerived(ctx, undefined, { ...each, expression: { kind: 'lower', of: EACH } }),
  ).rejects.toMatchObject({ code: 'bad_expression' })
})

test('both are among the words, archived ones are not', async () => {
  const virtual = await saveVirtual(ctx, undefined, intent('price'))
  const derived = await saveDerived(ctx, undefined, each)
  const named = async () =>
    (await vocabulary(ctx)).events
      .filter(({ is_virtual }) => is_virtual)
      .map(({ name, label, properties }) => ({
        ...{ name, label },
        derived: properties.filter(({ is_derived }) => is_derived).map((p) => [p.label, p.type]),
      }))
  expect(await named()).toEqual([
    { name: `virtual:${virtual.id}`, label: '有意向', derived: [['单价', 'number']] },
  ])
  await archiveDerived(ctx, derived.id, true)
  expect((await named())[0]?.derived).toEqual([])
  await archiveVirtual(ctx, virtual.id, true)
  expect(await named()).toEqual([])
})
