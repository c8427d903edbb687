import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type HeldOrder, quote } from '../../commerce/index.ts'
import { goods, newCustomer } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { offersRule } from '../pricing-terms.ts'
import { decideGroup } from './decide.ts'
import { createGroupBuy, setGroupBuyState } from './group-buys.ts'
import { commitSeat, holdSeat, leaveSeat, releaseSeat, type SeatState } from './seats.ts'
import { loadGroupTerms } from './terms.ts'
import { liveActivity } from './testing.ts'

const HOUR = 3_600_000
const LIVE_HOURS = 4
const SIZE = 3

interface Group {
  id: string
  state: string
  held: number
  joined: number
  gone: number
  completed_by: string | null
  leader: string | null
  is_over: boolean
}
interface Seat {
  order: string
  group: string
  state: SeatState
}

type Act =
  | { act: 'open' | 'decide' }
  | { act: 'join' | 'pay' | 'time_out' | 'refund'; which: number }
  | { act: 'wait'; hours: number }
const which = fc.nat(1000)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('open' as const) }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('join' as const), which }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('pay' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constantFrom('time_out' as const, 'refund' as const), which }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('wait' as const),
      hours: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('decide' as const) }) },
)

/** One group buy and a clock of its own, and what a plain reading of the rules expects of every order. */
async function world(tenant: TestCtx, merges: boolean, completeFrom: number | null) {
  let at = Date.now()
  const ctx = { ...tenant, now: () => new Date(at) }
  const { id } = await createGroupBuy(ctx, await liveActivity(ctx), {
    ...{ name: 'tea', size: SIZE, live_hours: LIVE_HOURS, per_order: 1, per_customer: null },
    ...{ who: 'anyone', merges, complete_from: completeFrom },
    items: [{ sku: 'tea', price_fen: 600 }],
  })
  await setGroupBuyState(ctx, id, 'live')
  const expected = new Map<string, SeatState>()
  const orders = new Map<string, HeldOrder>()
  const groups = async () =>
    (
      await sql<Group>`select id, state, held, joined, gone, completed_by, leader_order_id as leader,
        coalesce(expires_at <= ${ctx.now()}, false) as is_over
      from buying_group where tenant_id = ${ctx.tenantId} and group_buy_id = ${id} order by id`.execute(
        ctx.pg,
      )
    ).rows
  const seats = async () =>
    (
      await sql<Seat>`select order_id as order, group_id as group, state from group_seat
      where tenant_id = ${ctx.tenantId} and group_buy_id = ${id} order by order_id`.execute(ctx.pg)
    ).rows
  const inState = (state: SeatState) =>
    [...expected].filter(([, is]) => is === state).map(([order]) => order)
  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length]

  async function place(group: string | null): Promise<string | undefined> {
    const customerId = await newCustomer(ctx)
    const lines = [{ sku: 'tea', quantity: 1, unitFen: 1000 }]
    const terms = await loadGroupTerms(ctx, { customerId, lines }, { id, group })
    const input = {
      ...{ version: 1, currency: 'CNY', levels: [], deepestBp: null, place: null, freight: null },
      lines: lines.map((line) => ({ ...line, memberFen: {}, weightG: null, ships: true })),
      terms: { offers: terms },
    }
    const quoted = quote(input, { offers: offersRule })
    if (!quoted.ok) throw new Error(quoted.code)
    const orderId = randomUUIDv7()
    const order = {
      ...{ orderId, customerId, node: customerId, storeId: null, quoted, input },
      expiresAt: new Date(at + HOUR),
    }
    const no = await holdSeat(ctx, order)
    if (no) return no.code
    orders.set(orderId, order)
    expected.set(orderId, 'held')
    return undefined
  }

  async function decide(): Promise<void> {
    for (const { id: group, state, is_over, held } of await groups()) {
      if (state !== 'open') continue
      const before = await groups()
      const now = before.find((one) => one.id === group)
      const decided = await decideGroup(ctx, group)
      if (now?.state !== 'open' || !is_over || held > 0) {
        expect(decided).toBe(false)
        continue
      }
      const after = (await groups()).find((one) => one.id === group)
      const around = before
        .filter((one) => one.state === 'open')
        .reduce((sum, { joined }) => sum + joined, 0)
      if (merges && around >= SIZE)
        expect(after).toMatchObject({ state: 'completed', completed_by: 'merge', joined: SIZE })
      else if (completeFrom !== null && now.joined >= completeFrom)
        expect(after).toMatchObject({ completed_by: 'platform', joined: now.joined })
      else {
        expect(after).toMatchObject({ state: 'failed', joined: 0 })
        const failed = (await seats()).filter((s) => s.group === group && s.state === 'failed')
        expect(failed).toHaveLength(now.joined)
        for (const { order } of failed) expected.set(order, 'failed')
      }
    }
  }

  return {
    async run(step: Act): Promise<void> {
      if (step.act === 'open') expect(await place(null)).toBeUndefined()
      else if (step.act === 'wait') at += step.hours * HOUR
      else if (step.act === 'decide') await decide()
      else if (step.act === 'join') {
        const group = pick(await groups(), step.which)
        if (!group) return
        const may = group.state === 'open' && !group.is_over && group.held + group.joined < SIZE
        expect((await place(group.id)) === undefined).toBe(may)
      } else if (step.act === 'pay') {
        // Also what was given up meanwhile: money comes late.
        const order = pick([...inState('held'), ...inState('released')], step.which)
        if (!order) return
        const wasHeld = expected.get(order) === 'held'
        const no = await commitSeat(ctx, orders.get(order) as HeldOrder)
        if (wasHeld) expect(no).toBeUndefined()
        if (!no) expected.set(order, 'joined')
      } else if (step.act === 'time_out') {
        const order = pick(inState('held'), step.which)
        if (!order) return
        await releaseSeat(ctx, order)
        await releaseSeat(ctx, order)
        expected.set(order, 'released')
      } else if ('which' in step) {
        const order = pick(inState('joined'), step.which)
        if (!order) return
        await leaveSeat(ctx, order)
        await leaveSeat(ctx, order)
        expected.set(order, 'left')
      }
    },
    async look(): Promise<void> {
      const all = await seats()
      expect(Object.fromEntries(all.map((seat) => [seat.order, seat.state]))).toEqual(
        Object.fromEntries(expected),
      )
      for (const group of await groups()) {
        const mine = all.filter((seat) => seat.group === group.id)
        const of = (state: SeatState) => mine.filter((seat) => seat.state === state)
        expect(group).toMatchObject({ held: of('held').length, joined: of('joined').length })
        expect(group.held + group.joined).toBeLessThanOrEqual(SIZE)
        if (group.completed_by === 'members' || group.completed_by === 'merge')
          expect(group.joined + group.gone).toBe(SIZE)
        expect(group.state === 'open' && group.joined === SIZE).toBe(false)
        if (group.joined === 0) expect(group.leader).toBeNull()
        else expect(of('joined').map((seat) => seat.order)).toContain(group.leader)
      }
    },
  }
}

test('whatever people do, seats are neither over nor lost, and every group that can be complete is', async () => {
  const ctx = await testCtx()
  await goods(ctx, 'tea')
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 10, maxLength: 30 }),
      fc.boolean(),
      fc.constantFrom(null, 1, 2),
      async (steps, merges, completeFrom) => {
        const one = await world(ctx, merges, completeFrom)
        for (const step of steps) {
          await one.run(step)
          await one.look()
        }
      },
    ),
    { numRuns: 25 },
  )
})
