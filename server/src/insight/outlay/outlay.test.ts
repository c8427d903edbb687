import { beforeEach, expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { recordCosts } from '../../commerce/index.ts'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { costOfAdds } from '../adds/cost-model.ts'
import { acquisition } from '../cohorts/acquisition.ts'
import { AcquisitionQuestion } from '../cohorts/acquisition-shape.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { routes } from '../routes.ts'
import { sizeBehind } from '../testing.ts'
import type { OutlayAnswer } from './shape.ts'

const NOW = new Date('2026-04-10T12:00:00+08:00')
const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`)
const RANGE = { date_from: '2026-03-01', date_to: '2026-03-31' }

let ctx: TestCtx
let api: Api
let key: string

beforeEach(async () => {
  ctx = { ...(await testCtx()), now: () => NOW }
  api = await testApi(ctx, { domains: [routes] })
  api.base.clock.now = NOW
  key = await keyOf(ctx, 'owner')
})
const ask = async (question: object) => {
  const { status, body, text } = await api.call('POST', '/insight/outlay', {
    key,
    body: { ...RANGE, ...question },
  })
  expect(status, text).toBe(200)
  return body as unknown as OutlayAnswer
}
const value = (answer: OutlayAnswer, name: string | null) =>
  answer.values.find((one) => one.value === name)

const cost = (externalId: string, kind: 'media' | 'tool', fen: number, channelId: string) => ({
  ...{ source: 'ads', externalId, spentOn: '2026-03-05', kind, fen, currency: 'CNY', channelId },
  ...{ activityId: null, storeId: null, staffId: null, node: null, note: '' },
})

/** Two come by the parcel card and one by a code in the store; one of each buys. */
async function story(): Promise<number[]> {
  const people = await newCustomers(ctx, 3)
  const [one = 0, two = 0, three = 0] = people
  const added = (customer: number, channel: string, staff: string): TestRow => ({
    ...{ customer, name: 'wecom_friend_added', at: at('2026-03-02'), channel, staff },
    platform: 'wecom',
  })
  const bought = (customer: number, order: string, fen: number, more: object = {}): TestRow => ({
    ...{ customer, name: 'order_paid', at: at('2026-03-10'), order, fen, ...more },
  })
  await record(ctx, [
    added(one, 'parcel', 'wang'),
    added(two, 'parcel', 'li'),
    added(three, 'store', 'li'),
    // Without a channel of its own: the one that first brought her.
    bought(one, 'a', 10_000, { staff: 'wang' }),
    bought(three, 'b', 4_000, { channel: 'store', staff: 'li' }),
    { ...bought(three, 'b', -1_000, { channel: 'store', staff: 'li' }), name: 'order_refunded' },
  ])
  return people
}

test('no contact costs nothing: what is not recorded is taken from the cost model and said so', async () => {
  await story()
  await recordCosts(ctx, [cost('1', 'media', 600, 'parcel')])
  const answer = await ask({ by: 'channel' })
  expect(value(answer, 'parcel')).toMatchObject({
    ...{ adds: 2, buyers: 1, orders: 1, net_fen: 10_000 },
    ...{ acquisition_fen: 600, per_add_fen: 300, is_estimate: false, input_fen: 600 },
  })
  expect(value(answer, 'store')).toMatchObject({
    ...{ adds: 1, acquisition_fen: 1_000, per_add_fen: 1_000, is_estimate: true },
    ...{ net_fen: 3_000, inputs: { media: null, incentive: null, staff: null, tool: null } },
  })
  expect(answer.all).toMatchObject({ adds: 3, buyers: 2, orders: 2, input_fen: 1_600 })
  expect(answer.months).toMatchObject([{ start: '2026-03-01', adds: 3, input_fen: 1_600 }])
})

test('hours of work at their rate are put in against the margin, by guide', async () => {
  await story()
  const enter = (body: object) => api.call('POST', '/outlays', { key, body })
  const worked = await enter({ spent_on: '2026-03-03', kind: 'staff', hours: 2.5, staff_id: 'li' })
  expect(worked.body).toMatchObject({ fen: 15_000, hours: 2.5, hour_rate_fen: 6_000 })
  await enter({
    ...{ spent_on: '2026-03-03', kind: 'staff', hours: 1, hour_rate_fen: 100, staff_id: 'wang' },
  })
  expect((await enter({ spent_on: '2026-03-03', kind: 'staff' })).status).toBe(400)
  const answer = await ask({ by: 'guide' })
  // Goods are taken to cost half of what was paid; a quarter of her order came back.
  expect(value(answer, 'li')).toMatchObject({
    ...{ hours: 2.5, net_fen: 3_000, adds: 2, is_estimate: true, modelled_fen: 2_000 },
    ...{ inputs: { staff: 15_000 }, input_fen: 17_000 },
  })
  const wang = value(answer, 'wang')
  expect(wang).toMatchObject({ net_fen: 10_000, margin_is_estimate: true, input_fen: 1_100 })
  expect(wang?.roi).toBeCloseTo(((wang?.margin_fen ?? 0) - 1_100) / 1_100, 12)
  const question = { ...RANGE, by: 'guide' }
  const size = (cell: object) => sizeBehind(ctx, { analysis: 'outlay', question, cell })
  expect(await size({ value: 'li', is: 'added' })).toBe(2)
  expect(await size({ value: 'wang', is: 'buyers' })).toBe(1)
  const orders = await api.call('POST', '/insight/outlay/orders', {
    key,
    body: { question, value: 'li' },
  })
  expect(orders.body.items).toMatchObject([{ order_id: 'b', net_fen: 3_000 }])
})

test('a channel’s own cost and its cost a month are the brand’s to set; earlier wordings are kept', async () => {
  await story()
  const settings = {
    per_add_fen: 700,
    hour_fen: 5_000,
    channels: [{ channel: 'store', per_add_fen: 250, per_month_fen: 31_000 }],
  }
  const put = (version: number) =>
    api.call('PUT', '/insight/cost-model', { key, body: { settings, version } })
  expect((await put(0)).body).toMatchObject({ version: 1 })
  expect((await put(0)).body).toMatchObject({ error: { code: 'edited_meanwhile' } })
  const answer = await ask({ by: 'channel', date_to: '2026-03-15' })
  expect(value(answer, 'store')).toMatchObject({ acquisition_fen: 250, modelled_fen: 250 + 15_000 })
  expect(value(answer, 'parcel')).toMatchObject({ acquisition_fen: 1_400, is_estimate: true })
  await recordCosts(ctx, [cost('2', 'tool', 90, 'store')])
  expect(value(await ask({ by: 'channel' }), 'store')).toMatchObject({
    ...{ modelled_fen: 250, inputs: { tool: 90 } },
  })
})

test('what was entered by hand is taken back, what a file brought is not', async () => {
  await recordCosts(ctx, [cost('1', 'media', 600, 'parcel')])
  const entered = await api.call('POST', '/outlays', {
    key,
    body: { spent_on: '2026-03-03', kind: 'media', fen: 500, channel_id: 'parcel', note: '海报' },
  })
  const list = async (query = '') =>
    (await api.call('GET', `/outlays${query}`, { key })).body.items as unknown as {
      id: string
      by_hand: boolean
    }[]
  const [fromFile] = await list('?by_hand=false')
  expect((await list()).length).toBe(2)
  const remove = (id: unknown) => api.call('DELETE', `/outlays/${id}`, { key })
  expect((await remove(fromFile?.id)).body).toMatchObject({ error: { code: 'outlay_of_a_file' } })
  expect((await remove(entered.body.id)).status).toBe(204)
  expect((await remove(entered.body.id)).status).toBe(404)
  expect(await list('?by_hand=true')).toEqual([])
})

test('acquisition estimates a month and channel without a record by the same model', async () => {
  await story()
  const answer = await acquisition(ctx, AcquisitionQuestion.parse(RANGE))
  expect(answer.all).toMatchObject({ cost_fen: 3_000, cost_is_estimate: true })
  expect(answer.channels.find(({ channel }) => channel === 'parcel')).toMatchObject({
    ...{ cost_fen: 2_000, cost_is_estimate: true },
  })
})

test('every contact has a cost in every month and value, whatever is recorded', () => {
  const model = { per_add_fen: 10, hour_fen: 0, channels: [] }
  const rows = [
    { value: 'x', month: '2026-01-01', channel: '', adds: 3 },
    { value: 'x', month: '2026-02-01', channel: '', adds: 2 },
  ]
  const told = costOfAdds(rows, [{ value: 'x', month: '2026-02-01', fen: 7 }], model)
  expect(told).toEqual([
    { value: 'x', month: '2026-01-01', adds: 3, fen: 30, is_estimate: true },
    { value: 'x', month: '2026-02-01', adds: 2, fen: 7, is_estimate: false },
  ])
})
