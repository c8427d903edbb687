import { sql } from 'kysely'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { applyRelations, catchUp } from '../profile/index.ts'
import { roundOf } from './round.ts'
import { routes } from './routes.ts'
import { know, newCustomers } from './testing.ts'

let ctx: TestCtx
let api: Api
let key: string
let ids: number[]
/** A list that customers 0 to 4 were put on, and 0 and 1 taken off two days later. */
let list: string

const at = (day: number) => new Date(Date.UTC(2026, 5, day, 4))
const ask = async (method: string, url: string, body?: object, as: object = { key }) =>
  api.call(method, url, { ...as, ...(body && { body }) })
const put = (id: string, mode: string, customers: readonly number[]) =>
  ask('PUT', `/audiences/${id}/list`, {
    mode,
    identifiers: customers.map((c) => ({ namespace: 'customer', value: String(c) })),
  })
const listOf = async (name: string, customers: readonly number[]) => {
  const id = String((await ask('POST', '/audiences', { name, kind: 'static' })).body.id)
  await put(id, 'add', customers)
  return id
}
const asWang = async () => ({
  session: await signInAs(api, await addPerson(ctx, 'operator', { kind: 'own', ids: ['wang'] })),
})
const idsIn = (body: object) => (body as { items: { id: number }[] }).items.map((c) => c.id)

beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
  ids = await newCustomers(ctx, 40)
  await applyRelations(ctx, [
    {
      ...{ node: ids[2] ?? 0, staffId: 'wang', state: 'friend', storeId: null, channelId: null },
      ...{ source: 'wecom', addedAt: new Date('2026-01-01'), endedAt: null },
    },
  ])
  await know(ctx, [{ customer: ids[2] ?? 0, kind: 'friend', key: 'wang', value: 'friend' }])
  await catchUp(ctx)
  api.base.clock.now = at(10)
  list = await listOf('people', ids.slice(0, 5))
  api.base.clock.now = at(12)
  await put(list, 'remove', ids.slice(0, 2))
  api.base.clock.now = undefined
})
afterEach(() => {
  api.base.clock.now = undefined
})

