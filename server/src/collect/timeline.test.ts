import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mergeCustomers } from '../identity/index.ts'
import { recordEvents } from '../platform/outbox.ts'
import { testCtx } from '../platform/testing.ts'
import { drainOutbox } from './relay.ts'
import { removeEventsOf } from './remove.ts'
import { draft, submission, testCollector } from './testing.ts'
import { timelineOf, useProductNames } from './timeline.ts'

const ctx = await testCtx()
const collector = testCollector(ctx)
const DAY = 86_400_000
const START = Date.UTC(2026, 0, 10, 8)

useProductNames(
  async (_ctx, skus) =>
    new Map(skus.filter((sku) => sku === 'T-1').map((sku) => [sku, '白毫银针 50g'])),
)

const phone = (value: string) => [{ namespace: 'phone', value }]
async function tell(
  who: string,
  name: string,
  given: {
    day?: number
    platform?: string
    props?: Record<string, unknown>
    title?: string
    session?: string
    actor?: string
  },
) {
  const { day = 0, platform = 'web', props = {}, title, session, actor } = given
  await collector.submit(
    submission(ctx, [
      draft({
        name,
        at: START + day * DAY,
        platform,
        identifiers: phone(who),
        props,
        surroundings: title ? { page_title: title } : {},
        ...(session && { sessionId: session }),
        ...(actor && { actor }),
      }),
    ]),
  )
}
async function idOf(value: string): Promise<number> {
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from identifier where tenant_id = ${ctx.tenantId} and value = ${value}`.execute(
    ctx.pg,
  )
  return rows[0]?.customer_id ?? 0
}
const ANN = '+8613811117001'
const BEN = '+8613811117002'

beforeAll(async () => {
  await tell(ANN, 'page_viewed', { day: 0, title: '首页', session: 's1' })
  await tell(ANN, 'product_viewed', {
    day: 0,
    title: '商品详情',
    session: 's1',
    props: { sku: 'T-1' },
  })
  await tell(ANN, 'product_viewed', {
    day: 40,
    platform: 'app',
    props: { sku: 'gone', name: '旧茶' },
  })
  await tell(ANN, 'official_account_followed', { day: 80 })
  await tell(ANN, 'brewed_tea', { day: 150, platform: 'mini_program' })
  await tell(BEN, 'page_viewed', { day: 100, title: '活动' })
})
afterAll(() => collector.stop())

const names = async (who: string, query: Partial<Parameters<typeof timelineOf>[2]> = {}) =>
  (await timelineOf(ctx, await idOf(who), { limit: 50, ...query })).items.map((l) => l.name)

test('a story reads from the newest line back, over months in which nothing happened', async () => {
  expect(await names(ANN)).toEqual([
    'brewed_tea',
    'official_account_followed',
    'product_viewed',
    'product_viewed',
    'page_viewed',
  ])
})

test('page by page it is the same story, without a gap or a repeat', async () => {
  const id = await idOf(ANN)
  const whole = (await timelineOf(ctx, id, { limit: 50 })).items.map((l) => l.event_id)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await timelineOf(ctx, id, { limit: 2, cursor })
    seen.push(...page.items.map((l) => l.event_id))
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(whole)
})

test('it narrows to a kind, a name, platforms and a period; other is what no kind knows', async () => {
  expect(await names(ANN, { kind: 'visit' })).toEqual([
    'product_viewed',
    'product_viewed',
    'page_viewed',
  ])
  expect(await names(ANN, { kind: 'contact' })).toEqual(['official_account_followed'])
  expect(await names(ANN, { kind: 'other' })).toEqual(['brewed_tea'])
  expect(await names(ANN, { kind: 'trade' })).toEqual([])
  expect(await names(ANN, { name: 'page_viewed' })).toEqual(['page_viewed'])
  expect(await names(ANN, { platform: ['app', 'mini_program'] })).toEqual([
    'brewed_tea',
    'product_viewed',
  ])
  const from = new Date(START + 40 * DAY).toISOString()
  const to = new Date(START + 80 * DAY).toISOString()
  expect(await names(ANN, { from, to })).toEqual(['product_viewed'])
})

test('a product is called by its name: the event’s own, else the catalogue’s', async () => {
  const { items } = await timelineOf(ctx, await idOf(ANN), { limit: 50, kind: 'visit' })
  expect(items.map((l) => l.subject)).toEqual(['旧茶', '白毫银针 50g', '首页'])
  expect(items.map((l) => l.session_id)).toEqual([null, 's1', 's1'])
})

test('an order is called by what was bought, by name where anybody knows one', async () => {
  const who = '+8613811117004'
  const lines = [{ sku: 'T-1' }, { sku: 'U-9', name: '盖碗' }, { sku: 'V-0' }, { sku: 'W-0' }]
  await tell(who, 'basket_reported', { props: { lines } })
  const { items } = await timelineOf(ctx, await idOf(who), { limit: 5 })
  expect(items.map((l) => l.subject)).toEqual(['白毫银针 50g · 盖碗 · V-0 …'])
})

test('a word of consent says what it was given for and where it holds', async () => {
  const who = '+8613811117005'
  await tell(who, 'page_viewed', { day: 1, props: { purpose: 'looking around' } })
  const id = await idOf(who)
  await recordEvents(ctx, [
    {
      name: 'consent_withdrawn',
      customerId: id,
      at: ctx.now(),
      source: 'profile',
      props: { purpose: 'marketing', channel: 'sms' },
    },
  ])
  await drainOutbox(ctx, collector)
  const { items } = await timelineOf(ctx, id, { limit: 5 })
  expect(items.map((l) => l.consent)).toEqual([{ purpose: 'marketing', channel: 'sms' }, null])
})

test('two customers made one have one story, by either number', async () => {
  const [ann, ben] = [await idOf(ANN), await idOf(BEN)]
  await mergeCustomers(ctx, ann, ben, 'the same person')
  for (const id of [ann, ben])
    expect((await timelineOf(ctx, id, { limit: 2 })).items.map((l) => l.name)).toEqual([
      'brewed_tea',
      'page_viewed',
    ])
})

test('what is taken out of the event store leaves the story too', async () => {
  const who = '+8613811117003'
  await tell(who, 'page_viewed', { day: 1 })
  await tell(who, 'coupon_viewed', { day: 2, actor: 'import:wrong' })
  expect(await names(who)).toEqual(['coupon_viewed', 'page_viewed'])
  expect(await removeEventsOf(ctx, 'import:wrong', [])).toBe(1)
  expect(await names(who)).toEqual(['page_viewed'])
})

test('a tag that an operator put on long after the last visit stands in the story', async () => {
  const CID = '+8613811117009'
  await tell(CID, 'page_viewed', { day: 1 })
  const id = await idOf(CID)
  await recordEvents(ctx, [
    { name: 'tag_added', customerId: id, at: ctx.now(), source: 'profile', props: { tag: '老客' } },
  ])
  await drainOutbox(ctx, collector)
  expect(await names(CID)).toEqual(['tag_added', 'page_viewed'])
})

test('another brand’s customer has no story here', async () => {
  const other = await testCtx()
  await expect(timelineOf(other, await idOf(ANN), { limit: 5 })).rejects.toMatchObject({
    status: 404,
  })
})
