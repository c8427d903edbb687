import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { keepAudiences } from '../round.ts'
import { routes } from '../routes.ts'
import type { Rule } from '../rule.ts'
import { happen, know, newCustomers } from '../testing.ts'
import { makeAudience } from '../testing-audiences.ts'
import { isShortAtCost } from './pool-routes.ts'

let ctx: TestCtx
let api: Api
let key: string

const visited: Rule = {
  kind: 'did',
  event: { any_of: [{ event: 'visited', where: [] }] },
  window: { kind: 'last', span: { n: 30, unit: 'day' } },
  times: { op: 'gte', value: 1 },
}
const objective = (measure: string, target: number) => ({
  ...{ text: '半年内把私域好友做到一千', measure, target, until: '2027-01-01' },
})

beforeEach(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
})
const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) =>
  api.call(method, url, { key, ...(body && { body }) })

async function staffMember(): Promise<string> {
  const id = randomUUIDv7()
  await sql`insert into staff (tenant_id, id, code, name, created_at) values (${ctx.tenantId}, ${id}, ${`G${id.slice(-6)}`}, '王店长', now())`.execute(
    ctx.pg,
  )
  return id
}

async function vips(count: number): Promise<{ ids: number[]; audience: string }> {
  const ids = await newCustomers(ctx, count)
  await know(
    ctx,
    ids.map((customer) => ({ customer, kind: 'tag', key: 'vip' })),
  )
  const audience = await makeAudience(ctx, { kind: 'tags', match: 'any', tags: ['vip'] })
  await keepAudiences(ctx, (tenantId) => ({ ...ctx, tenantId }))
  return { ids, audience }
}

const whole = async (audience: string) => ({
  name: '会员私域池',
  audience_id: audience,
  carriers: ['wecom_friend', 'mini_program'],
  owner_id: await staffMember(),
  why_come: '新人礼与一对一选茶',
  why_stay: '每月新茶先品',
  behaviour: visited,
  behaviour_text: '每月来看一次',
  short_objective: objective('size', 8),
  long_objective: objective('amount_fen', 1_000_000),
})

test('a pool does not go live before it says who, how, whose, why and what for', async () => {
  const { audience } = await vips(1)
  const { status, body: made } = await call('POST', '/pools', { name: '会员私域池' })
  expect(status).toBe(201)
  expect(made.missing).toEqual([
    ...['audience_id', 'carriers', 'owner_id', 'why_come', 'why_stay', 'behaviour'],
    ...['short_objective', 'long_objective'],
  ])
  const refused = await call('POST', `/pools/${made.id}/state`, { state: 'live' })
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { code: 'pool_incomplete', details: { missing: made.missing } } },
  })
  const { name, ...rest } = await whole(audience)
  const edited = await call('PATCH', `/pools/${made.id}`, { ...rest, revision: made.revision })
  expect(edited.body).toMatchObject({ name, missing: [], state: 'draft' })
  const live = await call('POST', `/pools/${made.id}/state`, { state: 'live' })
  expect(live.body.state).toBe('live')
  const archive = await call('DELETE', `/audiences/${audience}`)
  expect(archive.body).toMatchObject({ error: { code: 'audience_in_use' } })
  const uses = await call('GET', `/audiences/${audience}/uses`)
  expect(uses.body.items).toEqual([{ kind: 'pool', id: made.id, name, state: 'live' }])
  const emptied = await call('PATCH', `/pools/${made.id}`, {
    ...{ why_stay: '', revision: live.body.revision },
  })
  expect(emptied.body.error).toMatchObject({
    ...{ code: 'pool_incomplete', details: { missing: ['why_stay'] } },
  })
  const stale = await call('PATCH', `/pools/${made.id}`, { description: '旧', revision: 1 })
  expect(stale.body).toMatchObject({ error: { code: 'edited_meanwhile' } })
})

test('a pool whose audience is a draft does not go live, since nobody would be in it', async () => {
  const { audience } = await vips(1)
  await sql`update audience set state = 'draft' where tenant_id = ${ctx.tenantId} and id = ${audience}`.execute(
    ctx.pg,
  )
  const { body } = await call('POST', '/pools', await whole(audience))
  const refused = await call('POST', `/pools/${body.id}/state`, { state: 'live' })
  expect(refused.body).toMatchObject({ error: { code: 'pool_audience_not_live' } })
})

test('its size stands in both calibres, with who can be reached, on two ways, and who does what it is for', async () => {
  const { ids, audience } = await vips(4)
  const [a = 0, b = 0, c = 0] = ids
  const way = (customer: number, kind: string) => ({
    customer,
    kind: 'touchpoint',
    key: kind,
    value: 1,
  })
  const all = (customer: number, value: number) => ({
    customer,
    kind: 'touchpoint',
    key: '',
    value,
  })
  await know(ctx, [
    ...[way(a, 'wecom_friend'), way(a, 'mini_program'), all(a, 2)],
    ...[way(b, 'official_account'), all(b, 1)],
    ...[way(c, 'phone'), all(c, 1)],
    ...ids.map((customer) => ({ customer, kind: 'known', key: '' })),
    { customer: a, kind: 'attribute', key: 'points_balance', value: 120 },
  ])
  const at = Date.now() - 86_400_000
  const order = { commerce_order: 'o1', lines: [] }
  await happen(ctx, [
    { customer: a, name: 'visited', at, props: {} },
    { customer: b, name: 'visited', at: at - 60 * 86_400_000, props: {} },
    { customer: a, name: 'order_paid', at, props: order, revenueFen: 25_000 },
  ])
  const { body: pool } = await call('POST', '/pools', await whole(audience))
  const { body } = await call('GET', `/pools/${pool.id}/figures`)
  expect(body.figures).toMatchObject({
    ...{ size: 4, friends: 1, wechat: 2, reachable: 3, two_live: 1, attained: 1 },
    ...{ known: 4, with_points: 1, orders: 1, members: 0, locked_in: 0 },
  })
  expect(body.objectives).toMatchObject([
    { term: 'short', measure: 'size', now: 4, target: 8, share: 5_000 },
    { term: 'long', measure: 'amount_fen', target: 1_000_000 },
  ])
  expect(body.readiness).toEqual([
    { what: 'points', share: 2_500, wanted: 5_000, passes: false },
    { what: 'membership', share: 0, wanted: 5_000, passes: false },
    { what: 'portrait', share: 0, wanted: 6_000, passes: false },
    { what: 'crm', share: 10_000, wanted: 8_000, passes: true },
  ])
})

