import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Signal } from '../collect/index.ts'
import { approveAfterSale, requestAfterSale } from '../commerce/after-sale/after-sales.ts'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { useOrderParties } from '../commerce/index.ts'
import { newCustomer, payOrder } from '../commerce/testing.ts'
import { pointsFromSignals } from '../membership/index.ts'
import { EarnRule } from '../membership/points/rule.ts'
import { draftRule, publishRule } from '../membership/points/rules.ts'
import { held, ledgerFaults } from '../membership/testing.ts'
import { inTx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { hideReview, replyToReview, showReview } from './decide.ts'
import { getReview, listReviews, reviewFigures, starsOf } from './list.ts'
import { reviewsParty } from './party.ts'
import { reviewsData } from './personal-data.ts'
import { addReviewPicture, forgetLoosePictures, MOST_LOOSE, reviewPicture } from './pictures.ts'
import { settlePoints } from './points.ts'
import { averageOf, canReview, type HIDING_REASONS, type Stars } from './rules.ts'
import { setReviewSetting } from './settings.ts'
import { shownReviews } from './shown.ts'
import { fetched, photoOf } from './testing.ts'
import { type NewReview, reviewables, writeReview } from './write.ts'

const RACE = 64
const DAY = 86_400_000
let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100_000, cup: 100_000 })
  useOrderParties([reviewsParty])
  // Each of these orders is of one brand's shop.
  const { id } = await draftRule(ctx, {
    name: '评价得积分',
    rule: EarnRule.parse({
      on: { kind: 'event', event: 'review_posted', points: 20 },
      pending: { kind: 'approval' },
    }),
  })
  await publishRule(ctx, id)
})
afterAll(() => useOrderParties([]))

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const of = (node: number) => ({ node, nodes: [node] })
const review = (orderId: string, given: Partial<NewReview> = {}): NewReview => ({
  ...{ orderId, sku: 'tea', stars: 5, words: '香气足', author: '', pictures: [] },
  ...given,
})
async function bought(lines: Record<string, number> = { tea: 1 }) {
  const buyer = await newCustomer(ctx)
  const order = await fetched(ctx, shop, lines, { customerId: buyer })
  return { buyer, order }
}
async function written(given: Partial<NewReview> = {}) {
  const { buyer, order } = await bought()
  const { id } = await writeReview(ctx, of(buyer), review(order, given))
  return { buyer, order, ...(await getReview(ctx, id)) }
}
const later = (ms: number) => ({ ...ctx, now: () => new Date(Date.now() + ms) })
/** As the relay and the collector bring it round. */
const told = (node: number, eventId: string) => {
  const signal: Signal = {
    ...{ position: 1, eventId, node, name: 'review_posted', at: new Date(), isVerified: true },
    ...{ source: 'reviews', protocol: 'own', platform: '', historical: false, messageId: null },
    ...{ currency: null, claimedRevenueFen: null, links: {}, props: { review: eventId } },
  }
  return inTx(ctx, (ctx) => pointsFromSignals(ctx, [signal]))
}
async function refundTea(order: string) {
  const sale = await requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: '不想要了' },
    lines: [{ sku: 'tea', quantity: 1 }],
  })
  return () => approveAfterSale(ctx, sale.id, '')
}

test('sixty-four requests for one line make one review, and one event of it', async () => {
  const { buyer, order } = await bought()
  const answers = await Promise.all(
    Array.from({ length: RACE }, () => writeReview(ctx, of(buyer), review(order))),
  )
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  const { items } = await listReviews(ctx, { q: '', limit: 200 })
  expect(items.filter(({ order_id }) => order_id === order)).toHaveLength(1)
  expect(await code(writeReview(ctx, of(buyer), review(order, { stars: 1 })))).toBe(
    'review_written',
  )
})

