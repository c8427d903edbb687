import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { mergeCustomers, resolve, unmerge, useMergePolicy } from '../identity/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { applyAttributes } from './attributes.ts'
import { rebuildBrand, wrongRows } from './checks.ts'
import { recordConsents } from './consent-store.ts'
import { customerExports, exportedCustomers, Params } from './customer-export.ts'
import { CustomerFilter } from './filter.ts'
import { countCustomers, listCustomers, matchingCustomers } from './list.ts'
import { useOrderBook } from './order-figures.ts'
import { lockProjection } from './projection-lock.ts'
import { applyTags } from './tags.ts'

useMergePolicy({ staysAlone: async () => [] })

interface Given {
  ids?: Record<string, string>
  attributes?: Record<string, unknown>
  tags?: string[]
}

/** A customer as events would make it. */
async function customer(ctx: Ctx, given: Given): Promise<number> {
  const ids = given.ids ?? { anonymous: randomUUIDv7() }
  return inTx(ctx, async (ctx) => {
    const { resolutions } = await resolve(ctx, [
      {
        at: Date.now(),
        intent: 'observe',
        identifiers: Object.entries(ids).map(([namespace, value]) => ({ namespace, value })),
        isVerified: true,
        source: 'test',
        reason: 'seen',
      },
    ])
    const node = resolutions[0]?.node ?? 0
    await applyAttributes(
      ctx,
      Object.entries(given.attributes ?? {}).map(([name, value]) => ({
        node,
        source: 'crm',
        at: Date.now(),
        eventId: randomUUIDv7(),
        op: 'set',
        name,
        value,
      })),
    )
    await applyTags(
      ctx,
      (given.tags ?? []).map((tag) => ({ node, tag, source: 'crm', at: new Date() })),
    )
    return node
  })
}

const say = (ctx: Ctx, node: number, state: 'given' | 'withdrawn') =>
  inTx(ctx, (ctx) =>
    recordConsents(ctx, [
      {
        node,
        purpose: 'marketing',
        channel: 'all',
        state,
        textVersion: null,
        source: 'test',
        isClaimed: false,
        evidence: {},
        at: new Date(),
      },
    ]),
  )

async function found(ctx: Ctx, filter: CustomerFilter): Promise<number[]> {
  const page = await listCustomers(ctx, { filter, sort: 'last_seen', limit: 200 })
  return page.items.map((c) => c.id).sort((a, b) => a - b)
}
const search = (ctx: Ctx, q: string) => found(ctx, { q })

test('a beginning that more have than are named one by one still finds every one of them', async () => {
  const ctx = await testCtx()
  const many = 2_100
  await inTx(ctx, async (ctx) => {
    const at = Date.now()
    const seen = {
      at,
      intent: 'observe',
      isVerified: true,
      source: 'test',
      reason: 'seen',
    } as const
    await resolve(
      ctx,
      Array.from({ length: many }, (_, i) => ({
        ...seen,
        identifiers: [{ namespace: 'member_id', value: `vip-${i}` }],
      })),
    )
  })
  await customer(ctx, { ids: { member_id: 'plain-1' } })
  await rebuildBrand(ctx)
  expect(await countCustomers(ctx, { q: 'vip-' })).toBe(many)
  expect(await countCustomers(ctx, { q: 'vip-20' })).toBe(111)
  expect(await search(ctx, 'vip-209')).toHaveLength(11)
  expect(await search(ctx, 'plain')).toHaveLength(1)
})

test('a customer is found by one, two or three characters anywhere in the name', async () => {
  const ctx = await testCtx()
  const wang = await customer(ctx, { attributes: { name: '王小明' } })
  const ming = await customer(ctx, { attributes: { nickname: '小明同学' } })
  const latin = await customer(ctx, { attributes: { $name: 'Ｌi Wei' } })
  expect(await search(ctx, '王')).toEqual([wang])
  expect(await search(ctx, '小明')).toEqual([wang, ming])
  expect(await search(ctx, '明同学')).toEqual([ming])
  expect(await search(ctx, '王小明')).toEqual([wang])
  expect(await search(ctx, 'wei')).toEqual([latin])
  expect(await search(ctx, 'li w')).toEqual([latin])
  expect(await search(ctx, '明小')).toEqual([])
})

test('three characters that stand apart in a name are not the three in a row', async () => {
  const ctx = await testCtx()
  await customer(ctx, { attributes: { name: '欧阳阳欧' } })
  const hers = await customer(ctx, { attributes: { name: '阳欧阳' } })
  expect(await search(ctx, '阳欧阳')).toEqual([hers])
})

