import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { decideApproval, withdrawApproval } from '../../desk/approvals.ts'
import { useApprovals } from '../../desk/index.ts'
import { listNotices } from '../../desk/notices.ts'
import { listMessages } from '../../messages/index.ts'
import { NewStaff } from '../../org/structure/shapes.ts'
import { createStaff } from '../../org/structure/staff.ts'
import { addPerson } from '../../org/testing.ts'
import type { Ctx, Role } from '../../platform/ctx.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { showOwnOrder } from '../checkout/shown.ts'
import { type TestShop, testShop } from '../checkout/testing.ts'
import { creditOf } from '../credit/credit.ts'
import { newCustomer, payOrder, stocked } from '../testing.ts'
import { acceptQuotation, declineQuotation } from './accept.ts'
import { expireQuotations } from './jobs.ts'
import { quotationsData } from './personal-data.ts'
import { getQuotation, listQuotations, shownQuotation } from './queries.ts'
import { quotationApproval, sendQuotation } from './send.ts'
import { setQuotationSetting } from './settings.ts'
import { after, DAY, draftFor, earnest, fields, outOfPlace, sentTo, stateOf } from './testing.ts'
import { changeQuotation, reviseQuotation, withdrawQuotation } from './write.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  useApprovals({ quotation: quotationApproval })
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 10_000, cup: 10_000 })
  await createStaff(ctx, NewStaff.parse({ code: 'li', name: '李导购' }))
})
const as = async (role: Role, of: TestCtx = ctx): Promise<Ctx> => {
  const person = await addPerson(of, role)
  return { ...of, actor: { kind: 'user', id: person.id, name: role, role } }
}
const later = (ms: number): TestCtx => ({ ...ctx, now: () => new Date(Date.now() + ms) })
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const accept = (id: string, given: { version?: number; agreed?: boolean; at?: Ctx } = {}) =>
  acceptQuotation(given.at ?? ctx, id, {
    ...{ version: given.version ?? 1, address: null, agreed: given.agreed ?? false },
  })

test('a customer says yes sixty-four times at once, and it is one order at the agreed price that counts for the guide', async () => {
  const id = await sentTo(ctx, shop.buyer, { staff_id: 'li' })
  const answers = await Promise.all(Array.from({ length: 64 }, () => accept(id)))
  const [orderId = ''] = answers
  expect(new Set(answers).size).toBe(1)
  const order = await showOwnOrder(ctx, orderId)
  expect(order).toMatchObject({
    ...{ state: 'to_pay', delivery: 'pick_up', total_fen: 1900, due_fen: 1900, deposit: null },
    ...{ reckoned_again_fen: 1900 },
    lines: [{ sku: 'tea', quantity: 2, gross_fen: 2000, total_fen: 1900 }],
  })
  expect(order.quote.trace).toContainEqual(
    expect.objectContaining({
      ...{ step: 'quotation', code: 'agreed_price', applied: true, fen: 100, id },
    }),
  )
  expect(await getQuotation(ctx, id)).toMatchObject({
    ...{ state: 'accepted', order: { id: orderId, state: 'to_pay' } },
  })
  await payOrder(ctx, orderId)
  expect(await creditOf(ctx, orderId)).toContainEqual(
    expect.objectContaining({ kind: 'staff', subject: 'li', because: 'placed_by', fen: 1900 }),
  )
  expect(await outOfPlace(ctx)).toEqual([])
})

test('with a deposit she agrees to it, pays it, then the balance, and both together are the price', async () => {
  const id = await sentTo(ctx, shop.buyer, { deposit: earnest(ctx) })
  expect(await code(accept(id))).toBe('deposit_not_agreed')
  expect(await stateOf(ctx, id)).toBe('sent')
  const orderId = await accept(id, { agreed: true })
  await payOrder(ctx, orderId)
  expect(await showOwnOrder(ctx, orderId)).toMatchObject({
    state: 'to_pay_balance',
    deposit: { kind: 'earnest', state: 'held', fen: 300, binding_fen: 300, balance_fen: 1600 },
  })
  await payOrder(ctx, orderId)
  const paid = await showOwnOrder(ctx, orderId)
  expect(paid).toMatchObject({ state: 'to_pick_up', deposit: { state: 'counted' } })
  expect(paid.payments.map((p) => p.amount_fen).sort((a, b) => a - b)).toEqual([300, 1600])
  expect(await outOfPlace(ctx)).toEqual([])
})

