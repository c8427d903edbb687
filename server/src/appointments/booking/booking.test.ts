// Seats of slots: never over, never leaked, whoever comes at once and in whatever order things happen.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TestCtx } from '../../platform/testing.ts'
import { type Service, setServiceState } from '../services/services.ts'
import { freeSlots } from '../slots/free.ts'
import {
  addStore,
  at,
  booked,
  booking,
  clock,
  codeOf,
  heldSeats,
  liveService,
  newCustomer,
  newCustomers,
  testBrand,
  wrongSeats,
} from '../testing.ts'
import { setTimetable } from '../timetable/timetable.ts'
import { type Appointment, ofNodes } from './appointment.ts'
import { book } from './book.ts'
import { cancel, reschedule } from './change.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testBrand()
})

const free = async (of: TestCtx, service: Service, staff: string | null = null, from?: string) => {
  const { days } = await freeSlots(of, {
    ...{ service: service.id, store: 's1', staff, from: from ?? null, days: 1, by: 'customer' },
  })
  return (days[0]?.slots ?? []).map(({ starts_at, left }) => [starts_at.slice(11, 16), left])
}
const move = (
  of: TestCtx,
  a: Appointment,
  startsAt: Date,
  staff: string | null = null,
  by: 'customer' | 'staff' = 'staff',
) => reschedule(of, a.id, { store: 's1', staff, startsAt, by }, ofNodes([a.node_id ?? 0]))
const drop = (of: TestCtx, a: Appointment, by: 'customer' | 'staff' = 'staff') =>
  cancel(of, a.id, { by, reason: '' }, ofNodes([a.node_id ?? 0]))

describe('what is free', () => {
  test('lies in hours and shifts, from the lead time on, and is gone once booked', async () => {
    const own = await testBrand()
    const service = await liveService(own, {
      lead_minutes: 120,
      duration_minutes: 90,
      step_minutes: 90,
    })
    expect(await free(own, service)).toEqual([
      ...[
        ['02:30', 2],
        ['04:00', 2],
        ['05:30', 2],
        ['07:00', 2],
        ['08:30', 2],
      ],
    ])
    await booked(own, service, await newCustomer(own), clock('12:00'), { staff: 'an' })
    expect(await free(own, service)).toContainEqual(['04:00', 1])
    expect(await free(own, service, 'an')).not.toContainEqual(['04:00', 1])
  })

  test('is nothing on closed days, days off, in the past and beyond the horizon', async () => {
    const own = await testBrand()
    const service = await liveService(own, { horizon_days: 3 })
    const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '11:00' }))
    await setTimetable(own, 's1', {
      ...{ time_zone: null, hours, closed_days: ['2026-11-03'], revision: 1 },
      shifts: hours.flatMap((one) => ['an', 'bo'].map((staff_id) => ({ ...one, staff_id }))),
      days_off: [{ staff_id: 'bo', on: '2026-11-04' }],
    })
    const on = (day: string) => free(own, service, null, day)
    expect(await on('2026-11-01')).toEqual([])
    expect(await on('2026-11-02')).toEqual([
      ['01:00', 2],
      ['02:00', 2],
    ])
    expect(await on('2026-11-03')).toEqual([])
    expect(await on('2026-11-04')).toEqual([
      ['01:00', 1],
      ['02:00', 1],
    ])
    expect(await on('2026-11-05')).toHaveLength(2)
    expect(await on('2026-11-06')).toEqual([])
    const she = await newCustomer(own)
    const refused = (time: string, days: number, staff: string | null = null) =>
      codeOf(book(own, booking(service, she, clock(time, days), { staff })))
    expect(await refused('09:00', 1)).toBe('slot_not_offered')
    expect(await refused('09:30', 0)).toBe('slot_not_offered')
    expect(await refused('09:00', 2, 'bo')).toBe('slot_not_offered')
    expect(await refused('09:00', 4)).toBe('slot_too_far')
    expect(await refused('08:30', 0)).toBe('slot_too_soon')
  })

  test('is by the clock of the store where it has one of its own', async () => {
    const own = await testBrand()
    await addStore(own, 'tokyo')
    const hours = [{ weekday: 1, from: '10:00', to: '11:00' }]
    await setTimetable(own, 'tokyo', {
      ...{ time_zone: 'Asia/Tokyo', hours, closed_days: [], days_off: [], shifts: [], revision: 0 },
    })
    const service = await liveService(own, {
      ...{ by_staff: false, staff_ids: [], store_ids: ['tokyo'], lead_minutes: 0 },
    })
    const { time_zone, days } = await freeSlots(own, {
      ...{ service: service.id, store: 'tokyo', staff: null, from: null, days: 7, by: 'customer' },
    })
    expect(time_zone).toBe('Asia/Tokyo')
    expect(days.flatMap((day) => day.slots.map((slot) => slot.starts_at))).toEqual([
      '2026-11-02T01:00:00.000Z',
    ])
  })
})