test('a customer is found by any identifier, its beginning, the end of the phone, the number and a tag', async () => {
  const ctx = await testCtx()
  const id = await customer(ctx, {
    ids: { phone: '+8613800138000', 'openid:wx1': 'oABCdef12345' },
    tags: ['高潜'],
  })
  await customer(ctx, { ids: { phone: '+8613900139111' } })
  for (const q of [
    '13800138000',
    '+8613800138000',
    '138001',
    'oABCdef12345',
    'oABC',
    '8000',
    '高潜',
  ])
    expect(await search(ctx, q), q).toEqual([id])
  expect(await search(ctx, String(id))).toEqual([id])
  expect(await search(ctx, 'ABCdef')).toEqual([])
  expect(await search(ctx, '100%')).toEqual([])
})

test('a customer is found by the number of an order', async () => {
  const ctx = await testCtx()
  const id = await customer(ctx, {})
  useOrderBook({
    figuresOf: async () => new Map([[id, { orders: 2, spentFen: 500, lastAt: new Date() }]]),
    nodesOfNumber: async (_, number) => (number === 'SO-1' ? [id] : []),
    purchasesOf: async () => [],
    valueOf: async () => [],
  })
  expect(await search(ctx, 'SO-1')).toEqual([id])
  expect(await found(ctx, { orders: { min: 2 }, spent_fen: { max: 500 } })).toEqual([id])
  expect(await found(ctx, { orders: { min: 3 } })).toEqual([])
})

test('tags, attributes, kinds of identifiers and being known narrow a list together', async () => {
  const ctx = await testCtx()
  const a = await customer(ctx, {
    ids: { phone: '+8613811110001' },
    attributes: { city: '上海', age: 30, birthday: '1996-05-01' },
    tags: ['VIP', '护肤'],
  })
  const b = await customer(ctx, { attributes: { city: '北京', age: 41 }, tags: ['VIP'] })
  const c = await customer(ctx, { attributes: { city: '上海' }, tags: ['护肤'] })
  const d = await customer(ctx, {})
  expect(await found(ctx, { tags: { all: ['VIP', '护肤'] } })).toEqual([a])
  expect(await found(ctx, { tags: { any: ['VIP', '护肤'] } })).toEqual([a, b, c])
  expect(await found(ctx, { tags: { none: ['VIP'] } })).toEqual([c, d])
  const where = (attribute: unknown) =>
    found(ctx, CustomerFilter.parse({ attributes: [attribute] }))
  expect(await where({ name: 'city', op: 'is', value: ['上海', '广州'] })).toEqual([a, c])
  expect(await where({ name: 'city', op: 'is_not', value: ['上海'] })).toEqual([b, d])
  expect(await where({ name: 'city', op: 'contains', value: '海' })).toEqual([a, c])
  expect(await where({ name: 'age', op: 'gte', value: 40 })).toEqual([b])
  expect(await where({ name: 'age', op: 'set' })).toEqual([a, b])
  expect(await where({ name: 'age', op: 'not_set' })).toEqual([c, d])
  expect(await where({ name: 'birthday', op: 'lt', value: '2000-01-01' })).toEqual([a])
  expect(await found(ctx, { known: true })).toEqual([a])
  expect(await found(ctx, { namespace: 'phone' })).toEqual([a])
  expect(await found(ctx, { namespace: 'phone', value: '13811110001' })).toEqual([a])
  expect(await found(ctx, { tags: { all: ['VIP'] }, known: false })).toEqual([b])
  expect(await countCustomers(ctx, { tags: { any: ['VIP', '护肤'] } })).toBe(3)
})

test('a merge makes one row of two, and taking it back makes two of one', async () => {
  const ctx = await testCtx()
  const a = await customer(ctx, { ids: { phone: '+8613822220001' }, attributes: { name: '张三' } })
  const b = await customer(ctx, { ids: { member_id: 'm1' }, tags: ['老客'] })
  const { mergeId } = await mergeCustomers(ctx, a, b, 'same person')
  expect(await search(ctx, '张三')).toEqual([a])
  expect(await found(ctx, { tags: { all: ['老客'] }, q: '张三' })).toEqual([a])
  expect(await search(ctx, 'm1')).toEqual([a])
  await unmerge(ctx, mergeId, 'they are two')
  expect(await search(ctx, 'm1')).toEqual([b])
  expect(await found(ctx, { tags: { all: ['老客'] } })).toEqual([b])
  expect(await search(ctx, '张三')).toEqual([a])
  expect(await wrongRows(ctx, [a, b])).toEqual([])
})

test('pages follow each other without a gap or a repeat, and only the first counts', async () => {
  const ctx = await testCtx()
  const all: number[] = []
  for (let i = 0; i < 7; i++) all.push(await customer(ctx, { attributes: { name: `同名${i}` } }))
  const seen: number[] = []
  let cursor: string | undefined
  for (let page = 0; page < 4; page++) {
    const answer = await listCustomers(ctx, {
      filter: { q: '同名' },
      sort: 'first_seen',
      limit: 2,
      cursor,
    })
    expect(answer.total).toEqual(page === 0 ? { value: 7, exact: true } : null)
    seen.push(...answer.items.map((c) => c.id))
    cursor = answer.next_cursor ?? undefined
  }
  expect(cursor).toBeUndefined()
  expect(seen.toSorted((a, b) => a - b)).toEqual(all)
})