test('what it says must hold together: validity, deposit, balance, goods', async () => {
  const refused = (given: Parameters<typeof fields>[1]) => code(draftFor(ctx, shop.buyer, given))
  const line = { sku: 'tea', quantity: 1, unit_fen: 900 }
  expect(await refused({ valid_until: after(ctx, -1) })).toBe('quotation_valid_until')
  expect(await refused({ lines: [line, line] })).toBe('sku_twice')
  expect(await refused({ lines: [{ ...line, sku: 'none' }] })).toBe('unknown_sku')
  expect(await refused({ store: 'nowhere' })).toBe('unknown_store')
  expect(await refused({ staff_id: 'nobody' })).toBe('unknown_staff')
  expect(await refused({ storefront: 'nowhere' })).toBe('storefront_not_found')
  expect(await refused({ lines: [{ ...line, quantity: 100_000, unit_fen: 1e12 }] })).toBe(
    'amount_too_large',
  )
  const deposit = earnest(ctx)
  expect(await refused({ deposit: { ...deposit, fen: 381 } })).toBe('deposit_over_fifth')
  expect(await refused({ deposit: { ...deposit, kind: 'advance', fen: 1900 } })).toBe(
    'deposit_not_below_price',
  )
  expect(await refused({ deposit: { ...deposit, balance_until: after(ctx, DAY) } })).toBe(
    'quotation_balance_until',
  )
  expect(await refused({ deposit: { ...deposit, ships_by: '2020-01-01' } })).toBe(
    'quotation_ships_early',
  )
})

test('a discount deeper than a guide may give waits for a second person, whose yes sends it', async () => {
  const [guide, owner] = await Promise.all([as('guide'), as('owner')])
  const deep = { lines: [{ sku: 'tea', quantity: 2, unit_fen: 899 }] }
  const ask = async () => {
    const id = await draftFor(guide, shop.buyer, deep)
    expect((await getQuotation(guide, id)).judged).toEqual({
      limit_bp: 1000,
      because: ['discount'],
    })
    await sendQuotation(guide, id, { revision: 1, reason: '老客户' })
    const { state, approval_id } = await getQuotation(guide, id)
    expect(state).toBe('waiting')
    return { id, approval: approval_id ?? '' }
  }
  const yes = await ask()
  expect(await code(accept(yes.id))).toBe('quotation_waits')
  expect(await code(changeQuotation(guide, yes.id, fields(ctx), 2))).toBe('quotation_waits')
  expect(await code(sendQuotation(guide, yes.id, { revision: 2, reason: '' }))).toBe(
    'quotation_waits',
  )
  await decideApproval(owner, yes.approval, { approve: true, comment: '' })
  const sent = await getQuotation(ctx, yes.id)
  expect(sent.state).toBe('sent')
  expect(sent.versions[0]).toMatchObject({ approved_by: `user:${owner.actor.id}` })
  // She who asked is told of the answer.
  await accept(yes.id)
  expect((await listNotices(guide, { limit: 10, unread: true })).map((n) => n.kind)).toContain(
    'quotation_accepted',
  )

  const no = await ask()
  await decideApproval(owner, no.approval, { approve: false, comment: '太低' })
  expect(await stateOf(ctx, no.id)).toBe('draft')
  await changeQuotation(guide, no.id, fields(ctx), 3)
  await sendQuotation(guide, no.id, { revision: 4, reason: '' })
  expect(await stateOf(ctx, no.id)).toBe('sent')

  const back = await ask()
  await withdrawApproval(guide, back.approval)
  expect(await stateOf(ctx, back.id)).toBe('draft')

  const late = await ask()
  const afterIt: Ctx = { ...owner, now: later(8 * DAY).now }
  expect(await code(decideApproval(afterIt, late.approval, { approve: true, comment: '' }))).toBe(
    'quotation_over',
  )
})