describe('many at once', () => {
  test('of 64 who want the last three seats three get one, and what is cancelled is free again', async () => {
    const service = await liveService(ctx, { by_staff: false, staff_ids: [], capacity: 3 })
    const people = await newCustomers(ctx, 64)
    const answers = await Promise.all(
      people.map((node) => codeOf(book(ctx, booking(service, node, clock('10:00'))))),
    )
    expect(answers.filter((one) => one === 'done')).toHaveLength(3)
    expect(new Set(answers)).toEqual(new Set(['done', 'slot_full']))
    expect(await free(ctx, service)).not.toContainEqual(['02:00', 0])
    expect(await wrongSeats(ctx)).toEqual([])
  })

  test('of 64 who want anybody at one hour as many get it as are there', async () => {
    const service = await liveService(ctx)
    const other = await liveService(ctx, { duration_minutes: 30, step_minutes: 30 })
    const people = await newCustomers(ctx, 64)
    const answers = await Promise.all(
      people.map((node, i) =>
        codeOf(book(ctx, booking(i % 2 ? service : other, node, clock('11:00')))),
      ),
    )
    expect(answers.filter((one) => one === 'done')).toHaveLength(2)
    expect(await wrongSeats(ctx)).toEqual([])
  })

  test('64 who cancel, move and book at once leave as many seats held as there are appointments', async () => {
    const own = await testBrand()
    const service = await liveService(own, {
      ...{ by_staff: false, staff_ids: [], capacity: 8, duration_minutes: 30, step_minutes: 30 },
    })
    const times = ['10:00', '10:30', '11:00', '11:30']
    const people = await newCustomers(own, 64)
    const first = await Promise.all(
      people.slice(0, 32).map((node, i) => booked(own, service, node, clock(times[i % 4] ?? ''))),
    )
    const answers = await Promise.all([
      ...first.map((one, i) =>
        codeOf(i % 2 ? drop(own, one) : move(own, one, clock(times[(i + 2) % 4] ?? ''))),
      ),
      ...people
        .slice(32)
        .map((node, i) => codeOf(book(own, booking(service, node, clock(times[i % 4] ?? ''))))),
    ])
    expect(answers.every((one) => one === 'done' || one === 'slot_full')).toBe(true)
    expect(await wrongSeats(own)).toEqual([])
    const left = (await free(own, service)).filter(([time = '']) =>
      ['02:00', '02:30', '03:00', '03:30'].includes(String(time)),
    )
    const seats = left.reduce((sum, [, n]) => sum + Number(n), 0)
    expect(seats + (await heldSeats(own))).toBe(32)
  })

  test('two who swap their times never wait for each other for good', async () => {
    const service = await liveService(ctx, { capacity: 2, staff_ids: ['an'] })
    const [a, b] = await newCustomers(ctx, 2)
    const one = await booked(ctx, service, a ?? 0, clock('15:00'))
    const two = await booked(ctx, service, b ?? 0, clock('16:00'))
    for (let turn = 0; turn < 4; turn += 1) {
      const [x, y] = turn % 2 ? ['15:00', '16:00'] : ['16:00', '15:00']
      const done = await Promise.all([
        codeOf(move(ctx, one, clock(x ?? ''))),
        codeOf(move(ctx, two, clock(y ?? ''))),
      ])
      expect(done).toEqual(['done', 'done'])
    }
    expect(await wrongSeats(ctx)).toEqual([])
  })

  test('the same request 16 times is one appointment; its key is of no use for another', async () => {
    const service = await liveService(ctx, { by_staff: false, staff_ids: [], capacity: 9 })
    const she = await newCustomer(ctx)
    const given = booking(service, she, clock('13:00'))
    const answers = await Promise.all(Array.from({ length: 16 }, () => book(ctx, given)))
    expect(new Set(answers.map(({ appointment }) => appointment.id)).size).toBe(1)
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
    const before = await heldSeats(ctx)
    const other = { ...given, node: await newCustomer(ctx) }
    expect(await codeOf(book(ctx, other))).toBe('idempotency_key_reused')
    expect(await heldSeats(ctx)).toBe(before)
  })

  test('one customer at many devices holds no more than she may', async () => {
    const service = await liveService(ctx, {
      ...{ by_staff: false, staff_ids: [], capacity: 50, per_customer: 2 },
    })
    const she = await newCustomer(ctx)
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => codeOf(book(ctx, booking(service, she, clock('14:00'))))),
    )
    expect(answers.filter((one) => one === 'done')).toHaveLength(2)
    expect(new Set(answers)).toEqual(new Set(['done', 'too_many_appointments']))
    expect(await codeOf(book(ctx, booking(service, she, clock('14:00'), { by: 'staff' })))).toBe(
      'done',
    )
  })
})

