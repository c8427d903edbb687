// The other ways to find her within WeChat: the mini-program's notices, the official account, the
// group of her store. They follow from what she did that day, and some are taken back.
import { told } from './bond.ts'
import { APP, OFFICIAL_ACCOUNT } from './brand.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { idsOf, type Trace } from './trace.ts'

const MINUTE = 60_000

/** @param traces what she did, told already */
export function touch(person: Person, traces: readonly Trace[], random: Random): Trace[] {
  return traces.flatMap((trace) => {
    if (!('event' in trace)) return []
    const { name, source } = trace.event
    const soon = trace.at + random.between(1, 30) * MINUTE
    if (name === 'Order Completed' && source === 'mini_program' && random.chance(0.6))
      return subscribe(person, trace.at + MINUTE / 2)
    if (name === 'member_joined' && random.chance(0.2)) return follow(person, soon)
    if (name !== 'wecom_friend_added') return []
    return [
      ...(random.chance(0.3) ? follow(person, soon) : []),
      ...(random.chance(0.25) ? joinGroup(person, soon + MINUTE) : []),
    ]
  })
}

/** Now and then somebody has had enough. */
export function letGo(person: Person, at: number, random: Random): Trace[] {
  const { state } = person
  if (state.isFollower && random.chance(0.002)) {
    state.isFollower = false
    return [told(person, at, 'official_account_unfollowed', idsOf(person, 'unionid'), followed)]
  }
  if (state.isInGroup && random.chance(0.003)) {
    state.isInGroup = false
    return [told(person, at, 'wecom_group_left', idsOf(person, 'wecom'), groupOf(person))]
  }
  return []
}

function subscribe(person: Person, at: number): Trace[] {
  if (person.state.isSubscribed) return []
  person.state.isSubscribed = true
  return [
    told(person, at, 'mini_program_subscribed', idsOf(person, 'openid', 'unionid'), {
      platform: 'mini_program',
      source: 'mini_program',
      properties: { app_id: APP },
    }),
  ]
}

const followed = {
  platform: 'official_account',
  source: 'official_account',
  properties: { app_id: OFFICIAL_ACCOUNT },
}

function follow(person: Person, at: number): Trace[] {
  if (person.state.isFollower) return []
  person.state.isFollower = true
  return [told(person, at, 'official_account_followed', idsOf(person, 'unionid'), followed)]
}

/** Every store has one. */
const groupOf = (person: Person) => ({
  platform: 'wecom',
  source: 'wecom',
  store_id: person.storeId,
  properties: { group_id: `wrQH-${person.storeId}` },
})

function joinGroup(person: Person, at: number): Trace[] {
  if (person.state.isInGroup) return []
  person.state.isInGroup = true
  return [told(person, at, 'wecom_group_joined', idsOf(person, 'wecom'), groupOf(person))]
}