test('a price below cost waits too where the brand says so, whoever sends it', async () => {
  const own = await testCtx()
  const { buyer } = await testShop(own, { tea: 10 })
  await sql`insert into cost_price (tenant_id, sku, from_on, fen, currency, source)
    values (${own.tenantId}, 'tea', date '2020-01-01', 960, 'CNY', 'test')`.execute(own.pg)
  const owner = await as('owner', own)
  const first = await sentTo(owner, buyer)
  expect(await stateOf(own, first)).toBe('sent')
  await setQuotationSetting(own, {
    ...{ guide_bp: 0, operator_bp: 0, admin_bp: 10_000, owner_bp: 10_000 },
    ...{ below_cost_asks: true, hours_to_pay: 24 },
  })
  const second = await sentTo(owner, buyer)
  expect(await getQuotation(owner, second)).toMatchObject({
    ...{ state: 'waiting', judged: { limit_bp: 10_000, because: ['below_cost'] } },
  })
  const above = await sentTo(owner, buyer, { lines: [{ sku: 'tea', quantity: 1, unit_fen: 960 }] })
  expect(await stateOf(own, above)).toBe('sent')
})

test('a revised quotation keeps what it said before, and only the newest can be accepted', async () => {
  const id = await sentTo(ctx, shop.buyer)
  const { code: link } = (
    await sql<{
      code: string
    }>`select code from quotation where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  ).rows[0] ?? { code: '' }
  await reviseQuotation(ctx, id, 2)
  expect(await shownQuotation(ctx, link)).toMatchObject({
    ...{ is_being_revised: true, version: { version: 1 } },
  })
  expect(await code(accept(id))).toBe('quotation_revised')
  expect(await code(accept(id, { version: 2 }))).toBe('quotation_state')
  await changeQuotation(
    ctx,
    id,
    fields(ctx, { lines: [{ sku: 'cup', quantity: 1, unit_fen: 980 }] }),
    3,
  )
  expect(await code(sendQuotation(ctx, id, { revision: 3, reason: '' }))).toBe('edited_meanwhile')
  await sendQuotation(ctx, id, { revision: 4, reason: '' })
  const { versions } = await getQuotation(ctx, id)
  expect(versions.map((v) => [v.version, v.lines.map((l) => l.sku), v.total_fen])).toEqual([
    [2, ['cup'], 980],
    [1, ['tea'], 1900],
  ])
  expect(await code(accept(id))).toBe('quotation_revised')
  const orderId = await accept(id, { version: 2 })
  expect((await showOwnOrder(ctx, orderId)).total_fen).toBe(980)
  const { items } = await listMessages(ctx, { kind: 'quotation_ready', limit: 50 })
  expect(items.filter((m) => m.link === `/quotations/${link}`)).toHaveLength(2)
})

test('of her yes and the shop’s withdrawal or revision at the same time one counts', async () => {
  for (let round = 0; round < 4; round++) {
    const id = await sentTo(ctx, shop.buyer)
    const outcomes = await Promise.all([
      ...Array.from({ length: 8 }, () => code(accept(id))),
      code(withdrawQuotation(ctx, id, { reason: 'sold', revision: 2 })),
      code(reviseQuotation(ctx, id, 2)),
    ])
    const state = await stateOf(ctx, id)
    const [withdrawn, revised] = outcomes.slice(8)
    expect({
      accepted: outcomes.slice(0, 8).every((o) => o === 'done'),
      withdrawn,
      revised,
    }).toEqual({
      accepted: state === 'accepted',
      withdrawn: state === 'withdrawn' ? 'done' : expect.not.stringMatching(/^done$/),
      revised: state === 'draft' ? 'done' : expect.not.stringMatching(/^done$/),
    })
  }
  expect(await outOfPlace(ctx)).toEqual([])
})

test('what is sold out by then stays a quotation, and she can say yes again when it is back', async () => {
  await stocked(ctx, 's1', 'rare', 1)
  const id = await sentTo(ctx, shop.buyer, {
    lines: [{ sku: 'rare', quantity: 2, unit_fen: 1000 }],
  })
  expect(await code(accept(id))).toBe('stock_short')
  expect(await stateOf(ctx, id)).toBe('sent')
  await stocked(ctx, 's1', 'rare', 1)
  const orderId = await accept(id)
  // What was agreed and reserved is nobody else's.
  const other = await sentTo(ctx, await newCustomer(ctx), {
    lines: [{ sku: 'rare', quantity: 1, unit_fen: 1000 }],
  })
  expect(await code(accept(other))).toBe('stock_short')
  expect((await showOwnOrder(ctx, orderId)).state).toBe('to_pay')
})

test('after its validity it expires by itself and is nobody’s to accept; a no keeps its reason', async () => {
  const id = await sentTo(ctx, shop.buyer)
  const no = await sentTo(ctx, shop.buyer)
  await declineQuotation(ctx, no, { version: 1, reason: '太贵' })
  await declineQuotation(ctx, no, { version: 1, reason: '太贵' })
  expect(await getQuotation(ctx, no)).toMatchObject({ state: 'declined', reason: '太贵' })
  const afterIt = later(8 * DAY)
  expect(await code(accept(id, { at: afterIt }))).toBe('quotation_over')
  await expireQuotations(afterIt, eachBrand(ctx))
  await expireQuotations(afterIt, eachBrand(ctx))
  const expired = await getQuotation(ctx, id)
  expect(expired.state).toBe('expired')
  expect(expired.changes.filter(({ act }) => act === 'expire')).toHaveLength(1)
  expect(await code(accept(id))).toBe('quotation_state')
  expect(await stateOf(ctx, no)).toBe('declined')
})

test('goods that are sent need an address, and cost what was agreed for sending', async () => {
  const id = await sentTo(ctx, shop.buyer, { delivery: 'ship', shipping_fen: 1500 })
  expect(await code(accept(id))).toBe('address_needed')
  const address = { name: '王', phone: '13900000000', region: ['广东省'], street: '一号' }
  const orderId = await acceptQuotation(ctx, id, { version: 1, address, agreed: false })
  expect(await showOwnOrder(ctx, orderId)).toMatchObject({
    ...{ delivery: 'ship', shipping_fen: 1500, total_fen: 3400, address },
  })
})

test('a guide sees her own quotations and those of her customers, and nobody of another brand sees any', async () => {
  const own = await testCtx()
  const { buyer } = await testShop(own, { tea: 10 })
  const guide = (staff: string): Ctx => ({
    ...own,
    actor: { ...own.actor, kind: 'user', role: 'guide', scope: { kind: 'own', ids: [staff] } },
  })
  const id = await draftFor(own, buyer)
  await sql`update quotation set staff_code = 'li' where tenant_id = ${own.tenantId} and id = ${id}`.execute(
    own.pg,
  )
  const seen = async (c: Ctx) => (await listQuotations(c, { limit: 10 })).items.length
  expect([await seen(own), await seen(guide('li')), await seen(guide('wu'))]).toEqual([1, 1, 0])
  expect(await code(getQuotation(guide('wu'), id))).toBe('quotation_not_found')
  expect(await code(acceptQuotation(ctx, id, { version: 1, address: null, agreed: false }))).toBe(
    'quotation_not_found',
  )
})

test('when she is erased nobody is left who could accept it, and what was written of her is gone', async () => {
  const her = await newCustomer(ctx)
  const id = await sentTo(ctx, her, { remarks: '送到家门口' })
  const person = { customerId: her, nodes: [her], identifiers: [], unlinkedId: randomUUIDv7() }
  expect(JSON.stringify(await quotationsData.export?.(ctx, person))).toContain('家门口')
  await quotationsData.erase?.(ctx, person)
  const gone = await getQuotation(ctx, id)
  expect(gone).toMatchObject({ state: 'withdrawn', customer_id: null })
  expect(gone.versions[0]?.remarks).toBe('')
  expect(await outOfPlace(ctx)).toEqual([])
})
