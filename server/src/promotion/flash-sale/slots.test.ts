import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { goods } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { changeFlashSale, createFlashSale, getFlashSale, setFlashSaleState } from './sales.ts'
import type { SlotFields } from './slots.ts'
import { flashActivity, moveSlot, piecesLeft } from './testing.ts'

let ctx: TestCtx
let activity: string
beforeAll(async () => {
  ctx = await testCtx()
  await goods(ctx, 'tea', 'cup')
  activity = await flashActivity(ctx)
})

const tea = { sku: 'tea', price_fen: 600, quantity: 20, per_customer: 1 }
const slot = (given: Partial<SlotFields> = {}): SlotFields => ({
  ...{ on: '2099-11-11', from: '10:00', to: '12:00', items: [tea] },
  ...given,
})
const make = (...slots: SlotFields[]) =>
  createFlashSale(ctx, activity, {
    ...{ name: '整点秒杀', comes_back: 'unsent', stacks: false, budget_fen: null, slots },
  })
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC']
const day = fc
  .integer({ min: 0, max: 365 })
  .map((n) => Temporal.PlainDate.from('2099-01-01').add({ days: n }))
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 })
const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

test('hours of a slot are the brand’s own, in every zone, on days with 23 and 25 hours too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ZONES),
      day,
      minute,
      fc.integer({ min: 120, max: 24 * 60 }),
      async (zone, on, begins, lasts) => {
        await sql`update tenant set timezone = ${zone} where id = ${ctx.tenantId}`.execute(ctx.pg)
        const from = clockOf(begins)
        const to = clockOf((begins + lasts) % (24 * 60))
        const { slots } = await make(slot({ on: on.toString(), from, to }))
        const plain = Temporal.PlainDateTime.from(`${on}T${from}`)
        const end = Temporal.PlainDateTime.from(`${on}T${to}`).add({ days: to <= from ? 1 : 0 })
        // An hour that is there twice is either; one that is not there is the hour after.
        const either = (at: Temporal.PlainDateTime) =>
          (['earlier', 'later'] as const).map((disambiguation) =>
            new Date(at.toZonedDateTime(zone, { disambiguation }).epochMilliseconds).toISOString(),
          )
        expect(either(plain)).toContain(slots[0]?.starts_at)
        expect(either(end)).toContain(slots[0]?.ends_at)
      },
    ),
    { numRuns: 40 },
  )
  await sql`update tenant set timezone = 'Asia/Shanghai' where id = ${ctx.tenantId}`.execute(ctx.pg)
})

test('a slot that ends at its beginning lasts a day; slots of a sale follow each other', async () => {
  const { slots } = await make(slot({ from: '20:00', to: '20:00' }))
  expect(slots[0]).toMatchObject({
    ...{ starts_at: '2099-11-11T12:00:00.000Z', ends_at: '2099-11-12T12:00:00.000Z' },
  })
  expect(await code(make(slot(), slot({ from: '12:00', to: '14:00' })))).toBe('done')
  expect(await code(make(slot(), slot({ from: '11:59', to: '14:00' })))).toBe('flash_slots_overlap')
  expect(
    await code(
      make(slot({ from: '22:00', to: '02:00' }), slot({ on: '2099-11-12', from: '01:00' })),
    ),
  ).toBe('flash_slots_overlap')
})

test('what is not sound is refused with its reason', async () => {
  expect(await code(make())).toBe('flash_sale_empty')
  expect(await code(make(slot({ items: [] })))).toBe('flash_slot_empty')
  expect(await code(make(slot({ items: [tea, tea] })))).toBe('sku_twice')
  expect(await code(make(slot({ items: [{ ...tea, sku: 'nothing' }] })))).toBe('unknown_sku')
  expect(await code(make(slot({ id: activity })))).toBe('flash_slot_unknown')
})

test('of a slot that has begun prices stand; its quantity changes, never below what is ordered', async () => {
  const made = await make(slot(), slot({ from: '14:00', to: '16:00' }))
  await setFlashSaleState(ctx, made.id, 'live')
  const [first, second] = made.slots
  if (!first || !second) throw new Error('slots are missing')
  await moveSlot(ctx, first.id, -60)
  const sale = await getFlashSale(ctx, made.id)
  expect(sale.slots.map((s) => s.has_begun)).toEqual([true, false])
  const change = async (slots: SlotFields[]) =>
    code(changeFlashSale(ctx, made.id, { slots }, (await getFlashSale(ctx, made.id)).revision))
  const same = { on: first.on, from: first.from, to: first.to, id: first.id }
  expect(await change([{ ...same, items: [{ ...tea, price_fen: 500 }] }])).toBe('flash_slot_begun')
  expect(await change([slot({ id: second.id })])).toBe('flash_slot_begun')
  expect(await change([slot({ ...same, from: '09:00' })])).toBe('flash_slot_begun')
  await sql`update flash_bucket set sold = quantity where tenant_id = ${ctx.tenantId} and slot_id = ${first.id}
    and bucket < 4`.execute(ctx.pg)
  const sold = (await piecesLeft(ctx, first.id))?.sold ?? 0
  const to = (quantity: number) => change([{ ...same, items: [{ ...tea, quantity }] }])
  expect(await to(sold - 1)).toBe('flash_below_sold')
  expect(await to(sold)).toBe('done')
  expect(await piecesLeft(ctx, first.id)).toEqual({ quantity: sold, held: 0, sold })
  expect(await to(1000)).toBe('done')
  expect(await piecesLeft(ctx, first.id)).toEqual({ quantity: 1000, held: 0, sold })
})

test('whether there is a budget is said while it is a draft', async () => {
  const { id } = await make(slot())
  const set = async (budget_fen: number | null) =>
    code(changeFlashSale(ctx, id, { budget_fen }, (await getFlashSale(ctx, id)).revision))
  expect(await set(1000)).toBe('done')
  expect(await set(null)).toBe('done')
  expect(await set(5000)).toBe('done')
  await setFlashSaleState(ctx, id, 'live')
  expect(await set(null)).toBe('flash_budget_fixed')
  expect(await set(6000)).toBe('done')
  await sql`update flash_budget set spent_fen = 4000 where tenant_id = ${ctx.tenantId} and flash_sale_id = ${id}`.execute(
    ctx.pg,
  )
  expect(await set(3000)).toBe('flash_below_sold')
})

test('states follow each other, and a change from an old look is refused', async () => {
  const { id, revision } = await make(slot())
  expect(await code(setFlashSaleState(ctx, id, 'paused'))).toBe('flash_sale_state')
  expect(await code(setFlashSaleState(ctx, id, 'live'))).toBe('done')
  expect(await code(changeFlashSale(ctx, id, { name: 'x' }, revision))).toBe('edited_meanwhile')
  expect(await code(setFlashSaleState(ctx, id, 'ended'))).toBe('done')
  expect(await code(setFlashSaleState(ctx, id, 'live'))).toBe('flash_sale_state')
  const other = await testCtx()
  expect(await code(getFlashSale(other, id))).toBe('flash_sale_not_found')
})
