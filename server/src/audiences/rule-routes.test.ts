import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { applyRelations, catchUp } from '../profile/index.ts'
import { routes } from './routes.ts'
import type { Rule } from './rule.ts'
import { happen, know, newCustomers } from './testing.ts'

const DAY = 86_400_000
let ctx: TestCtx
let api: Api
let key: string
let ids: number[]

const paid: Rule = {
  kind: 'did',
  event: { any_of: [{ event: 'paid', where: [] }] },
  window: { kind: 'last', span: { n: 30, unit: 'day' } },
  times: { op: 'gte', value: 2 },
}
const vip: Rule = { kind: 'tags', match: 'any', tags: ['vip'] }

beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
  ids = await newCustomers(ctx, 6)
  const now = Date.now()
  const visit = (i: number, ago: number) => ({
    ...{ customer: ids[i] ?? 0, name: 'paid', at: now - ago * DAY, props: { item: 'tea' } },
  })
  await happen(ctx, [visit(0, 1), visit(0, 2), visit(1, 1), visit(1, 40), visit(2, 1), visit(2, 3)])
  await know(ctx, [
    ...[1, 2].map((i) => ({ customer: ids[i] ?? 0, kind: 'tag', key: 'vip' })),
    ...[0, 1].map((i) => ({ customer: ids[i] ?? 0, kind: 'touchpoint', key: '', value: 1 })),
    { customer: ids[0] ?? 0, kind: 'friend', key: 'wang', value: 'friend' },
    { customer: ids[3] ?? 0, kind: 'store', key: 's1' },
  ])
  await applyRelations(ctx, [
    {
      ...{ node: ids[0] ?? 0, staffId: 'wang', state: 'friend', storeId: null, channelId: null },
      ...{ source: 'wecom', addedAt: new Date('2026-01-01'), endedAt: null },
    },
  ])
  await catchUp(ctx)
})

const post = (url: string, body: object, as: object = { key }) =>
  api.call('POST', url, { ...as, body })
const asWang = async () => ({
  session: await signInAs(api, await addPerson(ctx, 'operator', { kind: 'own', ids: ['wang'] })),
})

describe('a rule that nobody has kept yet', () => {
  test('is counted exactly, with everybody and those who can be reached', async () => {
    const { body } = await post('/audiences/estimate', { rule: paid })
    expect(body).toMatchObject({ size: 2, everybody: 6, reachable: 1, exact: true })
    const both = await post('/audiences/estimate', { rule: { kind: 'all', rules: [paid, vip] } })
    expect(both.body).toMatchObject({ size: 1, reachable: 0 })
    const none = await post('/audiences/estimate', { rule: { kind: 'not', rule: vip } })
    expect(none.body.size).toBe(4)
  })

  test('shows who is inside page by page, and which conditions made it so', async () => {
    const rule: Rule = { kind: 'any', rules: [paid, { kind: 'not', rule: vip }] }
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const { body } = await post('/audiences/preview', { rule, limit: 2, cursor })
      const page = body as unknown as {
        items: { customer: { id: number }; reasons: object[] }[]
        next_cursor: string | null
      }
      seen.push(...page.items.map((i) => [i.customer.id, i.reasons]))
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    const did = { path: ['rules', 0], holds: true }
    const noVip = { path: ['rules', 1, 'rule'], holds: false }
    expect(seen).toEqual([
      [ids[0], [did, noVip]],
      [ids[2], [did]],
      ...[3, 4, 5].map((i) => [ids[i], [noVip]]),
    ])
  })

  test('is counted and shown to a guide as far as her own customers go', async () => {
    const wang = await asWang()
    const all = { rule: { kind: 'everybody' } }
    const { body } = await post('/audiences/estimate', all, wang)
    expect(body).toMatchObject({ size: 1, everybody: 1, reachable: 1 })
    const shown = await post('/audiences/preview', all, wang)
    expect(shown.body.items).toMatchObject([{ customer: { id: ids[0] } }])
    expect((await api.call('GET', '/audiences/values?of=attribute&name=city', wang)).status).toBe(
      403,
    )
  })

  test('of another brand counts nobody of this one', async () => {
    const other = await testCtx()
    const { body } = await post(
      '/audiences/estimate',
      { rule: paid },
      { key: await keyOf(other, 'owner') },
    )
    expect(body).toMatchObject({ size: 0, everybody: 0 })
  })

  test('that is none says which part is wrong, and where', async () => {
    const rule = {
      kind: 'all',
      rules: [
        { kind: 'did', event: { any_of: [] }, times: { op: 'gte' } },
        { kind: 'wishes' },
        { kind: 'any', rules: [] },
        { kind: 'audience', audience: crypto.randomUUID(), is: 'in' },
      ],
    }
    const { body } = await post('/audiences/check', { rule })
    const problems = body.problems as unknown as { path: unknown; code: string }[]
    expect(problems.map((p) => [p.path, p.code])).toEqual([
      [['rules', 0, 'event', 'any_of'], 'required'],
      [['rules', 0, 'times', 'value'], 'required'],
      [['rules', 1, 'kind'], 'unknown_kind'],
      [['rules', 2], 'empty_group'],
    ])
    for (const url of ['/audiences/estimate', '/audiences/preview', '/audiences']) {
      const refused = await post(url, { name: 'x', rule })
      expect([url, refused.status, refused.body.error]).toMatchObject([
        url,
        400,
        { code: 'bad_rule' },
      ])
    }
  })

  test('that makes no sense is refused with the place', async () => {
    for (const [rule, code] of [
      [{ kind: 'audience', audience: crypto.randomUUID(), is: 'in' }, 'audience_unknown'],
      [{ kind: 'attribute', name: 'id_card', is: { op: 'is_set' } }, 'sensitive_attribute'],
      [{ kind: 'attribute', name: 'city', is: { op: 'matches', pattern: '(' } }, 'pattern_refused'],
    ] as const) {
      const { body } = await post('/audiences/check', { rule })
      expect(body.problems, code).toMatchObject([{ code }])
      const refused = await post('/audiences/estimate', { rule })
      expect([refused.status, refused.body.error]).toMatchObject([400, { code: 'bad_rule' }])
    }
    expect((await post('/audiences/check', { rule: paid })).body).toEqual({ problems: [] })
  })

  test('that is nested without end is refused before anybody follows it', async () => {
    const depth = 50_000
    const body = `{"rule":${'{"kind":"not","rule":'.repeat(depth)}{"kind":"everybody"}${'}'.repeat(depth)}}`
    for (const url of ['/audiences/check', '/audiences/estimate']) {
      const { status, text } = await api.call('POST', url, {
        key,
        body,
        headers: { 'content-type': 'application/json' },
      })
      expect([url, status < 500, text.includes('rule_too_deep')]).toEqual([url, true, true])
    }
  })
})