describe('inside an audience', () => {
  test('customers are shown page by page', async () => {
    const first = await ask('GET', `/audiences/${list}/customers?limit=2`)
    expect(idsIn(first.body)).toEqual([ids[2], ids[3]])
    const second = await ask(
      'GET',
      `/audiences/${list}/customers?limit=2&cursor=${first.body.next_cursor}`,
    )
    expect([idsIn(second.body), second.body.next_cursor]).toEqual([[ids[4]], null])
    const foreign = await ask('GET', `/audiences/${list}/customers?cursor=nonsense`)
    expect(foreign.status).toBe(400)
  })

  test('a guide finds her own customers and is told of no others', async () => {
    const wang = await asWang()
    const inside = await ask('GET', `/audiences/${list}/customers`, undefined, wang)
    expect(idsIn(inside.body)).toEqual([ids[2]])
    const { body } = await ask('GET', `/audiences/${list}`, undefined, wang)
    expect(body.size).toBe(1)
    const then = await ask('GET', `/audiences/${list}/at?at=2026-06-11T00:00:00Z`, undefined, wang)
    expect([then.body.size, idsIn(then.body)]).toEqual([1, [ids[2]]])
    const days = await ask(
      'GET',
      `/audiences/${list}/trend?from=2026-06-10&to=2026-06-12`,
      undefined,
      wang,
    )
    expect(days.body.items).toMatchObject([{ size: 1 }, { size: 1 }, { size: 1, left: 0 }])
    for (const id of [ids[0], ids[3]]) {
      const hidden = await ask('POST', `/audiences/${list}/explain`, { customer: id }, wang)
      expect(hidden.status).toBe(404)
      expect((await ask('GET', `/customers/${id}/audiences`, undefined, wang)).status).toBe(404)
    }
  })

  test('who was inside at a moment of the past is answered', async () => {
    const then = async (moment: string) => {
      const { body } = await ask('GET', `/audiences/${list}/at?at=${moment}`)
      return [body.size, idsIn(body)]
    }
    expect(await then('2026-06-01T00:00:00Z')).toEqual([0, []])
    expect(await then('2026-06-11T00:00:00Z')).toEqual([5, ids.slice(0, 5)])
    expect(await then('2026-06-13T00:00:00Z')).toEqual([3, ids.slice(2, 5)])
  })

  test('its size is told day by day, with who came and went', async () => {
    const { body } = await ask('GET', `/audiences/${list}/trend?from=2026-06-09&to=2026-06-13`)
    expect(body.items).toEqual([
      { day: '2026-06-09', size: 0, entered: 0, left: 0, silent: false },
      { day: '2026-06-10', size: 5, entered: 5, left: 0, silent: false },
      { day: '2026-06-11', size: 5, entered: 0, left: 0, silent: false },
      { day: '2026-06-12', size: 3, entered: 0, left: 2, silent: false },
      { day: '2026-06-13', size: 3, entered: 0, left: 0, silent: false },
    ])
    const later = await ask('GET', `/audiences/${list}/trend?from=2026-06-12&to=2026-06-12`)
    expect(later.body.items).toMatchObject([{ size: 3, left: 2 }])
    for (const [days, code] of [
      ['from=2026-06-02&to=2026-06-01', 'bad_days'],
      ['from=2020-01-01&to=2026-06-01', 'too_many_days'],
    ]) {
      const refused = await ask('GET', `/audiences/${list}/trend?${days}`)
      expect([refused.status, refused.body.error]).toMatchObject([400, { code }])
    }
  })

  test('the list of audiences tells its size of every day of a month', async () => {
    api.base.clock.now = at(13)
    const itemsOf = <Item>(body: object) => (body as { items: Item[] }).items
    const inList = async (as: object = { key }) => {
      const { body } = await ask('GET', '/audiences?q=people', undefined, as)
      return itemsOf<{ id: string }>(body).find(({ id }) => id === list)
    }
    const { body } = await ask('GET', `/audiences/${list}/trend`)
    const days = itemsOf<{ size: number }>(body).map(({ size }) => size)
    expect(days.slice(-5)).toEqual([0, 5, 5, 3, 3])
    expect(await inList()).toMatchObject({
      ...{ size: 3, month: days, week: { entered: 5, left: 2 } },
    })
    expect(await inList(await asWang())).toMatchObject({
      ...{ size: 1, month: days.map((size) => Math.min(size, 1)), week: { entered: 1, left: 0 } },
    })
    const { body: nobody } = await ask('POST', '/audiences', { name: 'nobody', kind: 'static' })
    expect(nobody).toMatchObject({ size: 0, month: [], week: { entered: 0, left: 0 } })
  })

  test('every change is listed with its customers', async () => {
    const { body } = await ask('GET', `/audiences/${list}/changes?limit=1`)
    expect(body.items).toEqual([
      { version: 2, at: at(12).toISOString(), silent: false, entered: 0, left: 2 },
    ])
    const next = await ask('GET', `/audiences/${list}/changes?limit=1&cursor=${body.next_cursor}`)
    expect(next.body).toMatchObject({ items: [{ version: 1, entered: 5 }], next_cursor: null })
    const gone = await ask('GET', `/audiences/${list}/changes/2/customers?side=left`)
    expect(idsIn(gone.body)).toEqual(ids.slice(0, 2))
    const came = await ask('GET', `/audiences/${list}/changes/2/customers?side=entered`)
    expect(idsIn(came.body)).toEqual([])
  })

  test('a customer knows her audiences and since when, and why', async () => {
    const inside = await ask('GET', `/customers/${ids[3]}/audiences`)
    expect(inside.body.items).toContainEqual({
      ...{ id: list, name: 'people', kind: 'static', state: 'live' },
      since: at(10).toISOString(),
    })
    expect((await ask('GET', `/customers/${ids[0]}/audiences`)).body.items).toEqual([])
    const why = await ask('POST', `/audiences/${list}/explain`, { customer: ids[0] })
    expect(why.body).toMatchObject({
      ...{ holds: null, parts: [], inside: false, since: at(12).toISOString() },
    })
  })

  test('a rule explains its customers, beside the membership as it stands', async () => {
    await know(ctx, [{ customer: ids[7] ?? 0, kind: 'tag', key: 'late' }])
    const { body } = await ask('POST', '/audiences', {
      ...{ name: 'late ones', rule: { kind: 'tags', match: 'any', tags: ['late'] } },
    })
    await ask('POST', `/audiences/${body.id}/go-live`, {})
    const before = await ask('POST', `/audiences/${body.id}/explain`, { customer: ids[7] })
    expect(before.body).toMatchObject({ holds: true, inside: false, since: null })
    await roundOf(ctx)
    const after = await ask('POST', `/audiences/${body.id}/explain`, { customer: ids[7] })
    expect(after.body).toMatchObject({ holds: true, inside: true, reasons: [{ holds: true }] })
    expect((await ask('GET', `/audiences/${body.id}`)).body).toMatchObject({
      size: 1,
      building: false,
    })
  })
})