test('all that match come in sets, each once', async () => {
  const ctx = await testCtx()
  const all: number[] = []
  for (let i = 0; i < 5; i++) all.push(await customer(ctx, { tags: ['送'] }))
  await customer(ctx, { tags: ['不送'] })
  const sets: number[][] = []
  for await (const set of matchingCustomers(ctx, { tags: { any: ['送'] } }, 2)) sets.push(set)
  expect(sets.map((s) => s.length)).toEqual([2, 2, 1])
  expect(sets.flat()).toEqual(all)
})

test('who lists while the lists are being brought up to date waits a moment, and finds the change', async () => {
  const ctx = await testCtx()
  const mine = await customer(ctx, {})
  // She waits half a second by the clock: it stands still, so that a busy machine is given time.
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const listing = await inTx(ctx, async (tx) => {
    await lockProjection(tx)
    const listing = listCustomers(ctx, { filter: {}, sort: 'last_seen', limit: 10 })
    await expect
      .poll(
        async () =>
          (
            await sql`select 1 from pg_stat_activity where datname = current_database()
              and query like '%pg_try_advisory_xact_lock%' and state <> 'idle' and pid <> pg_backend_pid()`.execute(
              ctx.pg,
            )
          ).rows.length,
      )
      .toBe(1)
    // Not the promise itself: the transaction would wait for it, and it for the transaction.
    return [listing]
  })
  expect((await listing[0])?.items.map((i) => i.id)).toEqual([mine])
})

test('another brand’s customers are nowhere, and a scope hides what is outside', async () => {
  const ctx = await testCtx()
  const other = await testCtx()
  await customer(other, { attributes: { name: '王五' }, tags: ['VIP'] })
  const mine = await customer(ctx, { attributes: { name: '王五' }, tags: ['VIP'] })
  const hidden = await customer(ctx, { attributes: { name: '王六' }, tags: ['VIP'] })
  await sql`insert into relation (tenant_id, node_id, staff_id, state, source, added_at)
    values (${ctx.tenantId}, ${mine}, 'li', 'friend', 'wecom', now())`.execute(ctx.pg)
  expect(await search(ctx, '王')).toEqual([mine, hidden])
  const guide = { ...ctx, actor: { ...ctx.actor, scope: { kind: 'own' as const, ids: ['li'] } } }
  expect(await search(guide, '王')).toEqual([mine])
  expect(await found(guide, { tags: { any: ['VIP'] } })).toEqual([mine])
  expect(await countCustomers(guide, {})).toBe(1)
})

test('what the rows hold is what the tables say, and what differs is found and mended', async () => {
  const ctx = await testCtx()
  const id = await customer(ctx, { attributes: { name: '赵六', likes: ['茶'] }, tags: ['VIP'] })
  await search(ctx, '赵六')
  expect(await wrongRows(ctx, [id])).toEqual([])
  await sql`update customer_search set terms = '{}' where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  expect(await search(ctx, '赵六')).toEqual([])
  expect(await wrongRows(ctx, [id])).toEqual([id])
  await rebuildBrand(ctx)
  expect(await search(ctx, '赵六')).toEqual([id])
  expect(await wrongRows(ctx, [id])).toEqual([])
})

test('an export leaves out who said no, also while it is written, and who was erased', async () => {
  const ctx = await testCtx()
  const all: number[] = []
  for (let i = 0; i < 3; i++)
    all.push(await customer(ctx, { attributes: { name: `出口${i}`, city: '上海' }, tags: ['出'] }))
  const [first = 0, second = 0, third = 0] = all
  await say(ctx, first, 'withdrawn')
  const params = { filter: { tags: { all: ['出'] } }, attributes: ['city'], purpose: 'marketing' }
  const kind = customerExports.customers
  if (!kind) throw new Error('customers cannot be exported')
  const open = kind.open(ctx, kind.parse(params))
  expect(await open.count()).toBe(3)
  const columns = (await open.columns()).map((c) => c.key)
  const rows: unknown[] = []
  for await (const row of open.stream()) rows.push([row[0], row[columns.indexOf('attribute.city')]])
  expect(rows).toEqual([
    [second, '上海'],
    [third, '上海'],
  ])
  const written: unknown[] = []
  for await (const row of exportedCustomers(ctx, Params.parse(params), 1)) {
    written.push(row[0])
    await say(ctx, third, 'withdrawn')
  }
  expect(written).toEqual([second])
})
