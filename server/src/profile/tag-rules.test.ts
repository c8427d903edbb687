import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Collector, consumeSignals, drainOutbox, hearOnly } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { MAX_DEPTH } from '../platform/emit.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { changeTagsOf, tagsOfCustomer } from './customer-tags.ts'
import { getCustomerBy } from './customers.ts'
import { createTag, mergeTags, saveTagGroup } from './tag-definitions.ts'
import { conditionSql, dryRunRule } from './tag-rule-dry-run.ts'
import { type Condition, holds } from './tag-rule-match.ts'
import { tagBySignals } from './tag-rule-run.ts'
import {
  listTagRules,
  type RuleFields,
  saveTagRule,
  TAG_RULE_CONSUMER,
  useTagRuleSignals,
} from './tag-rules.ts'

useTagRuleSignals((ctx, names) => hearOnly(ctx, TAG_RULE_CONSUMER, names))

let ctx: TestCtx
let collector: Collector
beforeAll(async () => {
  ctx = await testCtx()
  collector = testCollector(ctx)
})
afterAll(() => collector.stop())

const tag = (name: string, groupId: string | null = null) =>
  createTag(ctx, { name, groupId, description: '' })
const rule = (given: Partial<RuleFields> & Pick<RuleFields, 'eventName' | 'tag'>) =>
  saveTagRule(ctx, { name: given.tag, conditions: [], days: null, isOn: true, ...given })
const ctxOf = (tenantId: string) => ({ ...ctx, tenantId })
const work = () => consumeSignals(ctxOf, TAG_RULE_CONSUMER, 2000, tagBySignals)

/** Signals to tags, own events to the store and round again, until nothing of this brand waits. */
async function settle(): Promise<void> {
  for (;;) {
    await work()
    await drainOutbox(ctx, collector)
    const { rows } = await sql<{ waiting: boolean }>`
      select exists (select 1 from event_outbox where tenant_id = ${ctx.tenantId})
        or exists (select 1 from signal where tenant_id = ${ctx.tenantId} and consumer = ${TAG_RULE_CONSUMER}) as waiting`.execute(
      ctx.pg,
    )
    if (!rows[0]?.waiting) return
  }
}
async function happens(member: string, name: string, props: Record<string, unknown> = {}) {
  await collector.submit(
    submission(ctx, [
      draft({ name, props, identifiers: [{ namespace: 'member_id', value: member }] }),
    ]),
  )
  return (await getCustomerBy(ctx, 'member_id', member)).id
}
const namesOf = async (id: number) => (await tagsOfCustomer(ctx, id)).map((t) => t.tag).sort()

test('who does it is tagged, with the rule as the one who did, for as long as the rule says', async () => {
  await tag('看过新品')
  const made = await rule({
    name: '浏览新品',
    eventName: 'product_viewed',
    tag: '看过新品',
    days: 7,
    conditions: [
      { property: 'category', op: 'is', value: '新品' },
      { property: 'price', op: 'gte', value: 100 },
    ],
  })
  const id = await happens('m1', 'product_viewed', { category: '新品', price: 128 })
  await happens('m2', 'product_viewed', { category: '新品', price: 99 })
  await settle()
  const [held] = await tagsOfCustomer(ctx, id)
  expect(held).toMatchObject({
    tag: '看过新品',
    actor: `rule:${made.id}`,
    actorName: '浏览新品',
    reason: 'product_viewed',
  })
  expect(Math.round((Number(held?.expiresAt) - Number(held?.at)) / 86_400_000)).toBe(7)
  const present = (await listTagRules(ctx)).find((r) => r.id === made.id)
  expect(present).toMatchObject({ fired: 1, stopped: 0 })
})

test('a rule acts once on an event, whatever is delivered twice or at the same moment', async () => {
  await tag('分享过')
  const made = await rule({ eventName: 'shared', tag: '分享过' })
  const id = await happens('m3', 'shared')
  const { rows } = await sql<{ event: Record<string, unknown>; event_id: string }>`
    select event, event_id from signal where tenant_id = ${ctx.tenantId} and consumer = ${TAG_RULE_CONSUMER}`.execute(
    ctx.pg,
  )
  const again = rows.map(({ event, event_id }) => ({
    ...(event as never as Parameters<typeof tagBySignals>[1][number]),
    eventId: event_id,
    at: new Date(event.at as number),
  }))
  await Promise.all([1, 2, 3].map(() => tagBySignals(ctx, again)))
  await settle()
  expect((await listTagRules(ctx)).find((r) => r.id === made.id)?.fired).toBe(1)
  expect(await namesOf(id)).toEqual(['分享过'])
})

test('a rule that is off hears nothing; switched on it hears what happens from then on', async () => {
  await tag('开关')
  const made = await rule({ eventName: 'switched', tag: '开关', isOn: false })
  const id = await happens('m4', 'switched')
  await settle()
  expect(await namesOf(id)).toEqual([])
  await saveTagRule(ctx, { ...made, isOn: true }, { id: made.id, version: made.version })
  await happens('m4', 'switched', { again: true })
  await settle()
  expect(await namesOf(id)).toEqual(['开关'])
  await expect(
    saveTagRule(ctx, { ...made, isOn: false }, { id: made.id, version: made.version }),
  ).rejects.toMatchObject({ code: 'edited_meanwhile' })
})