describe('audiences compared', () => {
  test('overlap in regions of exact size', async () => {
    const [a, b] = [await listOf('a', ids.slice(0, 6)), await listOf('b', ids.slice(4, 9))]
    const { body } = await ask('POST', '/audiences/overlap', { ids: [a, b] })
    expect(body).toEqual({
      sizes: [6, 5],
      regions: [
        { in: [0], size: 4 },
        { in: [1], size: 3 },
        { in: [0, 1], size: 2 },
      ],
    })
    for (const wrong of [[a], [a, a], Array.from({ length: 7 }, () => crypto.randomUUID())])
      expect((await ask('POST', '/audiences/overlap', { ids: wrong })).status).toBe(400)
  })

  test('show what sets one apart from everybody, most surprising first', async () => {
    const tag = (i: number, key: string) => ({ customer: ids[i] ?? 0, kind: 'tag', key })
    const city = (i: number, value: string) => ({
      ...{ customer: ids[i] ?? 0, kind: 'attribute', key: 'city', value },
    })
    const inside = Array.from({ length: 10 }, (_, i) => i + 20)
    const all = ids.map((_, i) => i)
    await know(ctx, [
      ...inside.slice(0, 9).map((i) => tag(i, 'tea')),
      ...[1, 2].map((i) => tag(i, 'tea')),
      ...all.filter((i) => i % 2 === 0).map((i) => tag(i, 'even')),
      ...[20, 21].map((i) => tag(i, 'rare')),
      ...all.map((i) => city(i, i < 20 ? '上海' : '北京')),
      ...all.map((i) => ({ ...city(i, `${i}`), key: 'id_card' })),
    ])
    const id = await listOf(
      'apart',
      inside.map((i) => ids[i] ?? 0),
    )
    const { body } = await ask('GET', `/audiences/${id}/make-up`)
    const items = body.items as unknown as {
      key: string
      value: string
      lift: number
      surprise: number
    }[]
    expect([body.size, body.everybody]).toEqual([10, 40])
    expect(items[0]).toMatchObject({
      ...{ kind: 'tag', key: 'tea', inside: 9, everybody: 11, share: 0.9 },
    })
    expect(items[0]?.lift).toBeCloseTo(0.9 / (11 / 40), 9)
    expect(items.find((t) => t.value === '北京')).toMatchObject({
      inside: 10,
      everybody: 20,
      lift: 2,
    })
    expect(items.find((t) => t.value === '上海')).toMatchObject({ inside: 0, lift: 0 })
    expect(items.find((t) => t.key === 'even')?.surprise).toBeCloseTo(0, 9)
    expect(items.map((t) => t.key)).not.toEqual(expect.arrayContaining(['rare']))
    expect(items.map((t) => t.key)).not.toEqual(expect.arrayContaining(['id_card']))
    const short = await ask('GET', `/audiences/${id}/make-up?limit=1`)
    expect(short.body).toMatchObject({ total: body.total, items: [{ key: 'tea' }] })
  })
})

test('of another brand is nothing to be seen, whatever is asked', async () => {
  const as = { key: await keyOf(await testCtx(), 'owner') }
  for (const url of ['customers', 'at?at=2026-06-11T00:00:00Z', 'trend', 'changes', 'make-up'])
    expect([url, (await ask('GET', `/audiences/${list}/${url}`, undefined, as)).status]).toEqual([
      url,
      404,
    ])
  const explained = await ask('POST', `/audiences/${list}/explain`, { customer: ids[3] }, as)
  expect(explained.status).toBe(404)
  const compared = await ask(
    'POST',
    '/audiences/overlap',
    { ids: [list, list.replace(/^./, 'f')] },
    as,
  )
  expect(compared.status).toBe(404)
  expect((await ask('GET', `/customers/${ids[3]}/audiences`, undefined, as)).status).toBe(404)
  const rule = { kind: 'audience', audience: list, is: 'in' }
  expect((await ask('POST', '/audiences/estimate', { rule }, as)).status).toBe(400)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audience
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows[0]?.n).toBeGreaterThan(3)
})
