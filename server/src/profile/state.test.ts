import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { useMergePolicy } from '../identity/index.ts'
import { emptyDatabase } from '../org/testing.ts'
import { agreeToLink, linkFamily } from './families.ts'
import { type NodeOrders, useOrderBook } from './order-figures.ts'
import { projectCustomers } from './projection.ts'
import { momentOf } from './state.ts'
import {
  consent,
  customer,
  say,
  stateBrands,
  stateOf,
  takeChanges,
  written,
  wrongRows,
} from './state-testing.ts'
import { clearExpiredTags } from './tagging.ts'
import { applyRelations } from './tags.ts'

useMergePolicy({ staysAlone: async () => [] })
const database = await emptyDatabase()
const { brand } = await stateBrands(database)
/** What the order book says, by node. */
const orders = new Map<number, NodeOrders>()
useOrderBook({
  figuresOf: async (_, nodes) =>
    new Map(
      nodes.flatMap((n): [number, NodeOrders][] => {
        const figures = orders.get(n)
        return figures ? [[n, figures]] : []
      }),
    ),
  nodesOfNumber: async () => [],
  purchasesOf: async () => [],
  valueOf: async () => [],
})
afterAll(() => database.drop())

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 8))

describe('a customer’s rows', () => {
  test('say every attribute by its type, and dates as moments too', async () => {
    const ctx = await brand()
    const id = await customer(ctx, {
      attributes: {
        city: '上海',
        age: 30,
        is_vip: false,
        likes: ['茶', '花'],
        birthday: '1996-05-01',
        trial_ends: '2026-03-01T10:00:00+08:00',
        call_at: '2026-03-01 10:00',
        address: { lane: 1 },
        not_a_day: '2026-02-30',
      },
      at: day(1),
    })
    await projectCustomers(ctx)
    const rows = await stateOf(ctx, id)
    const since = written(day(1))
    expect(rows).toMatchObject({
      'attribute/city': { type: 'text', text: '上海', since },
      'attribute/age': { type: 'number', number: 30, since },
      'attribute/is_vip': { type: 'truth', since },
      'attribute/likes': { type: 'list', list: ['茶', '花'], since },
      'attribute/birthday': { text: '1996-05-01', at: '1996-05-01 00:00:00.000' },
      'attribute/trial_ends': { at: '2026-03-01 02:00:00.000' },
      'attribute/call_at': { at: '2026-03-01 10:00:00.000' },
      'attribute/address': { since },
    })
    expect(rows['attribute/not_a_day']).toEqual({ type: 'text', text: '2026-02-30', since })
    expect(Object.keys(rows)).toEqual(expect.arrayContaining(['customer/', 'figure/first_seen']))
  })

  test('say since when a value has held: said again it stays, another begins anew', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { attributes: { level: 'gold' }, at: day(1) })
    await say(ctx, id, { level: 'gold' }, day(5))
    await say(ctx, id, { level: 'gold' }, day(9))
    await projectCustomers(ctx)
    const since = async () => (await stateOf(ctx, id))['attribute/level']
    expect(await since()).toMatchObject({ text: 'gold', since: written(day(1)) })
    await say(ctx, id, { level: 'silver' }, day(10))
    await say(ctx, id, { level: 'gold' }, day(12))
    await say(ctx, id, { level: 'gold' }, day(13))
    await projectCustomers(ctx)
    expect(await since()).toMatchObject({ text: 'gold', since: written(day(12)) })
    // A word that comes late does not count, and ends nothing.
    await say(ctx, id, { level: 'silver' }, day(11))
    await projectCustomers(ctx)
    expect(await since()).toMatchObject({ text: 'gold', since: written(day(12)) })
    await say(ctx, id, { level: null }, day(14))
    await projectCustomers(ctx)
    expect(await since()).toBeUndefined()
  })

  test('never say what is sensitive, also not what becomes so', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { attributes: { shoe: '42' } })
    await sql`insert into attribute (tenant_id, node_id, name, source, value, at)
      values (${ctx.tenantId}, ${id}, 'id_card', 'crm', '"310"', now())`.execute(ctx.pg)
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, id))).toContain('attribute/shoe')
    expect(Object.keys(await stateOf(ctx, id))).not.toContain('attribute/id_card')
    await sql`insert into attribute_definition (tenant_id, name, label, type, data_class, is_masked, updated_by)
      values (${ctx.tenantId}, 'shoe', 'Shoe', 'text', 'sensitive', true, 'test')`.execute(ctx.pg)
    await sql`insert into attribute_policy (tenant_id) values (${ctx.tenantId})`.execute(ctx.pg)
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, id))).not.toContain('attribute/shoe')
  })

  test('say tags with their expiry, and lose them when they expire', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { tags: ['老客'], at: day(2) })
    const later = { ...ctx, now: () => new Date(Date.now() + 7_200_000) }
    const expiry = new Date(Date.now() + 3_600_000)
    await sql`insert into customer_tag (tenant_id, node_id, tag, source, at, expires_at)
      values (${ctx.tenantId}, ${id}, '促销', 'operator', ${day(3)}, ${expiry})`.execute(ctx.pg)
    await projectCustomers(ctx)
    expect(await stateOf(ctx, id)).toMatchObject({
      'tag/老客': { since: written(day(2)) },
      'tag/促销': { since: written(day(3)), at: written(expiry) },
    })
    await takeChanges(ctx)
    await clearExpiredTags((tenantId) => ({ ...later, tenantId }), later)
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, id))).not.toContain('tag/促销')
    expect(await takeChanges(ctx)).toEqual([
      { customerId: id, keys: ['tag\x1f促销'], intoId: null, historical: false },
    ])
  })

  test('say for each channel what was agreed to, a word on all of them too', async () => {
    const ctx = await brand()
    const id = await customer(ctx)
    await consent(ctx, id, 'all', 'given', day(1))
    await consent(ctx, id, 'sms', 'withdrawn', day(2))
    await projectCustomers(ctx)
    const rows = await stateOf(ctx, id)
    expect(rows).toMatchObject({
      'consent/marketing/all': { text: 'given', since: written(day(1)) },
      'consent/marketing/mail': { text: 'given', since: written(day(1)) },
      'consent/marketing/sms': { text: 'withdrawn', since: written(day(2)) },
    })
    expect(Object.keys(rows).filter((k) => k.startsWith('consent/'))).toHaveLength(8)
  })

  test('say friends, store, guide, touchpoints, identifiers, family, platforms and figures', async () => {
    const ctx = await brand()
    const id = await customer(ctx, {
      ids: { phone: '+8613800138000', 'openid:wx1': 'o1', anonymous: 'a1' },
      at: day(1),
    })
    const other = await customer(ctx, { ids: { member_id: 'm1' } })
    orders.set(id, { orders: 2, spentFen: 500, lastAt: day(7) })
    const friend = {
      node: id,
      storeId: null,
      source: 'wecom',
      addedAt: day(3),
    }
    await applyRelations(ctx, [
      { ...friend, staffId: 'li', state: 'friend', channelId: 'poster', endedAt: null },
      { ...friend, staffId: 'wu', state: 'deleted_by_customer', channelId: null, endedAt: day(4) },
    ])
    await sql`insert into assignment (tenant_id, node_id, kind, code, source, since, actor)
      values (${ctx.tenantId}, ${id}, 'store', 's1', 'operator', ${day(5)}, 'test'),
        (${ctx.tenantId}, ${id}, 'guide', 'li', 'operator', ${day(6)}, 'test')
      on conflict (tenant_id, node_id, kind) do update set code = excluded.code, source = excluded.source, since = excluded.since`.execute(
      ctx.pg,
    )
    await sql`insert into customer_activity (tenant_id, node_id, event_count, first_at, last_at, platforms)
      values (${ctx.tenantId}, ${id}, 3, now(), now(), '{app,web}')`.execute(ctx.pg)
    const link = await linkFamily(ctx, id, {
      otherId: other,
      kind: 'parent',
      isMinor: false,
      otherIsMinor: false,
      agreed: true,
      otherAgreed: false,
      evidence: {},
    })
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, id)).filter((k) => k.startsWith('family'))).toEqual([])
    await agreeToLink(ctx, other, link, {})
    await projectCustomers(ctx)
    const rows = await stateOf(ctx, id)
    expect(rows).toMatchObject({
      'friend/li': { text: 'friend', list: ['poster'], since: written(day(3)) },
      'friend/wu': { text: 'deleted_by_customer', since: written(day(4)) },
      'store/s1': { since: written(day(5)) },
      'guide/li': { since: written(day(6)) },
      'touchpoint/wecom_friend': { number: 1, since: written(day(3)) },
      'touchpoint/phone': { number: 1 },
      'touchpoint/': { number: 2 },
      'identifier/phone': { number: 1 },
      'identifier/openid:wx1': { number: 1 },
      'identifier/anonymous': { number: 1 },
      'known/': {},
      'platform/app': {},
      'platform/web': {},
      'family/child': { number: 1 },
      'family/': { number: 1 },
      'figure/orders': { number: 2 },
      'figure/spent_fen': { number: 500 },
      'figure/last_order_at': { at: written(day(7)) },
    })
    expect(await stateOf(ctx, other)).toMatchObject({ 'family/parent': { number: 1 } })
    expect(await wrongRows(ctx)).toEqual([])
  })
})

test('a moment is read as ISO 8601 says, in UTC where it does not', () => {
  expect(momentOf('2026-03-01')).toBe(Date.UTC(2026, 2, 1))
  expect(momentOf('2026-03-01T10:00')).toBe(Date.UTC(2026, 2, 1, 10))
  expect(momentOf('2026-03-01T10:00:00.5Z')).toBe(Date.UTC(2026, 2, 1, 10, 0, 0, 500))
  expect(momentOf('2026-03-01T10:00:00+0800')).toBe(Date.UTC(2026, 2, 1, 2))
  for (const text of ['2026-02-30', '2026-3-1', '20260301', '1899-01-01', '2026-03-01T25:00', '1'])
    expect(momentOf(text), text).toBeUndefined()
})