test('sixty-four different reviews of one line: one stands, the others are told so', async () => {
  const { buyer, order } = await bought()
  const answers = await Promise.all(
    Array.from({ length: RACE }, (_, i) =>
      code(writeReview(ctx, of(buyer), review(order, { words: `第 ${i} 次` }))),
    ),
  )
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'review_written')).toHaveLength(RACE - 1)
})

test('only who has bought it reviews it, only once it has arrived, and only for so many days', async () => {
  const { buyer, order } = await bought()
  const stranger = await newCustomer(ctx)
  expect(await code(writeReview(ctx, of(stranger), review(order)))).toBe('order_not_found')
  expect(await code(writeReview(ctx, of(buyer), review(order, { sku: 'cup' })))).toBe(
    'order_line_not_found',
  )
  const waiting = await shop.place({ tea: 1 }, { customerId: buyer })
  expect(await code(writeReview(ctx, of(buyer), review(waiting)))).toBe('not_received')
  await payOrder(ctx, waiting)
  expect(await code(writeReview(ctx, of(buyer), review(waiting)))).toBe('not_received')
  expect(await code(writeReview(later(31 * DAY), of(buyer), review(order)))).toBe('review_too_late')
  const [line] = await reviewables(later(31 * DAY), [buyer], order)
  expect(line).toMatchObject({ sku: 'tea', can: 'too_late', review: null })
  const elsewhere = await testCtx()
  expect(await code(writeReview(elsewhere, of(buyer), review(order)))).toBe('order_not_found')
})

test('the last moment of the time is still in it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 365 }),
      fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      (days, received) => {
        const last = received.getTime() + days * DAY
        expect(canReview(received, days, new Date(last)).can).toBe('open')
        expect(canReview(received, days, new Date(last + 1)).can).toBe('too_late')
      },
    ),
  )
})