describe('changing one’s mind', () => {
  test('is a customer’s until the limit, and the store’s until the end', async () => {
    const service = await liveService(ctx, { cancel_minutes: 120, per_customer: 9 })
    const she = await newCustomer(ctx)
    const late = await booked(ctx, service, she, clock('17:00', 1), { staff: 'an' })
    const justLate = at(ctx, clock('15:00', 1).toISOString())
    const inTime = at(ctx, clock('14:59', 1).toISOString())
    expect(await codeOf(drop(justLate, late, 'customer'))).toBe('too_late_to_change')
    const tomorrow = clock('17:00', 2)
    expect(await codeOf(move(justLate, late, tomorrow, 'bo', 'customer'))).toBe(
      'too_late_to_change',
    )
    expect((await move(inTime, late, tomorrow, 'bo', 'customer')).staff_code).toBe('bo')
    expect((await drop(at(ctx, clock('17:30', 2).toISOString()), late)).state).toBe('cancelled')
    expect((await drop(ctx, late)).state).toBe('cancelled')
    expect(await codeOf(move(ctx, late, clock('10:00', 3)))).toBe('appointment_state')
    expect(await wrongSeats(ctx)).toEqual([])
  })

  test('to a time that is taken changes nothing', async () => {
    const service = await liveService(ctx, { staff_ids: ['an'] })
    const [a, b] = await newCustomers(ctx, 2)
    const one = await booked(ctx, service, a ?? 0, clock('09:00', 5))
    await booked(ctx, service, b ?? 0, clock('10:00', 5))
    const before = await heldSeats(ctx)
    expect(await codeOf(move(ctx, one, clock('10:00', 5)))).toBe('slot_full')
    expect(await heldSeats(ctx)).toBe(before)
    expect(await codeOf(drop(ctx, { ...one, node_id: b ?? 0 }))).toBe('appointment_not_found')
  })

  test('a service that is stopped takes nobody; who is booked stays', async () => {
    const own = await testBrand()
    const service = await liveService(own)
    const kept = await booked(own, service, await newCustomer(own), clock('09:00', 1))
    await setServiceState(own, service.id, 'stopped')
    const asked = (by: 'customer' | 'staff') =>
      newCustomer(own).then((node) =>
        codeOf(book(own, booking(service, node, clock('10:00', 1), { by }))),
      )
    expect(await asked('customer')).toBe('appointment_service_not_found')
    expect(await asked('staff')).toBe('service_not_live')
    expect((await drop(own, kept)).state).toBe('cancelled')
  })
})

