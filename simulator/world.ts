// The brand's public lives day by day: comes, looks, buys, shares, grows quiet. Everything follows
// from the seed and the first day, so any stretch of it can be lived again and is the same.
import { answer } from './answer.ts'
import { ask } from './ask.ts'
import { becomeFriend, becomeMember, unfriend } from './bond.ts'
import { buyInMiniProgram, buyInStore, buyOnTaobao } from './order.ts'
import { makePerson, type Origin, type Person } from './person.ts'
import { type Random, randomOf } from './random.ts'
import { letGo, touch } from './touch.ts'
import type { Trace } from './trace.ts'
import { type Visit, visitMiniProgram, visitWeb } from './visit.ts'

export const DAY = 86_400_000
const HOUR = 3_600_000

export interface Plan {
  seed: number
  /** Midnight of the brand's first day, epoch milliseconds. */
  start: number
  /** About how many customers there are to be after `days` days, strangers among them. */
  customers: number
  days: number
}

const ORIGINS: Record<Exclude<Origin, 'share'>, number> = {
  advert: 34,
  search: 12,
  store: 22,
  taobao: 24,
}
/** When people are about, by the hour. */
const HOURS = [
  2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 14, 18, 14, 12, 12, 12, 13, 15, 20, 26, 28, 20, 8,
]
const WEEKEND = 1.25
/** People a customer: whoever came by two ways and never said so is two customers. */
const PEOPLE_A_CUSTOMER = 0.76

/** A day's traces in the order of time, day after day without an end. */
export function* live(plan: Plan): Generator<Trace[], never> {
  const people: { person: Person; arrived: number }[] = []
  const invited: Person['invitedBy'][] = []
  const perDay = (PEOPLE_A_CUSTOMER * plan.customers) / plan.days
  let later: Trace[] = []
  for (let day = 0; ; day++) {
    const random = randomOf(plan.seed, 'day', day)
    const midnight = plan.start + day * DAY
    const weekday = new Date(midnight + 8 * 3_600_000).getUTCDay()
    const mood = weekday === 0 || weekday === 6 ? WEEKEND : 1
    const traces = later.filter((t) => t.at < midnight + DAY)
    later = later.filter((t) => t.at >= midnight + DAY)
    // Half as many come on the first day as at the end; a friend's link brings some of them.
    const growth = 0.67 + (0.66 * Math.min(day, plan.days)) / plan.days
    for (let n = random.poisson(perDay * growth); n > 0; n--) {
      const link = random.chance(0.35) ? invited.shift() : undefined
      const origin = link ? 'share' : random.weighted(ORIGINS)
      people.push({ person: makePerson(plan.seed, people.length, origin, link), arrived: day })
    }
    for (const { person, arrived } of people) {
      const age = day - arrived
      const mine = randomOf(plan.seed, 'life', person.number, day)
      const lived = [...liveDay(person, age, midnight, mood, mine, invited)]
      const touched = randomOf(plan.seed, 'touch', person.number, day)
      lived.push(...letGo(person, midnight + 20 * HOUR, touched), ...touch(person, lived, touched))
      const isWarm = age <= person.warmDays
      lived.push(
        ...answer(
          person,
          lived,
          { midnight, isWarm },
          randomOf(plan.seed, 'answer', person.number, day),
        ),
      )
      const worn = Math.min(1, day / plan.days)
      lived.push(
        ...ask(person, lived, { midnight, worn }, randomOf(plan.seed, 'ask', person.number, day)),
      )
      for (const trace of lived) {
        if (trace.at < midnight + DAY) traces.push(trace)
        else later.push(trace)
      }
    }
    yield traces.sort((a, b) => a.at - b.at || a.person - b.person)
  }
}

function* liveDay(
  person: Person,
  age: number,
  midnight: number,
  mood: number,
  random: Random,
  invited: Person['invitedBy'][],
): Generator<Trace> {
  const at = () => {
    const hour = Number(random.weighted(HOURS as unknown as Record<string, number>))
    return midnight + hour * 3_600_000 + random.between(0, 3_599_999)
  }
  const { state } = person
  if (age === 0) {
    yield* arrive(person, at(), random, invited)
    return
  }
  if (age > person.warmDays) {
    // Silent; a few come back by themselves, some clear their friend lists.
    if (state.isFriend && !state.hasDeletedUs && random.chance(0.002)) yield* unfriend(person, at())
    if (!random.chance(0.004)) return
  }
  for (let n = random.poisson(person.visitsADay * mood); n > 0; n--) {
    yield* comeAgain(person, at(), random, invited)
  }
  if (person.origin === 'taobao' && !state.isMember && random.chance(person.buys / 6))
    yield* buyOnTaobao(person, at(), random)
  if (random.chance(person.buys / (person.origin === 'store' ? 5 : 12)))
    yield* inStore(person, at(), random)
  // A sale on the marketplace tempts members of the brand's own shop too.
  if (state.isMember && person.origin !== 'taobao' && random.chance(person.buys / 25))
    yield* buyOnTaobao(person, at(), random)
}

function* arrive(
  person: Person,
  at: number,
  random: Random,
  invited: Person['invitedBy'][],
): Generator<Trace> {
  if (person.origin === 'taobao') {
    yield* buyOnTaobao(person, at, random)
    // The card in the parcel, when it is opened.
    if (random.chance(0.4)) yield* becomeFriend(person, at + random.between(2, 4) * DAY, random)
    return
  }
  if (person.origin === 'store') {
    yield* inStore(person, at, random)
    if (random.chance(0.55)) yield* becomeFriend(person, at + 300_000, random)
    return
  }
  const usesPhone = person.origin === 'share' || random.chance(0.35)
  yield* lookAround(person, at, true, usesPhone, random, invited)
}

function* inStore(person: Person, at: number, random: Random): Generator<Trace> {
  if (random.chance(0.8)) yield* buyInStore(person, at, random)
}

function* comeAgain(
  person: Person,
  at: number,
  random: Random,
  invited: Person['invitedBy'][],
): Generator<Trace> {
  const usesPhone = person.state.hasMiniProgram ? random.chance(0.8) : random.chance(0.3)
  const visit = yield* lookAround(person, at, false, usesPhone, random, invited)
  const after = visit.endedAt + random.between(20_000, 400_000)
  if (usesPhone && !person.state.isMember && random.chance(0.25)) yield* becomeMember(person, after)
  if (person.state.isMember && random.chance(person.buys))
    yield* buyInMiniProgram(person, after + 60_000, visit.seen, random)
  if (person.state.isMember && !person.state.isFriend && random.chance(0.08))
    yield* becomeFriend(person, after + 240_000, random)
}

function* lookAround(
  person: Person,
  at: number,
  isFirst: boolean,
  usesPhone: boolean,
  random: Random,
  invited: Person['invitedBy'][],
): Generator<Trace, Visit> {
  if (usesPhone) person.state.hasMiniProgram = true
  const visit = (usesPhone ? visitMiniProgram : visitWeb)(person, at, isFirst, random)
  yield* visit.traces
  if (visit.sharedAs) for (let n = random.between(0, 3); n > 0; n--) invited.push(visit.sharedAs)
  return visit
}
