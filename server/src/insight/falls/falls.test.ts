import { beforeEach, expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { routes as deskRoutes } from '../../desk/index.ts'
import { type Api, addPerson, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { routes } from '../routes.ts'
import { watchNightly } from './falls.ts'

const DAY = 86_400_000
const FIRST = Date.parse('2026-03-01T12:00:00+08:00')
const NOW = new Date(FIRST + 28 * DAY)
const QUESTION = { days: 28, by: 'channel' }

let ctx: TestCtx
let api: Api
let key: string

/** Forty a day; of channel A's twenty, ten buy until the 14th day and two from then on; of B's always five. */
async function story(contactsAfter: number): Promise<void> {
  const people = await newCustomers(ctx, 40)
  const rows: TestRow[] = []
  for (let day = 0; day < 28; day++)
    for (const [i, customer] of people.entries()) {
      const isA = i < 20
      const at = FIRST + day * DAY + i * 1_000
      rows.push({ customer, name: 'page_viewed', at, channel: isA ? 'A' : 'B' })
      const buys = isA ? (day < 14 ? 10 : 2) : 5
      if (i % 20 < buys)
        rows.push({ customer, name: 'order_paid', at: at + 500, fen: 1_000, order: `${day}-${i}` })
      for (let n = 0; n < (day < 14 ? 1 : contactsAfter); n++)
        rows.push({ customer, name: 'sms_sent', at: at + 700 + n, platform: 'sms' })
    }
  await record(ctx, rows)
}

beforeEach(async () => {
  ctx = { ...(await testCtx()), now: () => NOW }
  api = await testApi(ctx, { domains: [routes, deskRoutes(undefined as never)] })
  api.base.clock.now = NOW
  key = await keyOf(ctx, 'owner')
})

interface Watch {
  is_falling: boolean
  change_point: { day: string; before: number; after: number; p_value: number }
  segments: { value: string | null; by_rate: number; by_mix: number; total: number }[]
  pressure: { before: number; after: number; is_alarm: boolean }
}
const watch = async () =>
  (await api.call('POST', '/insight/watch', { key, body: QUESTION })).body as unknown as Watch

test('a fall is found with its day and the channel it is owed to', async () => {
  await story(1)
  const found = await watch()
  expect(found.is_falling).toBe(true)
  expect(found.change_point).toMatchObject({ day: '2026-03-15', before: 15 / 40, after: 7 / 40 })
  expect(found.change_point.p_value).toBeLessThan(0.05)
  const [driver] = found.segments
  expect(driver).toMatchObject({ value: 'A' })
  expect(driver?.total).toBeLessThan(0)
  expect(found.pressure).toMatchObject({ before: 1, after: 1, is_alarm: false })
})

test('contacts that rise while conversion falls raise the alarm to hold', async () => {
  await story(2)
  expect((await watch()).pressure).toMatchObject({ before: 1, after: 2, is_alarm: true })
})

test('a fall opens one task with an owner, which is commented on, given on and closed', async () => {
  await story(1)
  const owner = await addPerson(ctx, 'operator')
  const other = await addPerson(ctx, 'admin')
  await watchNightly(ctx)
  await watchNightly(ctx)
  const list = async (state: string) =>
    (await api.call('GET', `/tasks?state=${state}`, { key })).body.items as unknown as {
      id: string
      params: Record<string, string>
      owner: { id: string } | null
      comments: number
      outcome: string
    }[]
  const [task, ...more] = await list('open')
  expect(more).toEqual([])
  expect(task).toMatchObject({
    kind: 'conversion_falls',
    params: { segment: 'A', split: '2026-03-15' },
  })
  expect([owner.id, other.id]).toContain(task?.owner?.id)
  const at = `/tasks/${task?.id}`
  const post = (what: string, body: object) => api.call('POST', `${at}/${what}`, { key, body })
  expect((await post('assign', { owner_id: other.id })).status).toBe(204)
  expect((await post('comments', { text: '渠道 A 换了落地页' })).status).toBe(204)
  expect((await post('close', { outcome: '改回原来的落地页' })).status).toBe(204)
  expect((await post('close', { outcome: '再关一次' })).body).toMatchObject({
    error: { code: 'task_closed' },
  })
  expect(await list('open')).toEqual([])
  expect((await list('closed'))[0]).toMatchObject({
    ...{ owner: { id: other.id }, comments: 1, outcome: '改回原来的落地页' },
  })
  // The same fall is not opened again, also by hand.
  const again = await api.call('POST', '/insight/watch/task', { key, body: QUESTION })
  expect(again.body).toMatchObject({ id: task?.id, is_new: false })
})

test('where nothing falls no task is opened', async () => {
  const people = await newCustomers(ctx, 5)
  await record(
    ctx,
    people.map((customer): TestRow => ({ customer, name: 'page_viewed', at: FIRST })),
  )
  expect((await watch()).is_falling).toBe(false)
  expect(
    (await api.call('POST', '/insight/watch/task', { key, body: QUESTION })).body,
  ).toMatchObject({
    error: { code: 'nothing_falls' },
  })
})
