import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  routes as commerceRoutes,
  type HeldOrder,
  quote,
  recordOrders,
  useHeld,
} from '../../commerce/index.ts'
import { goods, newCustomer, order } from '../../commerce/testing.ts'
import { mergeCustomers, projectAliases, unmerge, useMergePolicy } from '../../identity/index.ts'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { inTx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { join } from '../programme/members.ts'
import { routes } from '../routes.ts'
import { onDay, programme, publish, settleLevels } from '../testing-members.ts'
import { type Benefit, setBenefit } from './benefits.ts'
import { benefitsParty, heldAtCheckout } from './checkout.ts'
import { bestOf, entitledTo, type Standing, standingOf } from './entitled.ts'
import { takeBenefit } from './use.ts'

useMergePolicy({ staysAlone: async () => [] })

// Files of one process share what is wired.
afterAll(() => useHeld(async () => ({ levels: [] })))

let ctx: TestCtx
let api: Api
let key: string
beforeAll(async () => {
  useHeld(heldAtCheckout)
  ctx = onDay(await testCtx(), '2025-03-01')
  api = await testApi(ctx, { domains: [routes, commerceRoutes] })
  api.base.clock.now = ctx.now()
  key = await keyOf(ctx, 'owner')
  await programme(onDay(ctx, '2025-01-01'))
  await publish(onDay(ctx, '2025-01-01'))
  await goods(ctx, 'tea', 'cup')
})

const benefit = (code: string, given: Partial<Benefit>) =>
  setBenefit(
    ctx,
    {
      ...{
        code,
        kind: 'discount',
        name: code,
        name_en: code,
        args: { off_bp: 1_000 },
        stacks: false,
      },
      ...{
        behaviour: null,
        unit_cost_fen: 0,
        per_customer: null,
        period: 'ever',
        uses_limit: null,
      },
      ...{ is_retired: false, holders: [{ holder: 'level', holder_code: 'silver' }] },
      ...given,
    },
    0,
  )
let number = 0
async function silver(): Promise<number> {
  const node = await newCustomer(ctx)
  await join(ctx, 'operator', { node, at: ctx.now(), evidence: 'shop' })
  number += 1
  const at = ctx.now()
  await recordOrders(ctx, [
    order(`benefit-${number}`, 1_500_00, { node, paidAt: at, placedAt: at }),
  ])
  await settleLevels(ctx)
  return node
}
const ask = async (customer: number, more = {}) =>
  (
    await api.call('POST', '/quotes', {
      key,
      body: { lines: [{ sku: 'tea', quantity: 2 }], customer_id: customer, ...more },
    })
  ).body
const take = (code: string, customer: number, given = {}) =>
  takeBenefit(ctx, {
    key: randomUUID(),
    code,
    customer,
    orderId: null,
    worthFen: 0,
    state: 'used',
    ...given,
  })

test('a level’s discount and free shipping are taken at the checkout, from whoever holds the level only', async () => {
  await benefit('silver_off', { args: { off_bp: 1_000 } })
  await benefit('silver_ship', { kind: 'free_shipping', args: {} })
  await api.call('PUT', '/freight-templates/flat', {
    key,
    body: {
      ...{ name: 'Flat', refused: [], revision: 0 },
      rules: [
        {
          regions: [[]],
          first_g: 1000,
          first_fen: 800,
          next_g: 1000,
          next_fen: 300,
          free_from_fen: null,
        },
      ],
    },
  })
  const [hers, nobodys] = [await silver(), await newCustomer(ctx)]
  const sent = { freight: 'flat', place: ['上海市'] }
  expect(await ask(hers, sent)).toMatchObject({
    ...{ discount_fen: 200, shipping_fen: 0, total_fen: 1_800 },
    trace: expect.arrayContaining([
      expect.objectContaining({ id: 'silver_off', code: 'member_discount', fen: 200 }),
      expect.objectContaining({ id: 'silver_ship', code: 'free_by_member', fen: 800 }),
    ]),
  })
  expect(await ask(nobodys, sent)).toMatchObject({ discount_fen: 0, shipping_fen: 800 })
  // What a caller says of a customer's levels does not count.
  await api.call('PUT', '/products/tea/member-prices', {
    key,
    body: { items: [{ level: 'gold', fen: 100 }] },
  })
  expect(await ask(nobodys, { levels: ['gold'] })).toMatchObject({ discount_fen: 0 })
  await api.call('PUT', '/products/tea/member-prices', {
    key,
    body: { items: [{ level: 'silver', fen: 850 }] },
  })
  // The member price is the better one; a discount that stacks comes on top.
  expect(await ask(hers)).toMatchObject({ discount_fen: 300 })
  await benefit('silver_more', { args: { off_bp: 1_000 }, stacks: true })
  expect(await ask(hers)).toMatchObject({ discount_fen: 300 + 170 })
})

test('many who are asked about at the same moment each hold what they hold alone', async () => {
  await benefit('silver_alone', { kind: 'free_shipping', args: {}, per_customer: 2 })
  const people: number[] = []
  for (let i = 0; i < 3; i++) people.push(await silver(), await newCustomer(ctx))
  await take('silver_alone', people[0] ?? 0)
  const unknown = 999_999_999
  const alone = new Map<number, unknown>()
  for (const one of [...people, unknown]) alone.set(one, await standingOf(ctx, one))
  expect(people.map((one) => (alone.get(one) as Standing).levels)).toEqual(
    Array.from({ length: 6 }, (_, i) => (i % 2 ? [] : ['silver'])),
  )
  const left = (await standingOf(ctx, people[0] ?? 0)).entitled.find(
    ({ code }) => code === 'silver_alone',
  )
  expect(left).toMatchObject({ left: 1 })
  expect(alone.get(unknown)).toMatchObject({ levels: [], entitled: [], nodes: [] })
  const asked = Array.from({ length: 64 }, (_, i) => (i % 7 === 6 ? unknown : (people[i % 7] ?? 0)))
  const told = await Promise.all(asked.map((one) => standingOf(ctx, one)))
  expect(told).toEqual(asked.map((one) => alone.get(one)))
})

test('of a kind the best wins, and what stacks comes with it', () => {
  const one = (code: string, off_bp: number, stacks = false) => ({
    ...{ code, kind: 'discount' as const, args: { off_bp }, stacks },
  })
  const all = [one('a', 500), one('b', 1_000), one('c', 100, true)]
  expect(bestOf('discount', all).map((b) => b.code)).toEqual(['b', 'c'])
})

test('64 at once for the last ten uses: ten have them, nobody one too many', async () => {
  await benefit('tasting', { kind: 'service_entry', args: { service: '品鉴会' }, uses_limit: 10 })
  const customers = await Promise.all(Array.from({ length: 4 }, silver))
  const all = await Promise.all(
    Array.from({ length: 64 }, (_, i) => take('tasting', customers[i % 4] ?? 0)),
  )
  expect(all.filter((one) => one.ok)).toHaveLength(10)
  expect(all.filter((one) => !one.ok && one.reason === 'used_up')).toHaveLength(54)
  const { rows } = await sql<{ used: number; uses: number }>`
    select used, (select count(*)::int from benefit_use u where u.tenant_id = b.tenant_id and u.benefit_code = b.code) as uses
    from benefit b where tenant_id = ${ctx.tenantId} and code = 'tasting'`.execute(ctx.pg)
  expect(rows[0]).toEqual({ used: 10, uses: 10 })
})

test('64 at once for a customer’s two a month: she has two, and next month two more', async () => {
  await benefit('wash', {
    kind: 'service_entry',
    args: { service: '洗护' },
    per_customer: 2,
    period: 'month',
  })
  const node = await silver()
  const all = await Promise.all(Array.from({ length: 64 }, () => take('wash', node)))
  expect(all.filter((one) => one.ok)).toHaveLength(2)
  expect((await entitledTo(ctx, node)).find((b) => b.code === 'wash')?.left).toBe(0)
  const april = onDay(ctx, '2025-04-01')
  expect((await entitledTo(april, node)).find((b) => b.code === 'wash')?.left).toBe(2)
})

test('the same key takes once, however often it is sent', async () => {
  await benefit('fitting', { kind: 'service_entry', args: { service: '试穿' }, per_customer: 5 })
  const node = await silver()
  const all = await Promise.all(
    Array.from({ length: 64 }, () => take('fitting', node, { key: 'one' })),
  )
  expect(all.filter((one) => one.ok && one.isNew)).toHaveLength(1)
  expect((await entitledTo(ctx, node)).find((b) => b.code === 'fitting')?.left).toBe(4)
  expect(await take('wash', node, { key: 'one' })).toMatchObject({ ok: false, reason: 'key_used' })
})

test('two who are found to be one share what is left; parted, each has used what she used', async () => {
  await benefit('lounge', { kind: 'service_entry', args: { service: '休息室' }, per_customer: 2 })
  const [a, b] = [await silver(), await silver()]
  const [first, second] = [Math.min(a, b), Math.max(a, b)]
  await take('lounge', second)
  const { mergeId } = await mergeCustomers(ctx, a, b, 'the same person')
  const settle = async () => {
    while ((await projectAliases(ctx)) > 0);
    await sql`delete from regrouped_node where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    await settleLevels(ctx)
  }
  await settle()
  const all = await Promise.all(Array.from({ length: 64 }, () => take('lounge', first)))
  expect(all.filter((one) => one.ok)).toHaveLength(1)
  await unmerge(ctx, mergeId, 'they are two')
  await settle()
  const left = async (node: number) =>
    (await entitledTo(ctx, node)).find((one) => one.code === 'lounge')?.left
  expect([await left(first), await left(second)]).toEqual([1, 1])
})

test('what an order takes is held, used when it is paid, and given back with all of it', async () => {
  await benefit('once_off', { args: { off_bp: 5_000 }, per_customer: 1 })
  const node = await silver()
  const input = {
    ...{
      version: 1,
      currency: 'CNY',
      levels: [],
      deepestBp: null,
      terms: {},
      place: null,
      freight: null,
    },
    lines: [{ sku: 'cup', quantity: 1, unitFen: 1_000, memberFen: {}, weightG: null, ships: true }],
    benefits: (await heldAtCheckout(ctx, node)).benefits,
  }
  const quoted = quote(input, {})
  if (!quoted.ok) throw new Error(quoted.code)
  expect(quoted.totalFen).toBe(450)
  const held = (orderId: string): HeldOrder => ({
    ...{ orderId, customerId: node, node, storeId: null, quoted, input },
    expiresAt: new Date(ctx.now().getTime() + 900_000),
  })
  const left = async () => (await entitledTo(ctx, node)).find((b) => b.code === 'once_off')?.left
  const [one, two] = [held(randomUUID()), held(randomUUID())]
  expect(await inTx(ctx, (c) => benefitsParty.hold(c, one))).toBeUndefined()
  expect(await inTx(ctx, (c) => benefitsParty.hold(c, one))).toBeUndefined()
  expect(await left()).toBe(0)
  expect(await inTx(ctx, (c) => benefitsParty.hold(c, two))).toMatchObject({
    code: 'benefit_used_up',
  })
  await inTx(ctx, (c) => benefitsParty.release(c, one.orderId))
  expect(await left()).toBe(1)
  // Paid late: it is taken anew.
  await inTx(ctx, (c) => benefitsParty.commit(c, one))
  await inTx(ctx, (c) => benefitsParty.commit(c, one))
  expect(await left()).toBe(0)
  await inTx(ctx, (c) =>
    benefitsParty.giveBack(c, {
      orderId: one.orderId,
      refundId: randomUUID(),
      lines: [],
      isWhole: true,
    }),
  )
  expect(await left()).toBe(1)
})

test('a benefit that does not add up is refused, and two who change one: the second is told', async () => {
  const put = (body: object) => api.call('PUT', '/membership/benefits/shaky', { key, body })
  const good = {
    kind: 'discount',
    name: 'n',
    name_en: 'n',
    args: { off_bp: 500 },
    holders: [],
    revision: 0,
  }
  expect((await put({ ...good, args: { off_bp: 20_000 } })).body.error).toMatchObject({
    code: 'benefit_args',
  })
  expect((await Promise.all([put(good), put(good)])).map((a) => a.status).sort()).toEqual([
    200, 409,
  ])
  expect((await put({ ...good, kind: 'birthday', revision: 1 })).body.error).toMatchObject({
    code: 'benefit_kind_fixed',
  })
})
