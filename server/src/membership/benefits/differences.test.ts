import { afterAll, beforeAll, expect, test } from 'vitest'
import { storefront, testShop } from '../../commerce/checkout/testing.ts'
import { useHeld } from '../../commerce/index.ts'
import { setMemberPrices } from '../../commerce/quote/price.ts'
import { setStorefront } from '../../commerce/storefront/storefronts.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { levelOffers } from '../../promotion/index.ts'
import { setOfferState } from '../../promotion/offers/offers.ts'
import { liveOffer, offTen } from '../../promotion/testing.ts'
import { type GivenReward, setReward } from '../rewards/rewards.ts'
import { routes } from '../routes.ts'
import { programme, publish } from '../testing-members.ts'
import { type NewBenefit, setBenefit } from './benefits.ts'
import { differences, useLevelOffers } from './differences.ts'

let ctx: TestCtx
beforeAll(async () => {
  useLevelOffers(levelOffers)
  ctx = await testCtx()
  await programme(ctx)
  await publish(ctx)
  await testShop(ctx, { tea: 5, cup: 5 })
})
afterAll(() => {
  useLevelOffers(undefined)
  useHeld(async () => ({ levels: [] }))
})
const benefit = (given: Pick<NewBenefit, 'code' | 'kind' | 'args'> & Partial<NewBenefit>) =>
  setBenefit(
    ctx,
    {
      ...{ name: given.code, name_en: given.code, stacks: false, behaviour: null },
      ...{ unit_cost_fen: 0, per_customer: null, period: 'ever', uses_limit: null },
      ...{ is_retired: false, holders: [{ holder: 'level', holder_code: 'gold' }] },
      ...given,
    },
    0,
  )
const reward = (given: Partial<GivenReward>) =>
  setReward(
    ctx,
    {
      ...{ name: 'Gift', name_en: 'Gift', description: '', kind: 'product', args: { sku: 'cup' } },
      ...{ points: 100, cash_fen: 0, ships_free: false, stock: null, per_customer: null },
      ...{ period: 'ever', levels: [], is_highlight: false, unit_cost_fen: 0, starts_at: null },
      ...{ ends_at: null, state: 'live', position: 0 },
      ...given,
    },
    null,
  )
/** What a level has, as `column kind name`. */
async function of(level: string) {
  const { items } = await differences(ctx)
  return items
    .filter(({ levels }) => levels.includes(level))
    .map(({ column, kind, name }) => `${column} ${kind} ${name}`)
    .sort()
}

test('a level has in the matrix what its members really have, each in its column, and nothing when nothing differs', async () => {
  expect((await differences(ctx)).items).toEqual([])
  await benefit({ code: 'off', kind: 'discount', args: { off_bp: 500 } })
  await benefit({ code: 'tasting', kind: 'service_entry', args: { service: 'tasting' } })
  await benefit({ code: 'trip', kind: 'exclusive_access', args: { what: 'a trip' } })
  const level = (holder_code: string) => [{ holder: 'level' as const, holder_code }]
  await benefit({
    ...{ code: 'gone', kind: 'free_shipping', args: {}, is_retired: true },
    holders: level('silver'),
  })
  await benefit({
    ...{ code: 'by_card', kind: 'free_shipping', args: {} },
    holders: [{ holder: 'card', holder_code: 'year' }],
  })
  await setMemberPrices(ctx, 'tea', [
    { level: 'silver', fen: 900 },
    { level: 'gold', fen: 800 },
  ])
  // No less than everybody pays: nobody's advantage.
  await setMemberPrices(ctx, 'cup', [{ level: 'silver', fen: 1_000 }])
  await reward({ name: 'Cup', levels: ['silver', 'gold'] })
  await reward({ name: 'For all' })
  await reward({ name: 'Not yet', levels: ['gold'], state: 'draft' })
  await reward({
    ...{ name: 'Lesson', kind: 'content', levels: ['gold'], per_customer: 1, period: 'ever' },
    args: { parts: [{ kind: 'text', text: 'Ninety degrees.' }], refund_days: null },
  })
  const visible_to = { levels: ['gold'], audiences: [], pools: [] }
  await setStorefront(ctx, storefront({ code: 'seen', name: 'Seen', visible_to }))
  await setStorefront(ctx, storefront({ code: 'bought', name: 'Bought', levels: ['silver', 'x'] }))
  await setStorefront(ctx, storefront({ code: 'shut', levels: ['silver'], state: 'closed' }))
  const offer = await liveOffer(ctx, { ...offTen, who: { levels: ['silver'] } })
  await liveOffer(ctx, offTen)
  const all = await differences(ctx)
  expect(all.levels.map(({ code }) => code)).toEqual(['plain', 'silver', 'gold'])
  const named = all.items.find(({ kind }) => kind === 'offer')?.name
  expect(await of('plain')).toEqual([])
  expect(await of('silver')).toEqual([
    'permission reward Cup',
    'permission storefront_bought Bought',
    'price member_price silver',
    `price offer ${named}`,
  ])
  expect(await of('gold')).toEqual([
    'content content Lesson',
    'permission benefit trip',
    'permission reward Cup',
    'permission storefront_seen Seen',
    'price benefit off',
    'price member_price gold',
    'service benefit tasting',
  ])
  expect(all.items.find(({ ref }) => ref === 'silver')?.count).toBe(1)
  // Whoever keeps that door asks; everything else is kept here.
  expect(all.items.filter(({ enforced }) => !enforced).map(({ ref }) => ref)).toEqual(['trip'])
  await setOfferState(ctx, offer, 'paused')
  expect(await of('silver')).not.toContain(`price offer ${named}`)
})

test('who may read members reads it, and another brand has its own', async () => {
  const api = await testApi(ctx, { domains: [routes] })
  const read = await api.call('GET', '/membership/differences', {
    key: await keyOf(ctx, 'owner'),
  })
  expect(read.status, read.text).toBe(200)
  expect(read.body).toMatchObject({ levels: [{ code: 'plain' }, {}, { code: 'gold' }] })
  expect((await differences(await testCtx())).items).toEqual([])
})
