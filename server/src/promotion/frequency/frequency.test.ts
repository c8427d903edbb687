import { beforeEach, describe, expect, test } from 'vitest'
import { storefront } from '../../commerce/checkout/testing.ts'
import { getStorefront, setStorefront } from '../../commerce/storefront/storefronts.ts'
import { stockStore } from '../../commerce/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import {
  type ActivityFields,
  changeActivity,
  createActivity,
  publishActivity,
  stopActivity,
} from '../activities/activities.ts'
import { getActivity } from '../activities/queries.ts'
import { warningsOf } from '../activities/warnings.ts'
import { changeOffer, createOffer, type GivenTerms, setOfferState } from '../offers/offers.ts'
import { getOffer } from '../offers/queries.ts'
import { routes } from '../routes.ts'
import { storefrontCalendar } from './frequency.ts'
import type { FrequencyLimits } from './rule.ts'

const DAY = 86_400_000
/** Noon of a day in the brand's zone, so that no test stands on the edge of one. */
const NOON = new Date('2026-06-01T12:00:00+08:00')
let ctx: TestCtx
beforeEach(async () => {
  const made = await testCtx()
  ctx = { ...made, now: () => NOON }
  await stockStore(ctx, 's1')
})
const limited = async (limits: Partial<FrequencyLimits>, code = 'home') =>
  setStorefront(ctx, storefront({ code, name: code === 'home' ? '旗舰店' : '会员店', ...limits }))
const at = (days: number) => new Date(NOON.getTime() + days * DAY).toISOString()
const dayAt = (days: number) => at(days).slice(0, 10)
const fields = (name: string, from: number, to: number, storefronts: string[]): ActivityFields => ({
  ...{ name, starts_at: at(from), ends_at: at(to), owner_id: null, audiences: [], goods: {} },
  ...{ storefronts, carriers: [], budget_fen: null },
  short_objective: { measure: 'orders', target: 1, note: '' },
  long_objective: { measure: 'new_customers', target: 1, note: '' },
})
const draft = async (name: string, from: number, to: number, storefronts: string[] = []) =>
  (await createActivity(ctx, fields(name, from, to, storefronts))).id
async function live(name: string, from: number, to: number, storefronts: string[] = []) {
  const id = await draft(name, from, to, storefronts)
  await publishActivity(ctx, id)
  return id
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code?: string; details?: unknown }) => {
      if (error.code !== 'storefront_frequency') throw error
      return error.details as { rule: string; reason: string; earliest: string | null }[]
    },
  )
const off: GivenTerms = { kind: 'percentage', args: { off_bp: 1000 } }
async function offer(terms: GivenTerms, more: { activity_id?: string } = {}) {
  const { id } = await createOffer(ctx, {
    ...{ name: '直降', source: 'offer', terms, limits: {}, activity_id: more.activity_id ?? null },
  })
  return id
}

