// The reward shop over the shop's routes: a customer's own points, and nobody else's.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { useHeld, useOrderParties, usePricing } from '../commerce/index.ts'
import { useMergePolicy } from '../identity/index.ts'
import {
  heldAtCheckout,
  pointsParty,
  pointsPort,
  rewardsParty,
  storedValuePort,
} from '../membership/index.ts'
import { type GivenReward, setReward } from '../membership/rewards/rewards.ts'
import { given, ledgerFaults } from '../membership/testing.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { testPicture } from '../pictures/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  usePricing({ points: pointsPort, stored_value: storedValuePort })
  useOrderParties([rewardsParty, pointsParty])
  useHeld(heldAtCheckout)
  at = await openTestShop()
  await testShop(at.ctx, { cup: 500 })
  await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
  useHeld(async () => ({ levels: [] }))
})

async function someone(points: number) {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  const { body } = await browser.me()
  const id = Number(body.customer_id)
  if (points > 0) await given(at.ctx, id, points)
  return { browser, id }
}
const reward = (more: Partial<GivenReward> = {}) =>
  setReward(
    at.ctx,
    {
      ...{ name: '杯子', name_en: 'Cup', description: '', kind: 'product', args: { sku: 'cup' } },
      ...{ points: 100, cash_fen: 0, ships_free: false, stock: null, per_customer: null },
      ...{ period: 'ever', levels: [], is_highlight: false, unit_cost_fen: 0, starts_at: null },
      ...{ ends_at: null, state: 'live', position: 0, ...more },
    },
    null,
  )
const taking = (points: number, due = 0) => ({
  ...{ key: randomUUID(), expected_points: points, expected_due_fen: due, address: null },
})

test('she sees what is missing, exchanges once for one key, and finds it among her own', async () => {
  const [cup, dear] = [await reward(), await reward({ points: 5_000 })]
  const { browser } = await someone(130)
  const shop = (await browser.ask('GET', '/rewards')).body as unknown as {
    points: number
    nearest: { id: string; missing: number }
    rewards: { id: string; missing: number; stock?: number }[]
  }
  expect(shop).toMatchObject({ points: 130, nearest: { id: dear.id, missing: 4_870 } })
  expect(shop.rewards.find(({ id }) => id === cup.id)).toMatchObject({ missing: 0 })
  const quote = await browser.ask('POST', `/rewards/${cup.id}/quote`, { address: null })
  expect(quote.body).toEqual({ points: 100, due_fen: 0, shipping_fen: 0, delivery: 'pick_up' })
  const asked = taking(100)
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => browser.ask('POST', `/rewards/${cup.id}/redeem`, asked)),
  )
  expect(new Set(answers.map(({ body }) => body.order_id)).size).toBe(1)
  const refused = await browser.ask('POST', `/rewards/${cup.id}/redeem`, taking(100))
  expect(refused.body.error).toMatchObject({ code: 'not_enough_points', details: { missing: 70 } })
  const own = (await browser.ask('GET', '/redemptions')).body as unknown as {
    items: object[]
  }
  expect(own.items).toHaveLength(1)
  expect(own.items[0]).toMatchObject({ reward: '杯子', state: 'redeemed', points: 100 })
  expect(own.items[0]).not.toHaveProperty('cost_fen')
  const other = await someone(0)
  expect((await other.browser.ask('GET', '/redemptions')).body).toMatchObject({ items: [] })
  expect(await ledgerFaults(at.ctx)).toEqual([])
})

test('points and money: the order waits for its payment, and she may call it off', async () => {
  const cup = await reward({ cash_fen: 200 })
  const { browser } = await someone(100)
  const { body } = await browser.ask('POST', `/rewards/${cup.id}/redeem`, taking(100, 200))
  expect(body).toMatchObject({ due_fen: 200 })
  expect((await browser.ask('GET', '/points')).body).toMatchObject({ spendable: 0 })
  await browser.ask('POST', `/orders/${String(body.order_id)}/cancel`, {})
  expect((await browser.ask('GET', '/points')).body).toMatchObject({ spendable: 100 })
  expect((await browser.ask('GET', '/redemptions')).body).toMatchObject({ items: [] })
})

test('nobody who has not signed in, and no reward that is not there', async () => {
  const stranger = new ShopBrowser(at)
  expect((await stranger.ask('GET', '/rewards')).status).toBe(401)
  const { browser } = await someone(100)
  const nothing = await browser.ask('POST', `/rewards/${randomUUID()}/redeem`, taking(1))
  expect([nothing.status, (nothing.body.error as unknown as { code: string }).code]).toEqual([
    404,
    'reward_not_found',
  ])
})

test('content is read once she has opened it with points, and who lacks them is told the ways on', async () => {
  const shot = await testPicture(at.ctx, 60, 30)
  const lesson = await reward({
    ...{
      name: '泡茶课',
      kind: 'content',
      args: {
        refund_days: 7,
        parts: [
          { kind: 'text', text: '九十度。' },
          { kind: 'picture', picture_id: shot.id, alt: '茶汤' },
        ],
      },
    },
    ...{ per_customer: 1, description: '水、时间、杯子' },
  })
  const { browser } = await someone(130)
  const read = (by = browser) => by.ask('GET', `/rewards/${lesson.id}/content`)
  const shown = async (by = browser) =>
    (
      (await by.ask('GET', '/rewards')).body as unknown as { rewards: { id: string }[] }
    ).rewards.find(({ id }) => id === lesson.id)
  expect(await shown()).toMatchObject({ is_opened: false, refund_days: 7, missing: 0 })
  expect(JSON.stringify(await shown())).not.toMatch(new RegExp(`九十度|${shot.id}`))
  expect((await read()).body.error).toMatchObject({ code: 'content_not_opened' })
  const asked = taking(100)
  for (let i = 0; i < 2; i++)
    expect((await browser.ask('POST', `/rewards/${lesson.id}/redeem`, asked)).status).toBe(201)
  expect((await browser.ask('GET', '/points')).body).toMatchObject({ spendable: 30 })
  expect((await read()).body).toMatchObject({
    name: '泡茶课',
    parts: [{ text: '九十度。' }, { url: shot.url, width: 60, height: 30, alt: '茶汤' }],
  })
  expect(await shown()).toMatchObject({ is_opened: true })
  const other = await someone(40)
  expect((await read(other.browser)).status).toBe(409)
  expect(await shown(other.browser)).toMatchObject({ missing: 60, refused: null })
  const ways = await other.browser.ask('GET', '/points/ways?missing=60')
  expect(ways).toMatchObject({ status: 200, body: { items: [] } })
  expect((await new ShopBrowser(at).ask('GET', '/points/ways?missing=60')).status).toBe(401)
})