test('it waits until somebody has read it; its points can be spent from then on, once', async () => {
  const { buyer, id, state, revision } = await written()
  expect(state).toBe('pending')
  await told(buyer, id)
  await settlePoints(ctx)
  expect(await held(ctx, buyer)).toMatchObject({ pending: 20, active: 0 })
  await showReview(ctx, id, revision)
  await Promise.all([settlePoints(ctx), settlePoints(ctx)])
  await settlePoints(ctx)
  expect(await held(ctx, buyer)).toMatchObject({ pending: 0, active: 20 })
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('points that come after the approval are not forgotten', async () => {
  const { buyer, id, revision } = await written()
  await showReview(ctx, id, revision)
  await settlePoints(ctx)
  await told(buyer, id)
  expect(await held(ctx, buyer)).toMatchObject({ pending: 20, active: 0 })
  await settlePoints(ctx)
  expect(await held(ctx, buyer)).toMatchObject({ pending: 0, active: 20 })
})

test('a line that is given back whole keeps its review and loses its points', async () => {
  const { buyer, order, id, revision } = await written()
  await told(buyer, id)
  await showReview(ctx, id, revision)
  await settlePoints(ctx)
  const approve = await refundTea(order)
  await settlePoints(ctx)
  expect(await held(ctx, buyer)).toMatchObject({ active: 20 })
  await approve()
  await settlePoints(ctx)
  expect(await held(ctx, buyer)).toMatchObject({ pending: 0, active: 0 })
  expect(await getReview(ctx, id)).toMatchObject({ state: 'shown', is_refunded: true })
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('a review of what was given back before is taken, and earns nothing', async () => {
  const { buyer, order } = await bought()
  await (await refundTea(order))()
  const { id } = await writeReview(ctx, of(buyer), review(order, { stars: 2 }))
  await told(buyer, id)
  await settlePoints(ctx)
  const { revision } = await getReview(ctx, id)
  await showReview(ctx, id, revision)
  await settlePoints(ctx)
  expect(await held(ctx, buyer)).toMatchObject({ pending: 0, active: 0 })
})

test('money back and a review at once: whichever comes first, nothing is earned', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => bought()))
  for (const { buyer, order } of all) {
    const approve = await refundTea(order)
    const [{ id }] = await Promise.all([writeReview(ctx, of(buyer), review(order)), approve()])
    expect(await getReview(ctx, id)).toMatchObject({ is_refunded: true })
  }
})

test('what is hidden goes on counting, but for what the law forbids; hiding is on record with its reason', async () => {
  const own = await testCtx()
  const there = await testShop(own, { tea: 1000 })
  await setReviewSetting(own, { needs_approval: false, within_days: 30, revision: 0 })
  const ids: string[] = []
  for (const stars of [5, 4, 1, 1]) {
    const buyer = await newCustomer(own)
    const order = await fetched(own, there, { tea: 1 }, { customerId: buyer })
    ids.push((await writeReview(own, of(buyer), review(order, { stars }))).id)
  }
  expect(await starsOf(own, ['tea'])).toMatchObject({ count: 4, average_centi: 275, unseen: 0 })
  const [, , low = '', worst = ''] = ids
  const hide = async (id: string, reason: (typeof HIDING_REASONS)[number]) => {
    const { revision } = await getReview(own, id)
    await hideReview(own, id, { reason, note: '', revision })
  }
  await hide(low, 'unrelated')
  expect(await starsOf(own, ['tea'])).toEqual({
    ...{ count: 4, average_centi: 275, by_stars: [2, 0, 0, 1, 1], unseen: 1 },
  })
  await hide(worst, 'unlawful')
  expect(await starsOf(own, ['tea'])).toMatchObject({ count: 3, average_centi: 333, unseen: 1 })
  const shown = await shownReviews(own, ['tea'], { limit: 10 })
  expect(shown.items.map(({ stars }) => stars)).toEqual([4, 5])
  expect(await reviewFigures(own)).toMatchObject({ shown: 2, hidden: 2, hidden_low: 2 })
  const { rows } = await sql<{ reason: string; stars: number }>`
    select details -> 'after' ->> 'hidden_for' as reason, (details ->> 'stars')::int as stars from audit_log
    where tenant_id = ${own.tenantId} and action = 'review.hidden' order by at, id`.execute(own.pg)
  expect(rows).toEqual([
    { reason: 'unrelated', stars: 1 },
    { reason: 'unlawful', stars: 1 },
  ])
})

test('the database knows no reason beside those of the list, and no hiding without one', async () => {
  const { id } = await written()
  const set = (reason: string | null) =>
    sql`update review set state = 'hidden', hidden_for = ${reason}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  await expect(set('few stars')).rejects.toMatchObject({ code: '23514' })
  await expect(set(null)).rejects.toMatchObject({ code: '23514' })
})

test('one of two who decide at once is told that the other was quicker', async () => {
  const { id, revision } = await written()
  const answers = await Promise.all([
    ...Array.from({ length: 16 }, () => code(showReview(ctx, id, revision))),
    ...Array.from({ length: 16 }, () =>
      code(hideReview(ctx, id, { reason: 'insult', note: '', revision })),
    ),
  ])
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'edited_meanwhile')).toHaveLength(31)
})

test('the brand answers, and customers read it', async () => {
  const { id, revision } = await written()
  const shown = await showReview(ctx, id, revision)
  await replyToReview(ctx, id, { text: '谢谢喜欢', revision: shown.revision })
  const { items } = await shownReviews(ctx, ['tea'], { limit: 200 })
  expect(items.find((one) => one.id === id)).toMatchObject({ reply: '谢谢喜欢', author: '' })
  const { revision: now } = await getReview(ctx, id)
  expect(await replyToReview(ctx, id, { text: '', revision: now })).toMatchObject({
    ...{ reply: '', replied_at: null },
  })
})

test('the average is that of a list of stars, one by one', () => {
  const counts = fc.tuple(...Array.from({ length: 5 }, () => fc.nat(30)))
  fc.assert(
    fc.property(counts as fc.Arbitrary<[number, number, number, number, number]>, (by) => {
      const all = (by as Stars).flatMap((n, i) => Array.from({ length: n }, () => i + 1))
      const { count, average_centi } = averageOf(by)
      expect(count).toBe(all.length)
      if (all.length === 0) expect(average_centi).toBeNull()
      else
        expect(average_centi).toBe(Math.round((100 * all.reduce((a, b) => a + b, 0)) / all.length))
    }),
  )
})

test('every page of the reviews is one after the other, none twice and none left out', async () => {
  const own = await testCtx()
  const there = await testShop(own, { tea: 1000 })
  await setReviewSetting(own, { needs_approval: false, within_days: 30, revision: 0 })
  const ids: string[] = []
  for (let i = 0; i < 7; i += 1) {
    const buyer = await newCustomer(own)
    const order = await fetched(own, there, { tea: 1 }, { customerId: buyer })
    ids.push((await writeReview(own, of(buyer), review(order, { stars: 1 + (i % 5) }))).id)
  }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await shownReviews(own, ['tea'], { limit: 3, cursor })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual([...ids].sort().reverse())
})

test('photos come without the place they were taken at, and are joined to a review of their sender', async () => {
  const { buyer, order } = await bought()
  const { id: photo } = await addReviewPicture(ctx, buyer, photoOf(40, 30))
  const stranger = await newCustomer(ctx)
  const { id: foreign } = await addReviewPicture(ctx, stranger, photoOf(40, 30))
  expect(
    await code(writeReview(ctx, of(buyer), review(order, { pictures: [photo, foreign] }))),
  ).toBe('photo_not_found')
  const { id, pictures } = await writeReview(ctx, of(buyer), review(order, { pictures: [photo] }))
  expect(pictures).toEqual([photo])
  expect(await code(reviewPicture(ctx, photo, { shown: true }))).toBe('photo_not_found')
  const kept = await reviewPicture(ctx, photo, { review: id })
  expect(kept.includes('GPS')).toBe(false)
  await showReview(ctx, id, (await getReview(ctx, id)).revision)
  expect((await reviewPicture(ctx, photo, { shown: true })).equals(kept)).toBe(true)
  const other = await bought()
  expect(await code(writeReview(ctx, of(buyer), review(other.order, { pictures: [photo] })))).toBe(
    'order_not_found',
  )
})

test('nobody fills the disk with photos that no review is posted with', async () => {
  const one = await newCustomer(ctx)
  const answers = await Promise.all(
    Array.from({ length: MOST_LOOSE + 6 }, () => code(addReviewPicture(ctx, one, photoOf(8, 8)))),
  )
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(MOST_LOOSE)
  expect(answers.filter((answer) => answer === 'too_many_photos')).toHaveLength(6)
  await sql`update review_picture set created_at = created_at - interval '2 days'
    where tenant_id = ${ctx.tenantId} and node_id = ${one}`.execute(ctx.pg)
  await forgetLoosePictures(ctx)
  expect(await code(addReviewPicture(ctx, one, photoOf(8, 8)))).toBe('done')
  expect(await code(addReviewPicture(ctx, one, Buffer.from('<svg/>')))).toBe('not_a_photo')
})

test('who is erased is told what she said before; her words go and her stars stay', async () => {
  const { buyer, order } = await bought()
  const { id: photo } = await addReviewPicture(ctx, buyer, photoOf(8, 8))
  const { id } = await writeReview(
    ctx,
    of(buyer),
    review(order, { stars: 3, author: '小林', pictures: [photo] }),
  )
  const [data] = reviewsData
  const person = { nodes: [buyer], unlinkedId: randomUUID() }
  expect(await data?.export?.(ctx, person as never)).toMatchObject([
    { sku: 'tea', stars: 3, words: '香气足', author: '小林', pictures: 1 },
  ])
  await data?.erase?.(ctx, person as never)
  expect(await getReview(ctx, id)).toMatchObject({
    ...{ customer_id: null, stars: 3, words: '', author: '', pictures: [] },
  })
})