test('members and who is locked in are counted by the own programme and by what other systems tell', async () => {
  const { ids, audience } = await vips(6)
  const [level, number, stored, spent, running, subscribed] = ids as [
    ...[number, number, number, number, number, number],
  ]
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const attribute = (customer: number, key: string, value: number | string) => ({
    ...{ customer, kind: 'attribute', key, value },
  })
  await know(ctx, [
    attribute(level, 'member_level', 'gold'),
    { customer: number, kind: 'identifier', key: 'member_id' },
    attribute(stored, 'stored_value_fen', 5_000),
    attribute(stored, 'benefit_card_until', day(40)),
    attribute(spent, 'stored_value_fen', 0),
    attribute(spent, 'benefit_card_until', day(-3)),
    attribute(running, 'benefit_card_until', day(40)),
  ])
  const at = Date.now() - 86_400_000
  await happen(ctx, [
    { customer: subscribed, name: 'subscription_started', at, props: {} },
    { customer: spent, name: 'subscription_started', at: at - 400 * 86_400_000, props: {} },
  ])
  const { body: pool } = await call('POST', '/pools', {
    ...(await whole(audience)),
    ...{ name: '锁客池' },
  })
  const { body } = await call('GET', `/pools/${pool.id}/figures`)
  expect(body.figures).toMatchObject({ size: 6, members: 2, with_points: 0, locked_in: 3 })
})

test('pools of one name, of strangers’ audiences or staff, and of others’ brands are refused', async () => {
  const { audience } = await vips(1)
  const given = await whole(audience)
  const { body: pool } = await call('POST', '/pools', given)
  expect((await call('POST', '/pools', { name: '会员私域池' })).body).toMatchObject({
    error: { code: 'pool_name_taken' },
  })
  const strange = { name: '别的', audience_id: randomUUIDv7() }
  expect((await call('POST', '/pools', strange)).status).toBe(404)
  const owner = { name: '别的', owner_id: randomUUIDv7() }
  expect((await call('POST', '/pools', owner)).status).toBe(404)
  const broken = { name: '别的', behaviour: { ...visited, times: { op: 'lt', value: 0 } } }
  expect((await call('POST', '/pools', broken)).body).toMatchObject({ error: { code: 'bad_rule' } })
  const other = await testCtx()
  const theirs = await testApi(other, { domains: [routes] })
  const theirKey = await keyOf(other, 'owner')
  const seen = await theirs.call('GET', `/pools/${pool.id}`, { key: theirKey })
  expect(seen.status).toBe(404)
  const analyst = await signInAs(api, await addPerson(ctx, 'analyst'))
  const write = await api.call('POST', '/pools', { session: analyst, body: { name: '我的' } })
  expect(write.status).toBe(403)
})

test('a short-term objective that is met while the long-term one falls is warned of', async () => {
  const { ids, audience } = await vips(2)
  const day = 86_400_000
  const now = Date.now()
  await sql`update audience set created_at = ${new Date(now - 90 * day)} where tenant_id = ${ctx.tenantId} and id = ${audience}`.execute(
    ctx.pg,
  )
  const order = (customer: number, name: string, at: number, fen: number) => ({
    ...{ customer, name: 'order_paid', at, revenueFen: fen },
    props: { commerce_order: name, lines: [] },
  })
  await happen(ctx, [order(ids[0] as number, 'o1', now - 2 * day, 500)])
  const given = await whole(audience)
  const { body: pool } = await call('POST', '/pools', {
    ...given,
    short_objective: objective('size', 2),
  })
  const { body } = await call('GET', `/pools/${pool.id}/figures`)
  // Nobody was inside thirty days ago, so nothing was sold to the pool then.
  expect(body.objectives).toMatchObject([
    { term: 'short', now: 2, before: 0, share: 10_000 },
    { term: 'long', now: 500, before: 0 },
  ])
  expect(body.short_at_cost).toBe(false)
  const terms = (share: number, long: number, before: number | null) => [
    { term: 'short', share, now: 1, before: null },
    { term: 'long', share: 0, now: long, before },
  ]
  expect(isShortAtCost(terms(10_000, 8, 9))).toBe(true)
  expect(isShortAtCost(terms(10_000, 9, 9))).toBe(false)
  expect(isShortAtCost(terms(9_999, 8, 9))).toBe(false)
  expect(isShortAtCost(terms(10_000, 8, null))).toBe(false)
})
