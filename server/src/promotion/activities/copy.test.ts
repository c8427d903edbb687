import { beforeEach, expect, test } from 'vitest'
import { changeProduct, createProduct } from '../../commerce/goods/products.ts'
import { goods } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { createBestiePlan, listBestiePlans } from '../bestie/plans.ts'
import { createBatch, listBatches } from '../coupons/batches.ts'
import { listFlashSales } from '../flash-sale/queries.ts'
import { createFlashSale, getFlashSale } from '../flash-sale/sales.ts'
import { createOffer } from '../offers/offers.ts'
import { listOffers } from '../offers/queries.ts'
import { createPreSale, getPreSale } from '../pre-sale/pre-sales.ts'
import { listPreSales } from '../pre-sale/queries.ts'
import { couponBatch, liveOffer, offTen } from '../testing.ts'
import { createActivity } from './activities.ts'
import { copyActivity } from './copy.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
  await goods(ctx, 'tea', 'cup')
})
const NEXT = {
  name: '双十二',
  starts_at: '2099-12-12T00:00:00+08:00',
  ends_at: '2099-12-15T00:00:00+08:00',
}
const activity = async () =>
  (
    await createActivity(ctx, {
      ...{ name: '双十一', starts_at: '2099-11-11T00:00:00+08:00', owner_id: null, audiences: [] },
      ...{ ends_at: '2099-11-14T00:00:00+08:00', goods: {}, storefronts: [], carriers: [] },
      ...{ short_objective: null, long_objective: null, budget_fen: null },
    })
  ).id
const limit = 10

test('its flash sales come along as drafts, at the same hours of days so much later', async () => {
  const id = await activity()
  await createFlashSale(ctx, id, {
    ...{ name: '整点秒杀', comes_back: 'unsent', stacks: true, budget_fen: 5000 },
    slots: [
      {
        ...{ on: '2099-11-11', from: '20:00', to: '02:00' },
        items: [{ sku: 'tea', price_fen: 600, quantity: 7, per_customer: 1 }],
      },
    ],
  })
  const copy = await copyActivity(ctx, id, NEXT, true)
  expect(copy.left_out).toEqual([])
  const { items } = await listFlashSales(ctx, { activity_id: copy.id, limit })
  expect(await getFlashSale(ctx, items[0]?.id ?? '')).toMatchObject({
    ...{ name: '整点秒杀', state: 'draft', stacks: true, budget_fen: 5000 },
    slots: [
      {
        ...{ on: '2099-12-12', from: '20:00', to: '02:00' },
        items: [{ sku: 'tea', price_fen: 600, quantity: 7, per_customer: 1 }],
      },
    ],
  })
})

test('its pre-sales come along with every time so much later', async () => {
  const id = await activity()
  await createPreSale(ctx, id, {
    ...{ name: '年货', deposit_kind: 'earnest', per_customer: 2, ships_by: '2099-11-20' },
    ...{ deposit_from: '2099-11-11T00:00:00Z', deposit_until: '2099-11-12T00:00:00Z' },
    ...{ balance_from: '2099-11-12T00:00:00Z', balance_until: '2099-11-13T00:00:00Z' },
    items: [{ sku: 'tea', price_fen: 800, deposit_fen: 100, worth_fen: 150, quota: 9 }],
  })
  const copy = await copyActivity(ctx, id, NEXT, true)
  const { items } = await listPreSales(ctx, { activity_id: copy.id, limit })
  expect(await getPreSale(ctx, items[0]?.id ?? '')).toMatchObject({
    ...{ state: 'draft', deposit_kind: 'earnest', per_customer: 2, ships_by: '2099-12-21' },
    ...{ deposit_from: '2099-12-12T00:00:00.000Z', balance_until: '2099-12-14T00:00:00.000Z' },
    items: [{ sku: 'tea', price_fen: 800, deposit_fen: 100, worth_fen: 150, quota: 9, taken: 0 }],
  })
})