describe('a storefront that may be promoted so often', () => {
  test('takes no activity more, and says which are there and when the next may begin', async () => {
    await limited({ most_activities: 2 })
    await live('五一', 0, 3)
    await live('六一', 9, 12)
    const third = await draft('端午', 19, 21)
    expect(await refusal(publishActivity(ctx, third))).toEqual([
      expect.objectContaining({
        ...{ rule: 'most_activities', most: 2, have: 3, names: ['五一', '六一'] },
        ...{ storefront: '旗舰店', earliest: dayAt(30) },
        reason: `旗舰店：任意 30 天最多 2 场促销，这会是第 3 场（五一、六一）。同样长的一场最早可以从 ${dayAt(30)} 开始。`,
      }),
    ])
    expect((await getActivity(ctx, third)).state).toBe('draft')
    const { revision } = await getActivity(ctx, third)
    await changeActivity(ctx, third, { starts_at: at(30), ends_at: at(32) }, revision)
    expect((await publishActivity(ctx, third)).state).toBe('live')
  })

  test('has its days between two, and its days with a discount', async () => {
    await limited({ gap_days: 3, most_days: 5 })
    await live('一', 0, 1)
    const close = await draft('二', 4, 9)
    expect((await refusal(publishActivity(ctx, close)))?.map(({ rule }) => rule)).toEqual([
      'gap_days',
      'most_days',
    ])
    await live('三', 5, 7)
  })

  test('is asked for the storefronts that an activity is at; another may go on', async () => {
    await limited({ most_activities: 1 })
    await limited({}, 'vip')
    await live('旗舰', 0, 1, ['home'])
    await live('会员', 2, 3, ['vip'])
    expect(await refusal(publishActivity(ctx, await draft('全店', 4, 5)))).toHaveLength(1)
  })

  test('counts an activity by the days it was live: what ended early or never began leaves room', async () => {
    await limited({ gap_days: 5 })
    const first = await live('一', 0, 20)
    const second = await draft('二', 10, 12)
    expect(await refusal(publishActivity(ctx, second))).toHaveLength(1)
    await stopActivity(ctx, first, 'paused')
    await publishActivity(ctx, second)
    // Taken up again it stands in the way of what went live meanwhile.
    expect(await refusal(publishActivity(ctx, first))).toHaveLength(1)
    await stopActivity(ctx, second, 'ended')
    await publishActivity(ctx, first)
  })

  test('an activity that is live is not moved where it may not be', async () => {
    await limited({ gap_days: 5 })
    await live('一', 0, 3)
    const id = await live('二', 20, 22)
    const { revision } = await getActivity(ctx, id)
    const moved = (from: number) =>
      changeActivity(ctx, id, { starts_at: at(from), ends_at: at(from + 2) }, revision)
    expect(await refusal(moved(6))).toHaveLength(1)
    await moved(12)
  })

  test('an offer without an activity counts when it lowers prices for everybody', async () => {
    await limited({ most_activities: 1 })
    const when = { from: at(0), to: at(2) }
    await setOfferState(ctx, await offer({ ...off, when }), 'live')
    const later = await offer({ ...off, when: { from: at(4), to: at(5) } })
    expect(await refusal(setOfferState(ctx, later, 'live'))).toHaveLength(1)
    for (const terms of [
      { ...off, who: { new_only: true } },
      { ...off, who: { levels: ['gold'] } },
      { kind: 'free_shipping', args: {} },
      { ...off, where: { storefronts: ['vip'] } },
    ])
      expect((await setOfferState(ctx, await offer(terms), 'live')).state).toBe('live')
    const of = await offer(off, { activity_id: await draft('活动', 1, 2) })
    expect((await setOfferState(ctx, of, 'live')).state).toBe('live')
  })

  test('an offer that is live does not become longer or wider than it may be', async () => {
    await limited({ most_days: 5 })
    const id = await offer({ ...off, who: { levels: ['gold'] } })
    await setOfferState(ctx, id, 'live')
    const { version } = await getOffer(ctx, id)
    // For everybody, without an end: every day is promoted.
    expect(await refusal(changeOffer(ctx, id, { terms: off }, version))).toMatchObject([
      { rule: 'most_days', have: 30, earliest: null },
    ])
    const when = { from: at(1), to: at(3) }
    await changeOffer(ctx, id, { terms: { ...off, when } }, version)
  })

  test('of 16 that go live at once as many do as may', async () => {
    await limited({ most_activities: 3 })
    const ids = await Promise.all(Array.from({ length: 16 }, (_, i) => draft(`${i}`, i, i + 1)))
    const refused = await Promise.all(ids.map((id) => refusal(publishActivity(ctx, id))))
    expect(refused.filter((one) => one === undefined)).toHaveLength(3)
  })

  test('another brand’s promotions are not in its way', async () => {
    await live('五一', 0, 3)
    const other = { ...(await testCtx()), now: () => NOON }
    await stockStore(other, 's1')
    await setStorefront(other, storefront({ most_activities: 1 }))
    const { id } = await createActivity(other, fields('一', 0, 1, []))
    expect((await publishActivity(other, id)).state).toBe('live')
  })
})

test('what would be refused is told before it is published, and the calendar says what is left', async () => {
  await limited({ most_activities: 1, gap_days: 2 })
  const first = await live('五一', 0, 3)
  const second = await draft('六一', 4, 6)
  expect(await warningsOf(ctx, await getActivity(ctx, second))).toMatchObject([
    {
      code: 'gap_days',
      args: { storefront: '旗舰店', most: 2, have: 0, names: '五一', earliest: dayAt(30) },
    },
    { code: 'most_activities', args: { most: 1, have: 2 } },
    { code: 'no_offers' },
  ])
  const today = NOON.getTime() / DAY
  const [home] = await storefrontCalendar(ctx, Math.floor(today), Math.floor(today) + 30)
  expect(home).toMatchObject({
    ...{ code: 'home', most_activities: 1, most_days: null, gap_days: 2, next: dayAt(30) },
    fullest: { activities: 1, days: 4 },
    promotions: [{ kind: 'activity', id: first, name: '五一', from: dayAt(0), to: dayAt(3) }],
  })
})

test('limits are part of the storefront, and the calendar answers over the API', async () => {
  await limited({ most_activities: 4, most_days: 12, gap_days: 3 })
  expect(await getStorefront(ctx, 'home')).toMatchObject({
    ...{ most_activities: 4, most_days: 12, gap_days: 3 },
  })
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'analyst')
  const asked = (query: string) => api.call('GET', `/storefront-calendar?${query}`, { key })
  expect((await asked('from=2026-06-01&to=2026-06-30')).body).toMatchObject({
    items: [{ code: 'home', name: '旗舰店', most_days: 12, promotions: [] }],
  })
  expect((await asked('from=2026-06-30&to=2026-06-01')).status).toBe(400)
  expect((await asked('from=2026-06-01&to=2046-06-01')).status).toBe(400)
})