// The plain truth: who is where, in minutes after nine.
interface Kind {
  staff: string[]
  lasts: number
  buffer: number
  step: number
  seats: number
}
const KINDS: Kind[] = [
  { staff: ['an', 'bo'], lasts: 60, buffer: 0, step: 30, seats: 1 },
  { staff: ['bo'], lasts: 45, buffer: 15, step: 15, seats: 1 },
  { staff: ['an'], lasts: 90, buffer: 0, step: 60, seats: 2 },
]
interface Told {
  kind: number
  staff: string
  start: number
}
const END = 240
function fits(told: readonly Told[], { kind, staff, start }: Told): boolean {
  const { lasts, buffer, step, seats, staff: those } = KINDS[kind] as Kind
  if (!those.includes(staff) || start % step !== 0 || start + lasts > END) return false
  const theirs = told.filter((one) => one.staff === staff)
  const beside = theirs.filter((one) => one.kind === kind && one.start === start)
  const others = theirs.filter((one) => !beside.includes(one))
  return (
    beside.length < seats &&
    others.every((one) => {
      const other = KINDS[one.kind] as Kind
      return one.start >= start + lasts + buffer || start >= one.start + other.lasts + other.buffer
    })
  )
}

test('any run of bookings, moves and cancellations is what a plain list of who is where says', async () => {
  const kind = fc.nat({ max: KINDS.length - 1 })
  const start = fc.nat({ max: 16 }).map((n) => n * 15)
  const staff = fc.constantFrom('an', 'bo', null)
  const ops = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('book' as const), kind, start, staff }),
      fc.record({ do: fc.constant('move' as const), nth: fc.nat(), start, staff }),
      fc.record({ do: fc.constant('cancel' as const), nth: fc.nat() }),
    ),
    { minLength: 4, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(ops, async (ops) => {
      const own = await testBrand('13:00')
      const services = await Promise.all(KINDS.map((kind) => serviceOf(own, kind)))
      const live = new Map<Appointment, Told>()
      const timeOf = (minutes: number) => new Date(clock('09:00', 1).getTime() + minutes * 60_000)
      const told = (except?: Appointment) =>
        [...live].flatMap(([one, where]) => (one === except ? [] : where))
      for (const op of ops) {
        const nth = 'nth' in op ? [...live.keys()][op.nth % Math.max(1, live.size)] : undefined
        if (op.do === 'book') {
          const may = candidates(told(), op.kind, op.start, op.staff)
          const service = services[op.kind] as Service
          const asked = booking(service, await newCustomer(own), timeOf(op.start), {
            staff: op.staff,
          })
          const made = await book(own, asked).catch(refusal)
          settle(may, made?.appointment)
          if (made) live.set(made.appointment, { ...op, staff: made.appointment.staff_code ?? '' })
        } else if (nth && op.do === 'move') {
          const was = live.get(nth) as Told
          const stays = was.start === op.start && (op.staff === null || op.staff === was.staff)
          const may = stays ? [was.staff] : candidates(told(nth), was.kind, op.start, op.staff)
          const moved = await move(own, nth, timeOf(op.start), op.staff).catch(refusal)
          settle(may, moved)
          if (moved) live.set(nth, { ...was, start: op.start, staff: moved.staff_code ?? '' })
        } else if (nth) {
          await drop(own, nth)
          live.delete(nth)
        }
      }
      expect(await wrongSeats(own)).toEqual([])
      expect(await heldSeats(own)).toBe(live.size)
    }),
    { numRuns: 12 },
  )
})

const serviceOf = (own: TestCtx, { staff, lasts, buffer, step, seats }: Kind) =>
  liveService(own, {
    ...{ staff_ids: staff, duration_minutes: lasts, buffer_minutes: buffer, step_minutes: step },
    capacity: seats,
  })
const candidates = (told: Told[], kind: number, start: number, staff: string | null) =>
  ['an', 'bo'].filter(
    (one) => (staff === null || staff === one) && fits(told, { kind, start, staff: one }),
  )
function refusal(error: { code?: string; status?: number }): undefined {
  if (error.status !== 409) throw error
}
/** Whoever gets it is one of those it could be; nobody, only where it could be nobody. */
function settle(may: readonly string[], made: { staff_code: string | null } | undefined): void {
  if (made) expect(may).toContain(made.staff_code)
  else expect(may).toEqual([])
}