test('its coupons and bestie cards come along, and name the copies', async () => {
  const id = await activity()
  const offer = await liveOffer(ctx, offTen, {}, { source: 'coupon', activity_id: id })
  const friend = await couponBatch(ctx, {
    ...{ name: '闺蜜券', offer_id: offer, valid_from: '2099-11-11T00:00:00Z' },
    ...{ valid_to: '2099-11-20T00:00:00Z' },
  })
  await createBatch(ctx, {
    ...{ name: '通用码', offer_id: offer, kind: 'shared', code: 'TEA', prefix: '' },
    ...{ is_transferable: false, on_refund: 'keep' },
  })
  const elsewhere = await couponBatch(ctx, { name: '别处的券' })
  await createBestiePlan(ctx, id, {
    ...{ name: '闺蜜卡', sku: null, who: 'anyone', friend: 'new', per_holder: 1, total: 5 },
    ...{ accept_hours: 48, friend_batch_id: friend.id, holder_batch_id: elsewhere.id },
    holder_when: 'first_order',
  })
  const copy = await copyActivity(ctx, id, NEXT, true)
  expect(copy.left_out).toEqual([])
  const [copied] = (await listOffers(ctx, { activity_id: copy.id, limit })).items
  const batches = (await listBatches(ctx, { offer_id: copied?.id ?? '', limit })).items
  const byName = new Map(batches.map((batch) => [batch.name, batch]))
  expect(byName.get('闺蜜券')).toMatchObject({
    ...{ kind: 'personal', made: 0, issued: 0, state: 'open' },
    ...{ valid_from: '2099-12-12T00:00:00.000Z', valid_to: '2099-12-21T00:00:00.000Z' },
  })
  expect(byName.get('通用码')).toMatchObject({ kind: 'shared', code: 'TEA-2', on_refund: 'keep' })
  expect(await listBestiePlans(ctx, copy.id)).toMatchObject([
    {
      ...{ name: '闺蜜卡', state: 'draft', issued: 0, total: 5 },
      friend_batch_id: byName.get('闺蜜券')?.id,
      holder_batch_id: elsewhere.id,
    },
  ])
  // A copy of a copy takes the next code.
  const again = await copyActivity(ctx, copy.id, { ...NEXT, name: '年货节' }, true)
  const [third] = (await listOffers(ctx, { activity_id: again.id, limit })).items
  const codes = (await listBatches(ctx, { offer_id: third?.id ?? '', limit })).items
  expect(codes.map(({ code }) => code).sort()).toEqual(['TEA-3', null].sort())
})

test('offers that exclude each other do so in the copy', async () => {
  const id = await activity()
  const first = await liveOffer(ctx, offTen, {}, { activity_id: id })
  await createOffer(ctx, {
    ...{ name: '二', source: 'offer', activity_id: id, limits: {} },
    terms: { ...offTen, not_with: [first, 'elsewhere'] },
  })
  const copy = await copyActivity(ctx, id, NEXT, true)
  const copies = (await listOffers(ctx, { activity_id: copy.id, limit })).items
  const [one, two] = [copies.find(({ name }) => name !== '二'), copies.find((o) => o.name === '二')]
  expect(two?.terms.not_with).toEqual([one?.id, 'elsewhere'])
})

test('what cannot be made as it was is left out and told; the rest is made', async () => {
  const id = await activity()
  await createProduct(ctx, 'card', { name: '闺蜜卡', kind: 'card', price_fen: 990 })
  const batch = await couponBatch(ctx)
  await createBestiePlan(ctx, id, {
    ...{
      name: '购卡送券',
      sku: 'card',
      who: 'anyone',
      friend: 'anyone',
      per_holder: 1,
      total: null,
    },
    ...{ accept_hours: 48, friend_batch_id: batch.id, holder_batch_id: null },
    holder_when: 'accepted',
  })
  await createPreSale(ctx, id, {
    ...{ name: '停产的', deposit_kind: 'advance', per_customer: null, ships_by: '2099-11-20' },
    ...{ deposit_from: '2099-11-11T00:00:00Z', deposit_until: '2099-11-12T00:00:00Z' },
    ...{ balance_from: '2099-11-12T00:00:00Z', balance_until: '2099-11-13T00:00:00Z' },
    items: [{ sku: 'cup', price_fen: 800, deposit_fen: 100, worth_fen: 100, quota: 9 }],
  })
  await liveOffer(ctx, offTen, {}, { activity_id: id })
  await changeProduct(ctx, 'cup', { is_retired: true }, 0)
  const copy = await copyActivity(ctx, id, NEXT, true)
  expect(copy).toMatchObject({
    ...{ state: 'draft', offers: 1 },
    left_out: [
      { kind: 'pre_sale', name: '停产的', code: 'unknown_sku' },
      { kind: 'bestie_plan', name: '购卡送券', code: 'bestie_sku_taken' },
    ],
  })
  expect((await listPreSales(ctx, { activity_id: copy.id, limit })).items).toEqual([])
})
