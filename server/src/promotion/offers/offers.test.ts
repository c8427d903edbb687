import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { recordOrders, recordProducts } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { applyRelations } from '../../profile/index.ts'
import { routes } from '../routes.ts'
import { liveOffer, offTen, pricedOrder } from '../testing.ts'
import { setGroup } from './groups.ts'
import { changeOffer, createOffer, setOfferState } from './offers.ts'
import { versionsOf } from './queries.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const draft = (terms: object) =>
  createOffer(ctx, {
    ...{ name: 'x', source: 'offer' as const, activity_id: null, limits: {} },
    terms: terms as Record<string, unknown>,
  })
const noteOf = async (of: TestCtx, id: string, customer: number) =>
  (await pricedOrder(of, customer)).quoted.trace.find((note) => note.id === id)

describe('an offer', () => {
  test('is kept with its terms written out, and refused with the place of what is wrong', async () => {
    const made = await draft(offTen)
    expect(made).toMatchObject({
      ...{ state: 'draft', version: 1, kind: 'amount', uses: 0 },
      terms: { priority: 0, exclusive: false, args: { off_fen: 1000 } },
    })
    for (const wrong of [
      { kind: 'magic', args: {} },
      { kind: 'amount', args: { off_fen: 0 } },
      { ...offTen, left: { uses: 1 } },
      { ...offTen, when: { from: '2026-11-12T00:00:00+08:00', to: '2026-11-11T00:00:00+08:00' } },
      { ...offTen, who: { audiences: ['not an id'] } },
    ])
      expect(await code(draft(wrong)), JSON.stringify(wrong)).toBe('invalid_terms')
    const stranger = await liveOffer(await testCtx(), offTen)
    expect(await code(setOfferState(ctx, stranger, 'ended'))).toBe('offer_not_found')
    expect(await code(draft({ ...offTen, group: 'nobody' }))).toBe('offer_group_not_found')
    await setGroup(ctx, { code: 'one', name: '只选一个', mode: 'first' })
    expect(await code(draft({ ...offTen, group: 'one' }))).toBe('done')
  })

  test('every change is a version; of two who change it at once the second is told', async () => {
    const { id } = await draft(offTen)
    const answers = await Promise.all(
      [500, 600].map((off_fen) =>
        code(changeOffer(ctx, id, { terms: { kind: 'amount', args: { off_fen } } }, 1)),
      ),
    )
    expect(answers.sort()).toEqual(['done', 'edited_meanwhile'])
    const versions = await versionsOf(ctx, id)
    expect(versions.map((v) => v.version)).toEqual([2, 1])
    expect(versions[1]?.terms).toMatchObject({ args: { off_fen: 1000 } })
  })

  test('goes from draft to live, paused and back, and when it is over it stays over', async () => {
    const { id } = await draft(offTen)
    expect(await code(setOfferState(ctx, id, 'paused'))).toBe('offer_state')
    for (const to of ['live', 'paused', 'live', 'ended'] as const)
      expect((await setOfferState(ctx, id, to)).state).toBe(to)
    expect(await code(setOfferState(ctx, id, 'live'))).toBe('offer_state')
    expect(await code(changeOffer(ctx, id, { name: 'y' }, 1))).toBe('offer_ended')
    const past = { ...offTen, when: { to: '2020-01-01T00:00:00Z' } }
    expect(await code(setOfferState(ctx, (await draft(past)).id, 'live'))).toBe('offer_over')
  })
})

describe('for new customers', () => {
  test('new is a person: an order of any of her nodes ends it, one that only a client claims does not', async () => {
    const of = await testCtx()
    const id = await liveOffer(of, { ...offTen, who: { new_only: true } })
    const [she, node] = [await newCustomer(of), await newCustomer(of)]
    await recordOrders(of, [
      order('claimed', 100, { node: she, evidence: 'claimed' }),
      order('placed', 100, { node: she, state: 'placed' }),
      order('paid', 100, { node }),
    ])
    expect(await noteOf(of, id, she)).toMatchObject({ applied: true })
    await sql`update customer set canonical_id = ${she} where tenant_id = ${of.tenantId} and id = ${node}`.execute(
      of.pg,
    )
    expect(await noteOf(of, id, she)).toMatchObject({ applied: false, code: 'not_new' })
  })

  test('the window of 72 hours runs from the first time a member of staff was added', async () => {
    const of = await testCtx()
    const id = await liveOffer(of, { ...offTen, who: { hours_from_added: 72 } })
    const she = await newCustomer(of)
    expect(await noteOf(of, id, she)).toMatchObject({ code: 'window_over' })
    const added = new Date('2026-11-01T00:00:00Z')
    const friend = { state: 'friend', storeId: null, channelId: null, source: 'wecom' } as const
    await applyRelations(of, [
      { ...friend, node: she, staffId: 'wang', addedAt: added, endedAt: null },
      {
        ...friend,
        node: she,
        staffId: 'li',
        addedAt: new Date('2026-11-09T00:00:00Z'),
        endedAt: null,
      },
    ])
    const at = (hours: number) => ({
      ...of,
      now: () => new Date(added.getTime() + hours * 3_600_000),
    })
    expect(await noteOf(at(71), id, she)).toMatchObject({ applied: true })
    expect(await noteOf(at(72), id, she)).toMatchObject({ code: 'window_over' })
  })
})

test('an offer is tried on a basket before it is live, beside those that are', async () => {
  const of = await testCtx()
  const api = await testApi(of, { domains: [routes] })
  const key = await keyOf(of, 'operator')
  await recordProducts(of, [
    {
      ...{ sku: 'tea', name: 'Tea', category: ['Drinks', 'Tea'], brand: null, priceFen: 12_000 },
      ...{ currency: 'CNY', attributes: {}, source: 'erp' },
    },
  ])
  const live = await liveOffer(of, offTen)
  const body = {
    lines: [{ sku: 'tea', quantity: 1 }],
    coupon_codes: ['WRONG'],
    draft: {
      terms: {
        kind: 'percentage',
        args: { off_bp: 5000 },
        goods: { categories: ['Drinks/Tea'] },
        exclusive: true,
      },
    },
  }
  const { status, body: answer } = await api.call('POST', '/offers/dry-run', { key, body })
  expect(status).toBe(200)
  expect(answer).toMatchObject({
    ...{ total_fen: 6000, refused: [{ id: 'WRONG', code: 'coupon_unknown' }] },
    told: expect.arrayContaining([
      { offer: 'draft', applied: true, worth_fen: 6000 },
      { offer: live, applied: false, reason: { code: 'excluded_by', offer: 'draft' } },
    ]),
  })
  const unknown = { ...body, lines: [{ sku: 'none', quantity: 1 }] }
  expect((await api.call('POST', '/offers/dry-run', { key, body: unknown })).status).toBe(400)
  const analyst = await keyOf(of, 'analyst')
  expect(
    (await api.call('POST', '/offers', { key: analyst, body: { name: 'x', terms: offTen } }))
      .status,
  ).toBe(403)
})
