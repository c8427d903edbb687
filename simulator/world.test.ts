import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STAFF, STORES } from './brand.ts'
import { foundOutside } from './outside.ts'
import { csv } from './sender.ts'
import type { Trace } from './trace.ts'
import { DAY, live, type Plan } from './world.ts'

const plan: Plan = { seed: 7, start: Date.UTC(2026, 7, 24, 16), customers: 300, days: 30 }
function lived(given: Plan, days: number): Trace[][] {
  const world = live(given)
  return Array.from({ length: days }, () => world.next().value)
}

test('the same seed lives the same lives, another seed others', () => {
  expect(lived(plan, 31)).toEqual(lived(plan, 31))
  expect(lived({ ...plan, seed: 8 }, 31)).not.toEqual(lived(plan, 31))
})

test('what happens on a day does not depend on how long the world is watched', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (days, seed) => {
      const long = lived({ ...plan, seed }, 40)
      expect(lived({ ...plan, seed }, days)).toEqual(long.slice(0, days))
    }),
    { numRuns: 10 },
  )
})

test('a day holds only what happened on it, in the order of time', () => {
  lived(plan, 40).forEach((traces, day) => {
    const times = traces.map((t) => t.at)
    expect(times.every((at) => Math.floor((at - plan.start) / DAY) === day)).toBe(true)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })
})

test('every event has an id of its own, and every order only one payment', () => {
  const all = lived(plan, 60).flat()
  const ids = all.flatMap((t) => ('event' in t ? [`${t.way} ${t.event.id}`] : []))
  expect(new Set(ids).size).toBe(ids.length)
  const records = all.flatMap((t) =>
    'record' in t ? [`${t.record._track_id} ${t.record.time} ${t.record.event}`] : [],
  )
  expect(new Set(records).size).toBe(records.length)
  const paid = all.flatMap((t) =>
    'event' in t && t.event.name === 'Order Completed' ? [t.event.order_id] : [],
  )
  expect(paid.length).toBeGreaterThan(50)
  expect(new Set(paid).size).toBe(paid.length)
})

test('stores and guides are the brand’s, and some people leave traces everywhere', () => {
  const all = lived(plan, 60).flat()
  const stores = new Set(STORES.map((s) => s.id))
  const staff = new Set(STAFF.map((s) => s.id))
  for (const t of all) {
    if (!('event' in t)) continue
    if (t.event.store_id) expect(stores).toContain(t.event.store_id)
    if (t.event.staff_id) expect(staff).toContain(t.event.staff_id)
  }
  const places = new Map<number, Set<string>>()
  for (const t of all) {
    const where =
      'record' in t
        ? 'mini'
        : 'row' in t
          ? t.row.source
          : 'event' in t
            ? (t.event.platform ?? '')
            : ''
    const seen = places.get(t.person) ?? new Set()
    places.set(t.person, seen.add(where))
  }
  const everywhere = [...places.values()].filter((p) =>
    ['mini', 'wecom', 'taobao', 'pos'].every((one) => p.has(one)),
  )
  expect(everywhere.length).toBeGreaterThan(0)
})

test('within WeChat she is found in more ways than as a friend of a guide, and some leave again', () => {
  const all = lived(plan, 60).flat()
  const who = (name: string) =>
    new Set(all.flatMap((t) => ('event' in t && t.event.name === name ? [t.person] : [])))
  const friends = who('wecom_friend_added')
  const subscribers = who('mini_program_subscribed')
  expect([...subscribers].filter((n) => !friends.has(n)).length).toBeGreaterThan(10)
  expect(who('official_account_followed').size).toBeGreaterThan(10)
  expect(who('wecom_group_joined').isSubsetOf(friends)).toBe(true)
  expect(who('official_account_unfollowed').size).toBeGreaterThan(0)
})

test('some answer how likely they would recommend the brand, nobody twice within sixty days', () => {
  const all = lived(plan, 90).flat()
  const answers = all.flatMap((t) =>
    'event' in t && t.event.name === 'nps_answered'
      ? [{ person: t.person, at: t.at, score: Number(t.event.properties?.score) }]
      : [],
  )
  for (const of of ['promoter', 'passive', 'detractor'])
    expect(
      answers.filter(({ score }) =>
        of === 'promoter' ? score >= 9 : of === 'passive' ? score >= 7 && score < 9 : score < 7,
      ).length,
      of,
    ).toBeGreaterThan(0)
  for (const [, hers] of Map.groupBy(answers, ({ person }) => person)) {
    const times = hers.map(({ at }) => at)
    // Asked when she bought, and she takes one to four days.
    for (const [i, at] of times.entries())
      if (i > 0) expect(at - (times[i - 1] ?? 0)).toBeGreaterThan(56 * DAY)
  }
})

test('of those found on the platform some sign up with the same account', () => {
  const accounts = new Set(foundOutside(plan).map(({ account }) => account))
  const joined = lived(plan, 60)
    .flat()
    .flatMap((t) =>
      'event' in t && t.event.name === 'member_joined'
        ? t.event.identifiers.filter(({ namespace }) => namespace === 'xiaohongshu')
        : [],
    )
  const came = joined.filter(({ value }) => accounts.has(value))
  expect(came.length).toBeGreaterThan(0)
  expect(came.length).toBeLessThan(accounts.size)
  expect(foundOutside(plan)).toEqual(foundOutside(plan))
})

test('a cell with a comma, a quote or a line break stays one cell', () => {
  expect(csv([{ a: 'x,y', b: 'say "hi"' }, { b: 'two\nlines' }])).toBe(
    'a,b\n"x,y","say ""hi"""\n,"two\nlines"\n',
  )
})
