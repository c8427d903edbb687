import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FakeKuaidi100, startKuaidi100 } from '../../../../fakes/kuaidi100/server.ts'
import { moveOnOrders } from '../../commerce/checkout/jobs.ts'
import { getOwnOrder } from '../../commerce/checkout/own-order.ts'
import { shipOrder } from '../../commerce/checkout/ship.ts'
import { showOwnOrder } from '../../commerce/checkout/shown.ts'
import { shipsTo, type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { commerceData, receiveParcelWords, useTrackingProviders } from '../../commerce/index.ts'
import { askToFollow, refreshParcel } from '../../commerce/parcels/ask.ts'
import { parcelChecks } from '../../commerce/parcels/checks.ts'
import { handleParcel, listProblemParcels } from '../../commerce/parcels/problems.ts'
import { routes as commerceRoutes } from '../../commerce/routes.ts'
import { payOrder } from '../../commerce/testing.ts'
import { type Api, keyOf, testApi, testSecrets } from '../../org/testing.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { findAccountShown, saveAccount } from './account.ts'
import { type Kuaidi100Deps, kuaidi100, routes } from './index.ts'
import { stateOf, wordOfPush } from './words.ts'

let fake: FakeKuaidi100
let api: Api
let deps: Kuaidi100Deps
beforeAll(async () => {
  fake = await startKuaidi100()
  const base = await testCtx()
  deps = { secrets: testSecrets, baseUrl: fake.url, publicUrl: '', timeoutMs: 5000 }
  api = await testApi(base, {
    domains: [commerceRoutes, (app) => routes(deps)(app)],
    before: (app) => receiveParcelWords(app, (tenantId) => ({ ...base, tenantId })),
  })
  deps.publicUrl = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  useTrackingProviders([])
  await api.app.close()
  await fake.stop()
})

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  useTrackingProviders([kuaidi100(deps)])
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 50 })
  await shipsTo(ctx)
})

const home = { name: 'Li', phone: '13800001234', region: ['上海市'], street: '1 Road' }
const later = (hours: number): TestCtx => {
  const at = new Date(Date.now() + hours * 3_600_000)
  return { ...ctx, now: () => at }
}
/** This brand's alone: others' parcels wait for their own tests. */
const follow = (at: TestCtx) => askToFollow(at, eachBrand(at))
let parcels = 0
const newNumber = () => `SF${Date.now()}${++parcels}`

