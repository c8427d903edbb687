// Coming closer: becoming a member, a friend of a guide on WeCom, and unfriending again.

import { wallClock } from './order.ts'
import { namespaces, type Person } from './person.ts'
import type { Random } from './random.ts'
import {
  type Ids,
  identifiersOf,
  idsOf,
  type OwnEvent,
  sensorsRecord,
  type Trace,
} from './trace.ts'

/** As the brand's own server tells it. */
export function told(
  person: Person,
  at: number,
  name: string,
  who: Ids,
  more: Partial<OwnEvent> = {},
): Trace {
  return {
    way: 'server',
    at,
    person: person.number,
    event: {
      id: `${name}-${person.number}-${at}`,
      name,
      at: new Date(at).toISOString(),
      identifiers: identifiersOf(who),
      ...more,
    },
  }
}

/** Who was found on the platform signs up with her account there, and is known again. */
const whoJoins = (person: Person): Ids =>
  person.wasFound
    ? idsOf(person, 'member', 'unionid', 'openid', 'phone', 'xiaohongshu')
    : idsOf(person, 'member', 'unionid', 'openid', 'phone')

/** In the mini-program, with her phone: the shop's server says so, so it is verified. */
export function becomeMember(person: Person, at: number): Trace[] {
  person.state.isMember = true
  return [
    // The sign-in by which the device becomes hers, as the phone tells it.
    {
      way: 'sensors',
      at,
      person: person.number,
      record: sensorsRecord({
        person,
        at,
        number: (person.number * 104_729 + 17) % 2_000_000_000,
        event: '$MPLogin',
        isMember: true,
        properties: {},
      }),
    },
    told(person, at, 'member_joined', whoJoins(person), {
      platform: 'mini_program',
      source: 'mini_program',
      attributes: {
        name: person.name,
        gender: person.gender === 'female' ? '女' : '男',
        birthday: person.birthday,
        city: person.city,
      },
      properties: { way: person.origin },
    }),
    // What she ticked, or did not, when she gave her number.
    {
      way: 'profile',
      at,
      person: person.number,
      customer: {
        id: `consent-${person.number}`,
        at: new Date(at).toISOString(),
        identifiers: identifiersOf(idsOf(person, 'member')),
        source: 'mini_program',
        consents: (['sms', 'wecom', 'mini_program'] as const).map((channel) => ({
          purpose: 'marketing',
          channel,
          state: channel === 'sms' && person.state.reach === 'no_sms' ? 'withdrawn' : 'given',
          at: new Date(at).toISOString(),
        })),
      },
    },
  ]
}

const GREETINGS = ['想问问新茶什么时候到', '礼盒可以定制吗', '这款适合送长辈吗', '收到了，很好喝']

/** A guide's code was scanned. A parcel's card tells the shop's number of the buyer as well. */
export function becomeFriend(person: Person, at: number, random: Random): Trace[] {
  person.state.isFriend = true
  const channel = { taobao: 'CH-PARCEL', store: 'CH-STORE' }[person.origin as string] ?? 'CH-MPCODE'
  const bought = person.origin === 'taobao' && person.state.orders > 0
  const who = bought
    ? idsOf(person, 'wecom', 'unionid', 'taobao')
    : idsOf(person, 'wecom', 'unionid')
  const links = { store_id: person.storeId, staff_id: person.staffId, channel_id: channel }
  const traces = [
    told(person, at, 'wecom_friend_added', who, {
      platform: 'wecom',
      source: 'wecom',
      ...links,
      attributes: { nickname: person.name.slice(1) || person.name },
    }),
    relation(person, at, { state: 'friend', channel_id: channel, added_at: wallClock(at) }),
  ]
  if (random.chance(0.5)) {
    traces.push(
      told(
        person,
        at + random.between(120_000, 3_600_000),
        'wecom_message_received',
        idsOf(person, 'wecom'),
        {
          platform: 'wecom',
          source: 'wecom',
          ...links,
          properties: { kind: 'text', text: random.pick(GREETINGS) },
        },
      ),
    )
  }
  if (person.state.isMember || random.chance(0.3))
    traces.push({
      way: 'file',
      at,
      person: person.number,
      row: {
        file: 'tags',
        source: 'wecom',
        cells: {
          'identifiers.unionid': person.ids.unionid,
          tags: random.pick(['爱喝茶', '送礼', '新手', '办公室囤茶', '茶器控', '企业采购']),
          at: wallClock(at),
        },
      },
    })
  return traces
}

export function unfriend(person: Person, at: number): Trace[] {
  person.state.hasDeletedUs = true
  return [
    told(person, at, 'wecom_friend_deleted', idsOf(person, 'wecom'), {
      platform: 'wecom',
      source: 'wecom',
      store_id: person.storeId,
      staff_id: person.staffId,
    }),
    relation(person, at, { state: 'deleted_by_customer', ended_at: wallClock(at) }),
  ]
}

function relation(person: Person, at: number, cells: Record<string, string>): Trace {
  return {
    way: 'file',
    at,
    person: person.number,
    row: {
      file: 'relations',
      source: 'wecom',
      cells: {
        [`identifiers.${namespaces.wecom}`]: person.ids.wecom,
        staff_id: person.staffId,
        store_id: person.storeId,
        ...cells,
      },
    },
  }
}
