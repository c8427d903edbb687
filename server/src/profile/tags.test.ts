import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { mergeCustomers, unmerge, useMergePolicy } from '../identity/index.ts'
import { inTx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { combineTags } from './combine.ts'
import { customerAttributes, revealAttributes } from './customer-attributes.ts'
import { changeTagsOf, changeTagsOfMany, tagsOfCustomer } from './customer-tags.ts'
import { getCustomer } from './customers.ts'
import { consentPolicy } from './policy.ts'
import { countByTag } from './tag-counts.ts'
import {
  changeTag,
  createTag,
  listTags,
  mergeTags,
  saveTagGroup,
  type TagGroup,
} from './tag-definitions.ts'
import { clearExpiredTags } from './tagging.ts'
import { applyTags } from './tags.ts'

useMergePolicy(consentPolicy)

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
const tag = (name: string, groupId: string | null = null) =>
  createTag(ctx, { name, groupId, description: '' })
const group = (name: string, isExclusive: boolean): Promise<TagGroup> =>
  saveTagGroup(ctx, undefined, { name, isExclusive, isArchived: false })
const change = (
  add: string[],
  remove: string[] = [],
  more: { expiresAt?: Date; reason?: string } = {},
) => ({ add, remove, reason: more.reason ?? '', expiresAt: more.expiresAt ?? null })
const namesOf = async (id: number, of: TestCtx = ctx) =>
  (await tagsOfCustomer(of, id)).map((t) => t.tag).sort()

interface Told {
  name: string
  props: Record<string, unknown>
}
/** Does it and answers the events it told: read in its transaction, before anybody relays them. */
const told = (work: (ctx: TestCtx) => Promise<unknown>, of: TestCtx = ctx): Promise<Told[]> =>
  inTx(of, async (tx) => {
    await work({ ...of, pg: tx.pg })
    const { rows } = await sql<{ event: Told }>`select event from event_outbox
      where tenant_id = ${ctx.tenantId} and xmin = pg_current_xact_id()::xid order by position`.execute(
      tx.pg,
    )
    return rows.map((r) => r.event)
  })
const later = (days: number): TestCtx => ({
  ...ctx,
  now: () => new Date(Date.now() + days * 86_400_000),
})

test('a tag says who put it on, when and why, and its coming and going are events', async () => {
  await tag('高意向')
  const id = await customer()
  const came = await told((ctx) =>
    changeTagsOf(ctx, id, change(['高意向'], [], { reason: '试用过新品' })),
  )
  expect(await tagsOfCustomer(ctx, id)).toMatchObject([
    { tag: '高意向', source: 'operator', actor: 'system:system', reason: '试用过新品' },
  ])
  const went = await told((ctx) =>
    changeTagsOf(ctx, id, change([], ['高意向'], { reason: '已成交' })),
  )
  expect(await namesOf(id)).toEqual([])
  expect([...came, ...went]).toMatchObject([
    { name: 'tag_added', props: { tag: '高意向', reason: '试用过新品', from: 'operator' } },
    { name: 'tag_removed', props: { tag: '高意向', reason: '已成交' } },
  ])
})

test('a tag that a customer holds already comes a second time without an event', async () => {
  await tag('老客')
  const id = await customer()
  await applyTags(ctx, [{ node: id, tag: '老客', source: 'import:1', at: new Date() }])
  const again = await told((ctx) => changeTagsOf(ctx, id, change(['老客'])))
  expect((await tagsOfCustomer(ctx, id)).map((t) => t.source).sort()).toEqual([
    'import:1',
    'operator',
  ])
  expect(again).toEqual([])
})

test('ten people put the same tag on at one moment and it has come once', async () => {
  await tag('同时')
  const id = await customer()
  const all = await Promise.all(
    Array.from({ length: 10 }, () => told((ctx) => changeTagsOf(ctx, id, change(['同时'])))),
  )
  expect(all.flat().map((e) => e.name)).toEqual(['tag_added'])
})

test('of an exclusive group a customer holds one tag: the new one pushes the old one off', async () => {
  const stage = await group('客户阶段', true)
  await tag('新客', stage.id)
  await tag('熟客', stage.id)
  const id = await customer()
  await changeTagsOf(ctx, id, change(['新客']))
  const events = await told((ctx) => changeTagsOf(ctx, id, change(['熟客'])))
  expect(await namesOf(id)).toEqual(['熟客'])
  expect(events).toMatchObject([
    { name: 'tag_added', props: { tag: '熟客', group: '客户阶段' } },
    { name: 'tag_removed', props: { tag: '新客', reason: 'exclusive', replaced_by: '熟客' } },
  ])
})

test('two customers made one show the newer tag of an exclusive group, and each has its own back', async () => {
  const level = await group('意向等级', true)
  await tag('A 级', level.id)
  await tag('B 级', level.id)
  const [one, two] = [await customer(), await customer()]
  await changeTagsOf(ctx, one, change(['A 级']))
  await changeTagsOf(later(1), two, change(['B 级']))
  const { mergeId, customerId } = await mergeCustomers(ctx, one, two, 'test')
  expect(await namesOf(customerId)).toEqual(['B 级'])
  expect((await getCustomer(ctx, customerId)).tags).toEqual(['B 级'])
  await unmerge(ctx, mergeId, 'test')
  expect(await namesOf(one)).toEqual(['A 级'])
  expect(await namesOf(two)).toEqual(['B 级'])
})

test('an expired tag is not shown, is cleared by the job, and its going is an event', async () => {
  await tag('本周活动')
  const id = await customer()
  await changeTagsOf(
    ctx,
    id,
    change(['本周活动'], [], { expiresAt: new Date(Date.now() + 3_600_000) }),
  )
  expect(await namesOf(id)).toEqual(['本周活动'])
  expect(await namesOf(id, later(1))).toEqual([])
  const events = await told(
    (ctx) => clearExpiredTags((tenantId) => ({ ...ctx, tenantId }), ctx),
    later(1),
  )
  const { rows } =
    await sql`select 1 from customer_tag where tenant_id = ${ctx.tenantId} and node_id = ${id}`.execute(
      ctx.pg,
    )
  expect(rows).toEqual([])
  expect(events).toMatchObject([
    { name: 'tag_removed', props: { tag: '本周活动', reason: 'expired' } },
  ])
  await expect(
    changeTagsOf(ctx, id, change(['本周活动'], [], { expiresAt: new Date(0) })),
  ).rejects.toMatchObject({ code: 'expiry_in_past' })
})

test('a renamed tag keeps its customers, and sources may go on sending the old name', async () => {
  const made = await tag('高价值')
  const [one, two] = [await customer(), await customer()]
  await changeTagsOf(ctx, one, change(['高价值']))
  await changeTag(ctx, made.id, {
    name: '高净值',
    groupId: null,
    description: '',
    isArchived: false,
  })
  await applyTags(ctx, [{ node: two, tag: '高价值', source: 'crm', at: new Date() }])
  expect([await namesOf(one), await namesOf(two)]).toEqual([['高净值'], ['高净值']])
  await expect(tag('高净值')).rejects.toMatchObject({ code: 'tag_name_taken' })
})

test('merged tags are one: who holds both keeps the earlier time and the later end', async () => {
  const [from, into] = [await tag('爱喝茶'), await tag('茶客')]
  const [one, both] = [await customer(), await customer()]
  await changeTagsOf(ctx, one, change(['爱喝茶']))
  await changeTagsOf(ctx, both, change(['爱喝茶']))
  await changeTagsOf(
    later(0.1),
    both,
    change(['茶客'], [], { expiresAt: new Date(Date.now() + 9e8) }),
  )
  await mergeTags(ctx, [from.id], into.id)
  expect([await namesOf(one), await namesOf(both)]).toEqual([['茶客'], ['茶客']])
  expect((await tagsOfCustomer(ctx, both))[0]?.expiresAt).toBeNull()
  const present = (await listTags(ctx)).find((t) => t.id === into.id)
  expect(present?.aliases).toContain('爱喝茶')
})

test('an archived tag is put on nobody; one that nobody made is not known', async () => {
  const made = await tag('旧活动')
  await changeTag(ctx, made.id, {
    name: '旧活动',
    groupId: null,
    description: '',
    isArchived: true,
  })
  const id = await customer()
  await expect(changeTagsOf(ctx, id, change(['旧活动']))).rejects.toMatchObject({
    code: 'tag_archived',
  })
  await expect(changeTagsOf(ctx, id, change(['没有的']))).rejects.toMatchObject({
    code: 'tag_not_found',
  })
  await expect(changeTagsOf(ctx, id, change([]))).rejects.toMatchObject({ code: 'no_tags_named' })
})

test('all that a filter finds are tagged at once, and the count agrees with the list', async () => {
  await tag('一批')
  await tag('一批之二')
  const ids = await Promise.all(Array.from({ length: 30 }, customer))
  const first = await changeTagsOfMany(ctx, { ids }, change(['一批']))
  expect(first).toEqual({ customers: 30, added: 30, removed: 0 })
  const second = await changeTagsOfMany(
    ctx,
    { tags: { all: ['一批'] } },
    change(['一批之二'], ['一批']),
  )
  expect(second).toEqual({ customers: 30, added: 30, removed: 30 })
  const counts = new Map((await countByTag(ctx)).map((c) => [c.tag, c.customers]))
  expect([counts.get('一批'), counts.get('一批之二')]).toEqual([0, 30])
})

test('whoever sees only some customers tags only those', async () => {
  await tag('导购标')
  const [mine, other] = [await customer(), await customer()]
  await sql`insert into relation (tenant_id, node_id, staff_id, state, source, added_at)
    values (${ctx.tenantId}, ${mine}, 'wang', 'friend', 'wecom', now())`.execute(ctx.pg)
  const guide: TestCtx = { ...ctx, actor: { ...ctx.actor, scope: { kind: 'own', ids: ['wang'] } } }
  const done = await changeTagsOfMany(guide, { ids: [mine, other] }, change(['导购标']))
  expect(done.customers).toBe(1)
  expect(await namesOf(other)).toEqual([])
  await expect(changeTagsOf(guide, other, change(['导购标']))).rejects.toMatchObject({
    status: 404,
  })
})

test('another brand’s tags, groups, rules and customers are not there', async () => {
  const [made, group1, id] = [await tag('自家'), await group('自家组', false), await customer()]
  const stranger = await testCtx()
  const none = { status: 404 }
  const fields = { name: 'x', groupId: null, description: '', isArchived: false }
  await expect(changeTag(stranger, made.id, fields)).rejects.toMatchObject(none)
  await expect(mergeTags(stranger, [made.id], randomUUIDv7())).rejects.toMatchObject(none)
  await expect(
    saveTagGroup(stranger, group1.id, { name: 'x', isExclusive: true, isArchived: false }),
  ).rejects.toMatchObject(none)
  await expect(
    createTag(stranger, { name: 'x', groupId: group1.id, description: '' }),
  ).rejects.toMatchObject(none)
  await expect(tagsOfCustomer(stranger, id)).rejects.toMatchObject(none)
  await expect(customerAttributes(stranger, id)).rejects.toMatchObject(none)
  await expect(revealAttributes(stranger, id, ['id_card'], 'test')).rejects.toMatchObject(none)
  await createTag(stranger, { name: '自家', groupId: null, description: '' })
  expect(await changeTagsOfMany(stranger, { ids: [id] }, change(['自家']))).toMatchObject({
    customers: 0,
    added: 0,
  })
})

test('what shows of tags is the same in any order they came', () => {
  const words = fc.array(
    fc.record({
      tag: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 1, max: 5 }).map((n) => new Date(n)),
      expiresAt: fc.option(fc.integer({ min: 1, max: 20 }).map((n) => new Date(n))),
      exclusiveGroup: fc.constantFrom('g', null),
    }),
  )
  const shown = (list: Parameters<typeof combineTags>[0]) =>
    [...new Set(combineTags(list, new Date(10)).map((t) => t.tag))].sort()
  fc.assert(
    fc.property(words, fc.infiniteStream(fc.nat()), (list, random) => {
      // A tag stands in one group.
      const tagged = list.map((w) => ({ ...w, exclusiveGroup: w.tag === 'c' ? null : 'g' }))
      const shuffled = tagged
        .map((w) => ({ w, key: random.next().value }))
        .sort((x, y) => x.key - y.key)
        .map((x) => x.w)
      expect(shown(shuffled)).toEqual(shown(tagged))
      expect(shown(tagged).filter((t) => t !== 'c').length).toBeLessThanOrEqual(1)
    }),
  )
})