async function sent(carrier = '顺丰', number = newNumber()) {
  const id = await shop.place({ tea: 1 }, { address: home })
  await payOrder(ctx, id)
  await shipOrder(ctx, id, { carrier, number })
  const parcel = async () => (await showOwnOrder(ctx, id)).shipments[0]
  return { id, number, parcel, shipmentId: (await parcel())?.id ?? '' }
}
async function followed() {
  await saveAccount(ctx, testSecrets, fake.account())
  const one = await sent()
  await follow(ctx)
  return one
}
/** As carriers write it: hours from now, in Beijing's time, without a zone. */
const beijing = (hours: number) =>
  new Date(Date.now() + (hours + 8) * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
const STORY = [
  { time: beijing(-90), context: '深圳 已揽收', statusCode: '103', areaName: '广东' },
  { time: beijing(-80), context: '离开深圳', statusCode: '1002' },
  { time: beijing(-40), context: '上海 派件中', statusCode: '5' },
  { time: beijing(-36), context: '已签收，签收人：李', statusCode: '301' },
]

describe('a parcel that is followed', () => {
  test('is asked about once, and shows what is pushed, each trace once', async () => {
    const { id, number, parcel } = await followed()
    expect(fake.subscriptions.filter((one) => one.number === number)).toMatchObject([
      { company: 'shunfeng', phone: '1234' },
    ])
    expect((await parcel())?.track).toMatchObject({ state: 'waiting', traces: [] })
    fake.story('shunfeng', number, STORY.slice(0, 2))
    for (const _ of [1, 2])
      expect(await fake.push('shunfeng', number)).toMatchObject({
        ...{ status: 200, body: { result: true, returnCode: '200' } },
      })
    expect((await parcel())?.track).toMatchObject({
      state: 'in_transit',
      traces: [{ text: '离开深圳' }, { text: '深圳 已揽收', place: '广东', state: 'collected' }],
    })
    fake.story('shunfeng', number, STORY, '3')
    await fake.push('shunfeng', number)
    expect((await parcel())?.track).toMatchObject({
      ...{
        state: 'signed',
        signed_at: new Date(`${STORY[3]?.time.replace(' ', 'T')}+08:00`).toISOString(),
      },
    })
    expect((await getOwnOrder(ctx, id)).state).toBe('shipped')
  })

  test('has one story, though pushes come late, twice and all at once', async () => {
    const { number, parcel } = await followed()
    const pushes = STORY.map((_, i) => {
      fake.story('shunfeng', number, STORY.slice(0, i + 1), i === 3 ? '3' : '0')
      return fake.told('shunfeng', number)
    })
    const all = Array.from({ length: 16 }, () => pushes.toReversed()).flat()
    const answers = await Promise.all(all.map((push) => fake.send(push)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { state, traces } = (await parcel())?.track ?? {}
    expect([state, traces?.map(({ text }) => text)]).toEqual([
      ...['signed', STORY.map(({ context }) => context).toReversed()],
    ])
    const checked = await Promise.all(parcelChecks.map((check) => check.compare(ctx)))
    const wrong = checked.flatMap(({ differences }) => differences)
    expect(wrong.filter(({ tenant }) => tenant === ctx.tenantId)).toEqual([])
  })

  test('believes nobody who does not know the salt of the brand', async () => {
    const { number, parcel } = await followed()
    fake.story('shunfeng', number, STORY, '3')
    const real = fake.told('shunfeng', number)
    const forged = [
      { ...real, body: real.body.replace('3A', '3B') },
      { ...real, body: new URLSearchParams({ param: '{}' }).toString() },
      { ...real, url: real.url.replace(ctx.tenantId, (await testCtx()).tenantId) },
    ]
    for (const push of forged)
      expect(await fake.send(push)).toMatchObject({ status: 401, body: { result: false } })
    for (const tenant of ['nobody', '018f0000-0000-7000-8000-000000000000'])
      expect(
        (await fake.send({ ...real, url: real.url.replace(ctx.tenantId, tenant) })).status,
      ).toBe(404)
    expect((await parcel())?.track).toMatchObject({ state: 'waiting' })
  })

  test('is of nobody else: the same number of another brand stays as it was', async () => {
    const { number } = await followed()
    const [mine, here] = [ctx, shop]
    ctx = await testCtx()
    shop = await testShop(ctx, { tea: 5 })
    await shipsTo(ctx)
    await saveAccount(ctx, testSecrets, fake.account())
    const { parcel } = await sent('顺丰', number)
    fake.story('shunfeng', number, STORY, '3')
    await fake.push('shunfeng', number)
    expect((await parcel())?.track).toMatchObject({ state: 'waiting' })
    ctx = mine
    shop = here
  })

  test('keeps no words of who was forgotten', async () => {
    const { number, parcel } = await followed()
    fake.story('shunfeng', number, STORY.slice(0, 3))
    await fake.push('shunfeng', number)
    const erased = { nodes: [shop.buyer], unlinkedId: randomUUID() }
    for (const data of commerceData) await data.erase?.(ctx, erased as never)
    fake.story('shunfeng', number, STORY, '3')
    await fake.push('shunfeng', number)
    const track = (await parcel())?.track
    expect(track?.state).toBe('signed')
    expect(track?.traces.map(({ text }) => text)).toEqual(['', '', '', ''])
  })
})

describe('an order whose parcel is followed', () => {
  const moveOn = async (hours: number, id: string) => {
    const at = later(hours)
    await moveOnOrders(at, eachBrand(at))
    return (await getOwnOrder(ctx, id)).state
  }

  test('is received ten days after it was signed, not while it is under way', async () => {
    const { id, number } = await followed()
    fake.story('shunfeng', number, [{ time: beijing(24), context: '离开深圳', statusCode: '0' }])
    await fake.push('shunfeng', number)
    expect(await moveOn(10 * 24 + 1, id)).toBe('shipped')
    const signed = { time: beijing(5 * 24), context: '已签收', statusCode: '3' }
    fake.story('shunfeng', number, [signed], '3')
    await fake.push('shunfeng', number)
    expect(await moveOn(14 * 24, id)).toBe('shipped')
    expect(await moveOn(15 * 24 + 1, id)).toBe('received')
  })

  test('does not wait for ever for a parcel that is lost, nor for one that nobody tells of', async () => {
    const lost = await followed()
    fake.story('shunfeng', lost.number, [{ time: beijing(1), context: '揽收', statusCode: '1' }])
    await fake.push('shunfeng', lost.number)
    const silent = await sent()
    expect(await moveOn(10 * 24 + 1, silent.id)).toBe('received')
    expect((await getOwnOrder(ctx, lost.id)).state).toBe('shipped')
    expect(await moveOn(30 * 24 + 1, lost.id)).toBe('received')
  })
})

describe('a parcel that somebody should see to', () => {
  const problems = async (at: TestCtx) =>
    (await listProblemParcels(at, { limit: 50 })).items.map((one) => [one.number, one.problem])

  test('has no trace in time, is stuck, refused or on its way back', async () => {
    await saveAccount(ctx, testSecrets, fake.account())
    const [silent, stuck, refused, fine] = [await sent(), await sent(), await sent(), await sent()]
    await follow(ctx)
    fake.story('shunfeng', stuck.number, STORY.slice(0, 2))
    fake.story('shunfeng', refused.number, [
      ...STORY.slice(0, 3),
      { time: beijing(-20), context: '客户拒收', statusCode: '14' },
    ])
    fake.story('shunfeng', fine.number, STORY, '3')
    for (const { number } of [stuck, refused, fine]) await fake.push('shunfeng', number)
    expect(await problems(later(49))).toEqual([
      [silent.number, 'no_trace'],
      [stuck.number, 'stuck'],
      [refused.number, 'returning'],
    ])
    expect((await listProblemParcels(later(1), { limit: 50, problem: 'no_trace' })).items).toEqual(
      [],
    )
    await handleParcel(ctx, refused.shipmentId, 'called her')
    expect(await problems(later(49))).toHaveLength(2)
    fake.story('shunfeng', refused.number, [
      { time: beijing(-1), context: '已退回', statusCode: '4' },
    ])
    await fake.push('shunfeng', refused.number)
    expect(await problems(later(49))).toHaveLength(3)
    expect(await problems({ ...(await testCtx()), now: later(49).now })).toEqual([])
  })

  test('is one that the provider has given up or does not take', async () => {
    await saveAccount(ctx, testSecrets, fake.account())
    const [lost, odd] = [await sent(), await sent('德邦')]
    await follow(ctx)
    await fake.push('shunfeng', lost.number, { status: 'abort', message: '3天查询无记录' })
    const { items } = await listProblemParcels(ctx, { limit: 50 })
    expect(items.map(({ number, problem, fault }) => [number, problem, fault])).toEqual([
      [lost.number, 'not_followed', '3天查询无记录'],
      [odd.number, 'not_followed', 'kuaidi100_701'],
    ])
  })
})

describe('asking', () => {
  test('goes on when the provider is out of reach, and stops at a wrong key until it is mended', async () => {
    const account = fake.account()
    await saveAccount(ctx, testSecrets, { ...account, key: 'wrongkey' })
    const { number } = await sent()
    await follow(ctx)
    expect((await findAccountShown(ctx))?.problem).toBe('600')
    await saveAccount(ctx, testSecrets, account)
    fake.fail(number, 1, { status: 502 })
    await follow(later(1))
    expect(fake.subscriptions.some((one) => one.number === number)).toBe(false)
    await follow(later(2))
    expect(fake.subscriptions.some((one) => one.number === number)).toBe(true)
    expect((await findAccountShown(ctx))?.problem).toBeNull()
  })

  test('by many workers at once asks about each parcel once', async () => {
    await saveAccount(ctx, testSecrets, fake.account())
    const sentOnes = await Promise.all(Array.from({ length: 8 }, () => sent()))
    await Promise.all(Array.from({ length: 8 }, () => follow(ctx)))
    const numbers = fake.subscriptions.map((one) => one.number)
    for (const { number } of sentOnes)
      expect(numbers.filter((one) => one === number)).toHaveLength(1)
  })

  test('by hand shows what is known now', async () => {
    const { number, parcel, shipmentId } = await followed()
    await refreshParcel(ctx, shipmentId)
    fake.story('shunfeng', number, STORY.slice(0, 1))
    await refreshParcel(ctx, shipmentId)
    expect((await parcel())?.track).toMatchObject({ state: 'collected' })
  })

  test('is not done where nobody is set up, or of a carrier nobody knows', async () => {
    expect((await (await sent()).parcel())?.track).toBeNull()
    await saveAccount(ctx, testSecrets, fake.account())
    expect((await (await sent('闪送')).parcel())?.track).toBeNull()
  })
})

describe('over the API', () => {
  test('an account is set up, never shows its key, and follows what is under way', async () => {
    const { parcel } = await sent()
    const key = await keyOf(ctx, 'owner')
    const url = '/tracking-providers/kuaidi100'
    const account = fake.account()
    expect((await api.call('PUT', url, { key, body: { customer: account.customer } })).status).toBe(
      400,
    )
    expect((await api.call('PUT', url, { key, body: account })).status).toBe(204)
    const shown = await api.call('GET', url, { key })
    expect(shown.body.account).toMatchObject({ customer: account.customer, problem: null })
    expect(shown.text).not.toContain(account.key)
    expect((await parcel())?.track).toMatchObject({ state: 'waiting' })
    expect((await api.call('DELETE', url, { key })).status).toBe(204)
    expect((await api.call('GET', url, { key })).body.account).toBeNull()
  })

  test('parcels are listed, asked about and seen to by their own brand alone', async () => {
    const { shipmentId } = await followed()
    const [key, other] = [await keyOf(ctx, 'owner'), await keyOf(await testCtx(), 'owner')]
    expect((await api.call('GET', '/parcels/problems', { key })).body).toEqual({
      ...{ items: [], next_cursor: null },
    })
    for (const act of ['refresh', 'handled']) {
      const url = `/parcels/${shipmentId}/${act}`
      const body = act === 'handled' ? { body: { note: '' } } : {}
      expect((await api.call('POST', url, { key, ...body })).status).toBe(200)
      expect((await api.call('POST', url, { key: other, ...body })).status).toBe(404)
    }
  })
})

describe('their words', () => {
  test('are read by code, by name where there is none, and say nothing when they mean nothing', () => {
    for (const [code, name, state] of [
      ['3', '', 'signed'],
      ['304', '投柜', 'signed'],
      ['203', '拒收', 'problem'],
      ['102', '揽收', null],
      ['', '派件', 'out_for_delivery'],
      [undefined, '不知道', null],
    ] as const)
      expect([code, stateOf(code, name)]).toEqual([code, state])
  })

  test('of an account without states of traces, the parcel’s own counts for the newest', () => {
    const word = wordOfPush({
      ...{ status: 'polling', message: '', comOld: '', comNew: '' },
      lastResult: {
        ...{ nu: '1', com: 'ZTO', state: '5', ischeck: '0' },
        data: [
          { context: 'b', time: '2026-11-22 08:00:00' },
          { context: 'a', time: '2026-11-21 08:00:00' },
          { context: 'no time', time: 'soon' },
        ],
      },
    })
    expect(word).toMatchObject({
      carriers: ['zto'],
      traces: [{ state: 'out_for_delivery' }, { state: null }],
    })
  })
})