test('a rule that would set itself off is refused when it is saved, also through others and through groups', async () => {
  const stages = await saveTagGroup(ctx, undefined, {
    name: '阶段',
    isExclusive: true,
    isArchived: false,
  })
  for (const name of ['圈一', '圈二', '圈三']) await tag(name)
  await tag('阶段甲', stages.id)
  await tag('阶段乙', stages.id)
  const on = (name: string): Condition[] => [{ property: 'tag', op: 'is', value: name }]
  await expect(
    rule({ eventName: 'tag_added', conditions: on('圈一'), tag: '圈一' }),
  ).rejects.toMatchObject({ code: 'rule_circle' })
  await rule({ name: '一到二', eventName: 'tag_added', conditions: on('圈一'), tag: '圈二' })
  await rule({ name: '二到三', eventName: 'tag_added', conditions: on('圈二'), tag: '圈三' })
  await expect(
    rule({ name: '三到一', eventName: 'tag_added', conditions: on('圈三'), tag: '圈一' }),
  ).rejects.toMatchObject({
    code: 'rule_circle',
    details: { rules: ['三到一', '一到二', '二到三'] },
  })
  await rule({ eventName: 'tag_removed', conditions: on('阶段甲'), tag: '圈一', name: '失去甲' })
  await expect(
    rule({ eventName: 'tag_added', conditions: on('圈二'), tag: '阶段乙', name: '补乙' }),
  ).rejects.toMatchObject({ details: { rules: ['补乙', '失去甲', '一到二'] } })
  await expect(
    rule({ eventName: 'tag_removed', conditions: on('阶段乙'), tag: '阶段乙', days: 1 }),
  ).rejects.toMatchObject({ code: 'rule_circle' })
})

test('a loop that nobody could see when the rules were saved ends after sixteen rounds and is shown', async () => {
  const groupFields = { name: '互斥', isExclusive: false, isArchived: false }
  const pair = await saveTagGroup(ctx, undefined, groupFields)
  await tag('左', pair.id)
  await tag('右', pair.id)
  const on = (name: string): Condition[] => [{ property: 'tag', op: 'is', value: name }]
  const back = await rule({
    name: '丢左补左',
    eventName: 'tag_removed',
    conditions: on('左'),
    tag: '左',
  })
  const forth = await rule({
    name: '得左换右',
    eventName: 'tag_added',
    conditions: on('左'),
    tag: '右',
  })
  await saveTagGroup(ctx, pair.id, { ...groupFields, isExclusive: true })
  const id = await happens('looper', 'anything')
  await changeTagsOf(ctx, id, { add: ['左'], remove: [], reason: '', expiresAt: null })
  await settle()
  const rules = (await listTagRules(ctx)).filter((r) => [back.id, forth.id].includes(r.id))
  expect(rules.reduce((sum, r) => sum + r.fired, 0)).toBe(MAX_DEPTH)
  expect(rules.reduce((sum, r) => sum + r.stopped, 0)).toBe(1)
  expect(rules.find((r) => r.stopped > 0)?.lastStoppedNode).toBe(id)
})

test('a rule follows its tag when that is merged into another', async () => {
  const [from, into] = [await tag('旧标'), await tag('新标')]
  await rule({ eventName: 'followed', tag: '旧标' })
  await mergeTags(ctx, [from.id], into.id)
  const id = await happens('m6', 'followed')
  await settle()
  expect(await namesOf(id)).toEqual(['新标'])
})

test('rules do not look at sensitive properties', async () => {
  await tag('病友')
  await expect(
    rule({
      eventName: 'asked',
      tag: '病友',
      conditions: [{ property: 'diagnosis', op: 'set' }],
    }),
  ).rejects.toMatchObject({ code: 'condition_sensitive' })
})

test('a dry run finds whom the rule would have tagged', async () => {
  const conditions: Condition[] = [{ property: 'plan', op: 'in', value: ['金', '银'] }]
  const gold = await happens('d1', 'subscribed', { plan: '金' })
  await happens('d1', 'subscribed', { plan: '银' })
  await happens('d2', 'subscribed', { plan: '铜' })
  expect(await dryRunRule(ctx, { eventName: 'subscribed', conditions }, 30)).toEqual({
    events: 2,
    customers: 1,
    sample: [gold],
  })
})

test('a condition means the same in a dry run as when the rule is at work', async () => {
  const value = fc.constantFrom<unknown>(
    '',
    '茶',
    '茶叶',
    'a',
    '10',
    10,
    9.5,
    -1,
    0,
    true,
    false,
    null,
    ['茶', 'b'],
    [],
  )
  const condition = fc.record({
    op: fc.constantFrom<Condition['op']>(
      'is',
      'is_not',
      'in',
      'contains',
      'gt',
      'gte',
      'lt',
      'lte',
      'set',
      'not_set',
    ),
    value: fc.constantFrom<Condition['value']>('茶', 'a', '10', 10, 0, -1, true, ['茶', 10], []),
  })
  const cases = fc.sample(fc.tuple(value, condition, fc.boolean()), 400)
  for (const [given, shape, isThere] of cases) {
    const one: Condition = { property: 'p', ...shape }
    const props = isThere ? { p: given } : {}
    const rows = await ctx.ch.rows<{ holds: number }>(
      ctx.tenantId,
      ch`select toUInt8(${conditionSql(one)}) as holds from (select ${as('String', JSON.stringify(props))} as props)`,
    )
    const said = { props, one, holds: holds(one, () => (isThere ? given : undefined)) }
    expect({ ...said, holds: rows[0]?.holds === 1 }).toEqual(said)
  }
})