test('the vocabulary names what the brand has, and nothing sensitive', async () => {
  await know(ctx, [
    { customer: ids[0] ?? 0, kind: 'attribute', key: 'city', value: '上海' },
    { customer: ids[1] ?? 0, kind: 'attribute', key: 'city', value: '北京' },
    { customer: ids[2] ?? 0, kind: 'attribute', key: 'city', value: '上海' },
    { customer: ids[0] ?? 0, kind: 'attribute', key: 'shoe_size', value: 38 },
    { customer: ids[0] ?? 0, kind: 'attribute', key: 'id_card', value: 'secret' },
  ])
  await sql`insert into event_property (tenant_id, event_name, name, type, sample)
    values (${ctx.tenantId}, 'paid', 'item', 'string', '"tea"')`.execute(ctx.pg)
  const { body, text } = await api.call('GET', '/audiences/vocabulary', { key })
  const item = (sample: string | null) => ({ name: 'item', type: 'string', sample })
  expect(body.events).toMatchObject([{ name: 'paid', total: 6, properties: [item('tea')] }])
  // A sample is a value of some customer, who may be out of sight.
  const hers = await api.call('GET', '/audiences/vocabulary', await asWang())
  expect(hers.body.events).toMatchObject([{ properties: [item(null)] }])
  const attributes = body.attributes as unknown as { name: string; seen: boolean }[]
  expect(attributes.find((a) => a.name === 'shoe_size')).toMatchObject({ seen: true, type: null })
  expect(body.stores).toContainEqual({ code: 's1', name: 's1' })
  expect(text).not.toContain('id_card')
  const city = await api.call('GET', '/audiences/values?of=attribute&name=city', { key })
  expect(city.body.items).toEqual([
    { value: '上海', label: '上海', count: 2 },
    { value: '北京', label: '北京', count: 1 },
  ])
  const items = await api.call('GET', '/audiences/values?of=property&event=paid&name=item', { key })
  expect(items.body.items).toEqual([{ value: 'tea', label: 'tea', count: 6 }])
  const secret = await api.call('GET', '/audiences/values?of=attribute&name=id_card', { key })
  expect([secret.status, secret.body.error]).toMatchObject([403, { code: 'sensitive_name' }])
  for (const of of ['product', 'category'])
    expect((await api.call('GET', `/audiences/values?of=${of}`, { key })).body.items).toEqual([])
})
