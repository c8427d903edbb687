import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { mergeCustomers, unmerge, useMergePolicy } from '../identity/index.ts'
import { secretsFrom } from '../platform/secrets.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { checkValue } from './attribute-value.ts'
import { type AttributeWrite, applyAttributes } from './attributes.ts'
import { combineAttributes } from './combine.ts'
import {
  attributeHistory,
  customerAttributes,
  editAttribute,
  revealAttributes,
  undoEdit,
} from './customer-attributes.ts'
import { getCustomer } from './customers.ts'
import { saveDefinition } from './definitions.ts'
import { consentPolicy } from './policy.ts'
import { useVault } from './vault.ts'

useMergePolicy(consentPolicy)
useVault(secretsFrom('a secret of the tests, thirty-two characters'))

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})

async function customer(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id) select ${ctx.tenantId}::uuid, n, n
    from nextval('customer_id_seq') as n returning id`.execute(ctx.pg)
  return rows[0]?.id ?? 0
}
const says = (node: number, source: string, name: string, value: unknown, at: number) =>
  applyAttributes(ctx, [{ node, source, name, value, at, eventId: randomUUIDv7(), op: 'set' }])
async function shown(id: number, name: string) {
  const found = (await customerAttributes(ctx, id)).find((a) => a.definition.name === name)
  if (!found) throw new Error(`${name} is not shown`)
  return found
}
async function edit(id: number, name: string, value: unknown) {
  return editAttribute(ctx, id, name, { value, version: (await shown(id, name)).version })
}
const MAY = 1_700_000_000_000

test('a person’s word counts before the sources’, and taken back shows theirs again', async () => {
  const id = await customer()
  await says(id, 'app', 'city', '杭州', MAY)
  expect((await edit(id, 'city', '上海')).value).toBe('上海')
  await says(id, 'app', 'city', '北京', MAY + 1000)
  expect((await shown(id, 'city')).value).toBe('上海')
  const back = await edit(id, 'city', undefined)
  expect([back.value, back.source]).toEqual(['北京', 'app'])
  expect((await edit(id, 'city', null)).value).toBeNull()
})

test('the order of sources that a brand sets decides, before who spoke last', async () => {
  const id = await customer()
  await says(id, 'crm', 'tier', '金', MAY)
  await says(id, 'import:42', 'tier', '银', MAY + 1)
  await says(id, 'app', 'tier', '铜', MAY + 2)
  expect((await shown(id, 'tier')).value).toBe('铜')
  await saveDefinition(ctx, {
    name: 'tier',
    label: '等级',
    type: 'text',
    choices: [],
    labelEn: '',
    valueLabels: [],
    group: '',
    dataClass: 'public',
    isMasked: false,
    sourcePriority: ['operator', 'import', 'crm'],
    description: '',
    isArchived: false,
    version: 0,
  })
  const now = await shown(id, 'tier')
  expect(now.value).toBe('银')
  expect(now.words.map((w) => [w.source, w.counts])).toEqual([
    ['import:42', true],
    ['crm', false],
    ['app', false],
  ])
  expect((await getCustomer(ctx, id)).attributes.tier).toBe('银')
})

test('of ten people who edit at one moment one is heard; the others learn what stands there now', async () => {
  const id = await customer()
  await says(id, 'app', 'city', '杭州', MAY)
  const { version } = await shown(id, 'city')
  const all = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      editAttribute(ctx, id, 'city', { value: `城市 ${i}`, version }),
    ),
  )
  const heard = all.filter((r) => r.status === 'fulfilled')
  expect(heard).toHaveLength(1)
  const present = (await shown(id, 'city')).value
  for (const r of all)
    if (r.status === 'rejected')
      expect(r.reason).toMatchObject({
        status: 409,
        code: 'edited_meanwhile',
        details: { value: present, source: 'operator' },
      })
})

test('edits are undone one after the other, down to what the sources say', async () => {
  const id = await customer()
  await says(id, 'app', 'city', '杭州', MAY)
  await edit(id, 'city', '上海')
  await edit(id, 'city', '北京')
  const undo = async () => undoEdit(ctx, id, 'city', (await shown(id, 'city')).version)
  expect((await undo()).value).toBe('上海')
  expect((await undo()).value).toBe('北京')
  const history = await attributeHistory(ctx, id, 'city', { limit: 10 })
  expect(history.map((h) => h.value)).toEqual(['上海', '北京', '上海', null])
  const other = await customer()
  await says(other, 'app', 'city', '杭州', MAY)
  await edit(other, 'city', '上海')
  const first = await undoEdit(ctx, other, 'city', (await shown(other, 'city')).version)
  expect([first.value, first.source]).toEqual(['杭州', 'app'])
  const never = await customer()
  await expect(undoEdit(ctx, never, 'city', 'none')).rejects.toMatchObject({
    code: 'nothing_to_undo',
  })
})

test('only another value is history; the same said again is not', async () => {
  const id = await customer()
  for (const [i, value] of ['金', '金', '金', '银', '银'].entries())
    await says(id, 'app', 'rank', value, MAY + i)
  const history = await attributeHistory(ctx, id, 'rank', { limit: 10 })
  expect(history.map((h) => [h.value, h.source])).toEqual([['金', 'app']])
})

test('a merge shows what both sides say, an unmerge gives each its own back, edits too', async () => {
  const [one, two] = [await customer(), await customer()]
  await says(one, 'app', 'city', '杭州', MAY)
  await says(two, 'app', 'city', '上海', MAY + 1)
  await edit(two, 'nickname', '小二')
  const { mergeId, customerId } = await mergeCustomers(ctx, one, two, 'test')
  expect((await shown(customerId, 'city')).value).toBe('上海')
  await edit(customerId, 'city', '北京')
  await unmerge(ctx, mergeId, 'test')
  expect([(await shown(one, 'city')).value, (await shown(two, 'city')).value]).toEqual([
    '北京',
    '上海',
  ])
  expect([(await shown(one, 'nickname')).value, (await shown(two, 'nickname')).value]).toEqual([
    null,
    '小二',
  ])
})

test('a sensitive value is edited and undone without being shown', async () => {
  const id = await customer()
  const first = await edit(id, 'health_condition', '花粉过敏')
  expect([first.value, first.isHidden]).toEqual([null, true])
  await edit(id, 'health_condition', '已痊愈')
  await undoEdit(ctx, id, 'health_condition', (await shown(id, 'health_condition')).version)
  const [revealed] = await revealAttributes(ctx, id, ['health_condition'], 'test')
  expect(revealed?.value).toBe('花粉过敏')
  const history = await attributeHistory(ctx, id, 'health_condition', { limit: 10 })
  expect(history.filter((h) => h.isHidden).map((h) => h.value)).toEqual([null, null])
})

test('a value must be what its attribute is', async () => {
  const id = await customer()
  await expect(edit(id, 'birthday', '31/12/1990')).rejects.toMatchObject({
    code: 'attribute_value_invalid',
  })
  expect(checkValue({ type: 'date', choices: [] }, '2026-02-30')).toBeDefined()
  expect(checkValue({ type: 'choice', choices: ['男', '女'] }, '男')).toBeUndefined()
  expect(checkValue({ type: 'list', choices: [] }, ['茶', 1])).toBeDefined()
  expect(checkValue({ type: 'number', choices: [] }, Number.NaN)).toBeDefined()
})

test('a name that nobody defined is edited as what it holds', async () => {
  const id = await customer()
  await says(id, 'app', 'likes', ['茶', '酒'], MAY)
  expect((await shown(id, 'likes')).definition.type).toBe('list')
  await expect(edit(id, 'likes', '茶')).rejects.toMatchObject({ code: 'attribute_value_invalid' })
  expect((await edit(id, 'likes', ['茶'])).value).toEqual(['茶'])
})

test('what counts of several words is the same in any order they came', () => {
  const words = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b'),
      source: fc.constantFrom('operator', 'app', 'crm', 'import:1'),
      value: fc.constantFrom<unknown>(null, 1, 'x', [1]),
      at: fc.integer({ min: 1, max: 3 }).map((n) => new Date(n)),
      node: fc.integer({ min: 1, max: 3 }),
    }),
  )
  const priority = fc.subarray(['operator', 'crm', 'import'])
  fc.assert(
    fc.property(words, priority, fc.infiniteStream(fc.nat()), (list, order, random) => {
      const shuffled = list
        .map((w) => ({ w, key: random.next().value }))
        .sort((x, y) => x.key - y.key)
        .map((x) => x.w)
      expect(combineAttributes(shuffled, () => order)).toEqual(combineAttributes(list, () => order))
    }),
  )
})

test('merging and unmerging in any order gives every side its own view back', async () => {
  const values = fc.array(
    fc.record({
      side: fc.constantFrom(0, 1),
      source: fc.constantFrom('operator', 'app', 'crm'),
      name: fc.constantFrom('a', 'b'),
      value: fc.integer({ min: 0, max: 5 }),
      at: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  await fc.assert(
    fc.asyncProperty(values, async (list) => {
      const sides = [await customer(), await customer()] as const
      const write = (v: (typeof list)[number]): AttributeWrite => ({
        node: sides[v.side as 0 | 1],
        source: v.source,
        name: v.name,
        value: v.value,
        at: MAY + v.at,
        eventId: randomUUIDv7(),
        op: 'set',
      })
      await applyAttributes(ctx, list.map(write))
      const views = async () =>
        Promise.all(sides.map(async (id) => (await getCustomer(ctx, id)).attributes))
      const before = await views()
      const { mergeId } = await mergeCustomers(ctx, sides[0], sides[1], 'test')
      await unmerge(ctx, mergeId, 'test')
      expect(await views()).toEqual(before)
    }),
    { numRuns: 10 },
  )
})
