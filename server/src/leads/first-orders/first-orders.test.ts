import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { addStaff, addStore, liveService, testBrand } from '../../appointments/testing.ts'
import type { Signal } from '../../collect/index.ts'
import { recordOrders, recordProducts, recordRefunds } from '../../commerce/index.ts'
import { line, order, refund } from '../../commerce/testing.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { type Api, addPerson, signInAs, testApi } from '../../org/testing.ts'
import { everyPersonalData } from '../../personal-data.ts'
import { type Ctx, inTx, type Scope } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { routes } from '../routes.ts'
import { consentText, publishedForm, signedIn } from '../testing.ts'
import { followFirstOrders } from './begin.ts'
import { assignFirstOrders, moveFirstOrder } from './follow.ts'
import { cityOf } from './match.ts'
import { listFirstOrders, serviceOfOrder } from './queries.ts'
import { findSettings, setSettings } from './settings.ts'
import { Rule } from './shapes.ts'

let ctx: TestCtx
beforeEach(async () => {
  useMergePolicy({ staysAlone: async () => [] })
  ctx = await testBrand()
  await consentText(ctx)
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const rule = (name: string, more: Partial<Rule> = {}): Rule =>
  Rule.parse({ id: randomUUID(), name, kind: 'guide', ...more })
const says = (rules: Rule[], is_on = true) =>
  findSettings(ctx).then(({ revision }) => setSettings(ctx, { is_on, rules, revision }))
const all = async (of: Ctx = ctx, filter: Partial<Parameters<typeof listFirstOrders>[1]> = {}) =>
  (await listFirstOrders(of, { limit: 100, ...filter })).items

const said = (node: number, name: string, props: Record<string, unknown> = {}): Signal => ({
  ...{ position: 0, eventId: randomUUID(), node, name, at: ctx.now(), isVerified: true },
  ...{ source: 'commerce', protocol: 'own', platform: '', historical: false, messageId: null },
  ...{ currency: 'CNY', claimedRevenueFen: null, links: {}, props },
})
const hears = (...signals: Signal[]) => inTx(ctx, (ctx) => followFirstOrders(ctx, signals))
let orders = 0
/** She pays for this; the id of the order. */
async function pays(node: number, given: Parameters<typeof order>[2] = {}): Promise<string> {
  orders += 1
  const [outcome] = await recordOrders(ctx, [
    order(`o-${orders}`, 9900, { node, placedAt: ctx.now(), paidAt: ctx.now(), ...given }),
  ])
  if (outcome?.outcome !== 'created') throw new Error(JSON.stringify(outcome))
  await hears(said(node, 'order_paid'))
  return outcome.orderId
}
async function sendsBack(node: number, fen: number, of = orders): Promise<void> {
  await recordRefunds(ctx, [refund(randomUUID(), `o-${of}`, fen, { node, at: ctx.now() })])
  await hears(said(node, 'order_refunded'))
}
/** What the first order has written about her. */
async function written(node: number): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string; value: unknown }>`select name, value from attribute
    where tenant_id = ${ctx.tenantId} and node_id = ${node} and source = 'first_order' and value <> 'null'::jsonb`.execute(
    ctx.pg,
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}
const messages = async () => {
  const { rows } = await sql<{ text: string; link: string | null }>`
    select text, link from service_message where tenant_id = ${ctx.tenantId} and kind = 'service_begun'`.execute(
    ctx.pg,
  )
  return rows
}
const she = async () => (await signedIn(ctx)).node

test('a first order says when, what, where and by which way, with its source; the next one changes nothing', async () => {
  await says([])
  const node = await she()
  const tea = line('tea', 6000, { name: '龙井', category: '茶 / 绿茶' })
  await pays(node, {
    ...{ storeId: 's1', source: 'taobao', totalFen: 9900 },
    lines: [line('cup', 3900), tea],
  })
  const first = {
    ...{ first_order_at: '2026-11-02', first_order_product: '龙井', first_order_store: 'Store s1' },
    ...{ first_order_category: '茶 / 绿茶', first_order_channel: 'taobao' },
  }
  expect(await written(node)).toEqual(first)
  await pays(node, { source: 'jd' })
  expect(await written(node)).toEqual(first)
  expect(await all()).toMatchObject([{ state: 'recorded', service: null, product: '龙井' }])
  expect(await messages()).toEqual([])
})

test('the city is where a parcel goes, also where the city is a province itself', () => {
  expect(cityOf(['浙江省', '杭州市', '西湖区'])).toBe('杭州市')
  expect(cityOf(['上海市', '浦东新区'])).toBe('上海市')
  expect(cityOf(['上海', '上海市', '徐汇区'])).toBe('上海')
  expect(cityOf(['香港'])).toBe('香港')
  expect(cityOf([])).toBeUndefined()
})

test('the first rule that fits starts its service: by product, by category and what is below it, else for all', async () => {
  const made = { brand: null, priceFen: 100, currency: 'CNY', attributes: {}, source: 'test' }
  await recordProducts(ctx, [{ ...made, sku: 'tea', name: '龙井', category: ['茶', '绿茶'] }])
  const [cup, tea, rest] = [
    rule('选杯建议', { skus: ['cup'] }),
    rule('冲泡指导', { categories: [['茶']] }),
    rule('新客关怀'),
  ]
  await says([cup, tea, rest])
  const started = async (...lines: ReturnType<typeof line>[]) => {
    const node = await she()
    await pays(node, { lines, totalFen: lines.reduce((sum, one) => sum + one.totalFen, 0) })
    return (await all()).find(({ customer_id }) => customer_id === node)?.service?.name
  }
  expect(await started(line('cup', 100))).toBe('选杯建议')
  expect(await started(line('tea', 100, { category: '茶 / 绿茶' }))).toBe('冲泡指导')
  expect(await started(line('tin', 100, { category: '茶具' }))).toBe('新客关怀')
  // The order of the rules decides, not that of the lines.
  expect(await started(line('oil', 900), line('cup', 100))).toBe('选杯建议')
})

test('who has bought before is no new buyer, nor is who bought while it was switched off', async () => {
  const [old, off] = [await she(), await she()]
  await recordOrders(ctx, [
    order('old', 100, { node: old, paidAt: new Date(ctx.now().getTime() - 1) }),
  ])
  await says([rule('新客关怀')])
  await pays(old)
  expect(await all()).toEqual([])
  await says([], false)
  await pays(off)
  ctx = { ...ctx, now: () => new Date('2026-11-02T01:00:00Z') }
  await says([rule('新客关怀')])
  await pays(off)
  expect(await all()).toEqual([])
})

test('once a person: words that come twice, at once, by two of her records, and after a merge', async () => {
  await says([rule('新客关怀')])
  const [node, other] = [await she(), await she()]
  await recordOrders(ctx, [order('a', 100, { node, placedAt: ctx.now(), paidAt: ctx.now() })])
  await Promise.all(
    Array.from({ length: 16 }, () => hears(said(node, 'order_paid'), said(node, 'order_paid'))),
  )
  expect(await all()).toHaveLength(1)
  expect(await messages()).toHaveLength(1)
  await mergeCustomers(ctx, node, other, 'the same person')
  await pays(other)
  expect(await all()).toHaveLength(1)
})

test('what a public key claims is no first order', async () => {
  await says([rule('新客关怀')])
  const node = await she()
  await recordOrders(ctx, [
    order('claimed', 100, {
      ...{ node, evidence: 'claimed', placedAt: ctx.now(), paidAt: ctx.now() },
    }),
  ])
  await hears(said(node, 'order_paid'))
  expect(await all()).toEqual([])
})

test('a part that goes back changes nothing; when nothing is left, the service is called off and the next order is her first', async () => {
  await says([rule('新客关怀')])
  const node = await she()
  await pays(node, { source: 'shop', lines: [line('cup', 9900, { name: '杯子' })] })
  await sendsBack(node, 4000)
  expect(await all()).toMatchObject([{ state: 'open' }])
  await sendsBack(node, 5900)
  await sendsBack(node, 0)
  expect(await all()).toMatchObject([{ state: 'called_off', due_at: null }])
  expect(await written(node)).toEqual({})
  await pays(node, { lines: [line('tea', 9900, { name: '龙井' })] })
  expect((await all()).map(({ state }) => state)).toEqual(['open', 'called_off'])
  expect(await written(node)).toMatchObject({ first_order_product: '龙井' })
})

test('of two orders paid before the first went back, the second becomes the first', async () => {
  await says([rule('新客关怀')])
  const node = await she()
  const first = orders + 1
  await pays(node)
  const second = await pays(node, { lines: [line('tea', 9900, { name: '龙井' })] })
  await sendsBack(node, 9900, first)
  const open = await all(ctx, { state: 'open' })
  expect(open).toMatchObject([{ order_id: second, product: '龙井' }])
  expect(await written(node)).toMatchObject({ first_order_product: '龙井' })
})

test('a service that was given stays given when the order goes back', async () => {
  await says([rule('新客关怀')])
  const node = await she()
  await pays(node)
  const [one] = await all()
  await moveFirstOrder(ctx, one?.id ?? '', { to: 'done', note: '已加微信', revision: 1 })
  await sendsBack(node, 9900)
  expect(await all()).toMatchObject([{ state: 'done', note: '已加微信' }])
  await pays(node)
  expect(await all()).toHaveLength(1)
})

test('what she is to book or to fill in is over once she has; she is told the way there', async () => {
  const service = await liveService(ctx)
  const form = await publishedForm(ctx)
  const book = rule('皮肤检测', { kind: 'appointment', target: service.id, skus: ['oil'] })
  await says([book, rule('口味档案', { kind: 'form', target: form.code })])
  const [anna, berta] = [await she(), await she()]
  const [oil, tea] = [
    await pays(anna, { lines: [line('oil', 9900)] }),
    await pays(berta, { lines: [line('tea', 9900)] }),
  ]
  expect(await serviceOfOrder(ctx, oil, [anna])).toMatchObject({
    ...{ kind: 'appointment', state: 'open', path: `/book/${service.id}` },
  })
  expect(await serviceOfOrder(ctx, tea, [berta])).toMatchObject({ path: `/f/${form.code}` })
  expect(await serviceOfOrder(ctx, tea, [anna])).toBeNull()
  expect((await messages()).map(({ link }) => link).sort()).toEqual(
    [`/book/${service.id}`, `/f/${form.code}`].sort(),
  )
  // Another service, another form: nothing is over.
  await hears(
    said(anna, 'appointment_booked', { service: randomUUID() }),
    said(berta, 'lead_form_submitted', { channel: 'another' }),
  )
  expect(await all(ctx, { state: 'open' })).toHaveLength(2)
  const booked = said(anna, 'appointment_booked', { service: service.id })
  await hears(booked, booked, said(berta, 'lead_form_submitted', { channel: form.code }))
  expect((await all()).map(({ state }) => state)).toEqual(['done', 'done'])
})

test('what is not on offer any more starts nothing; the next rule that fits does', async () => {
  const form = await publishedForm(ctx)
  await says([rule('口味档案', { kind: 'form', target: form.code }), rule('新客关怀')])
  await sql`update lead_form set state = 'stopped' where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  await pays(await she())
  expect(await all()).toMatchObject([{ service: { name: '新客关怀' } }])
})

test('it is given by who sold it, else in turn by those of the store; whoever has left gives nothing', async () => {
  await addStaff(ctx, 'gone', 's1')
  await sql`update staff set state = 'left' where tenant_id = ${ctx.tenantId} and code = 'gone'`.execute(
    ctx.pg,
  )
  await says([rule('新客关怀')])
  await pays(await she(), { storeId: 's1', staffId: 'bo' })
  const others = await Promise.all(Array.from({ length: 3 }, she))
  await recordOrders(
    ctx,
    others.map((node, i) =>
      order(`many-${i}`, 100, {
        ...{ node, storeId: 's1', staffId: 'gone', placedAt: ctx.now(), paidAt: ctx.now() },
      }),
    ),
  )
  await hears(...others.map((node) => said(node, 'order_paid')))
  const by = Map.groupBy(await all(), ({ staff }) => staff?.code ?? '')
  expect([...by].map(([who, rows]) => [who, rows.length]).sort()).toEqual([
    ['an', 2],
    ['bo', 2],
  ])
})

test('a guide sees and gives her own, hands them on to nobody else, and says nothing about the rules', async () => {
  await addStore(ctx, 's2')
  await addStaff(ctx, 'eva', 's2')
  await says([rule('新客关怀', { staff_id: 'an' })])
  await pays(await she())
  const [one] = await all()
  const seen = (kind: Scope['kind'], ...ids: string[]): Ctx => ({
    ...ctx,
    actor: { kind: 'user', id: randomUUID(), name: 'guide', role: 'guide', scope: { kind, ids } },
  })
  expect(await all(seen('own', 'an'))).toHaveLength(1)
  expect(await all(seen('own', 'eva'))).toEqual([])
  expect(await code(assignFirstOrders(seen('own', 'an'), [one?.id ?? ''], 'eva'))).toBe(
    'unknown_staff',
  )
  expect(await assignFirstOrders(ctx, [one?.id ?? '', randomUUID()], 'eva')).toMatchObject({
    ...{ changed: 1, refused: [{ code: 'first_order_not_found' }] },
  })
  expect(await all(ctx, { overdue: true })).toEqual([])
  const later = { ...ctx, now: () => new Date('2026-11-04T00:00:00Z') }
  expect(await all(later, { overdue: true })).toHaveLength(1)
  const api: Api = await testApi(ctx, { domains: [routes] })
  const session = await signInAs(api, await addPerson(ctx, 'guide', { kind: 'own', ids: ['eva'] }))
  const list = await api.call('GET', '/first-orders?state=open', { session })
  const [row] = list.body.items as unknown as { id: string; revision: number }[]
  const move = (to: string, revision = row?.revision) =>
    api.call('POST', `/first-orders/${row?.id}/move`, { session, body: { to, revision } })
  expect((await move('open')).status).toBe(409)
  expect((await move('done')).body).toMatchObject({ state: 'done' })
  expect((await move('open')).status).toBe(409)
  expect((await move('open', 3)).body).toMatchObject({ state: 'open', done_at: null })
  expect((await api.call('GET', '/first-order-settings', { session })).status).toBe(403)
  await api.app.close()
  const elsewhere = await testCtx()
  expect(await all(elsewhere)).toEqual([])
})

test('rules name what there is, each once; two who change them at once are told so', async () => {
  const refused = (...rules: Rule[]) => code(says(rules))
  const one = rule('新客关怀')
  expect(await refused(one, one)).toBe('rule_twice')
  expect(await refused(rule('x', { kind: 'appointment', target: randomUUID() }))).toBe(
    'service_unknown',
  )
  expect(await refused(rule('x', { kind: 'appointment', target: '__proto__' }))).toBe(
    'service_unknown',
  )
  expect(await refused(rule('x', { kind: 'form', target: 'nowhere' }))).toBe('form_unknown')
  expect(await refused(rule('x', { kind: 'guide', target: 'y' }))).toBe('service_unknown')
  expect(await refused(rule('x', { categories: [['没有']] }))).toBe('category_unknown')
  expect(await refused(rule('x', { staff_id: 'nobody' }))).toBe('unknown_staff')
  const set = () => code(setSettings(ctx, { is_on: true, rules: [one], revision: 0 }))
  expect((await Promise.all([set(), set()])).toSorted()).toEqual(['done', 'edited_meanwhile'])
})

test('her copy holds what was done for her; an erasure leaves a count of nobody', async () => {
  await says([rule('新客关怀')])
  const node = await she()
  await pays(node)
  const [one] = await all()
  await moveFirstOrder(ctx, one?.id ?? '', { to: 'done', note: '喜欢淡茶', revision: 1 })
  const mine = everyPersonalData.filter(({ name }) => name === 'first_orders')
  const person = { nodes: [node], unlinkedId: randomUUID() } as never
  expect(JSON.stringify(await Promise.all(mine.map((d) => d.export?.(ctx, person))))).toContain(
    '喜欢淡茶',
  )
  for (const data of mine) await inTx(ctx, async (ctx) => data.erase?.(ctx, person))
  expect(await all()).toMatchObject([{ customer_id: null, name: null, note: '', state: 'done' }])
})
