// One person on five platforms, and one customer in the end.
import type { Api, CustomerView } from '../harness/api.ts'
import type { Sending } from '../harness/deliver.ts'
import { type Chapter, eventually, fact, identifiersOf, sentEvents } from './chapter.ts'
import { hasRecordings, type Keys, ownRequests, type Person, recordedRequests } from './requests.ts'

/** Whose recordings lie outside the project; the rest of this person's traces are ours. */
const RECORDED: Person = { memberId: 'mbr_10086', phone: '138 0013 8000', taobao: 'tb_10086' }
const OWN: Person = { memberId: 'mbr_20618', phone: '+86 139-0013-9006', taobao: 'tb_20618' }

/** As an operator reads them in the list. */
const PLATFORMS = ['小程序', '门店收银', '淘宝', '网页']

interface Cast {
  person: Person
  visits: (keys: Keys) => Sending[]
  /** Identifiers that only one of the visits brought. */
  traces: [string, string][]
  orderIds: string[]
}

const ownCast: Cast = {
  person: OWN,
  visits: (keys) => [...ownRequests('mini-program', OWN, keys), ...ownRequests('web', OWN, keys)],
  traces: [
    ['unionid', 'o6_un618618618618618618618un'],
    ['openid:wx618a618b618c618d', 'oGm18_618618618618618618618m'],
    ['device', '1781784000123-4410067-0c9f3ab2d41e8d8-31775502'],
    ['cookie', '19f3a1b2c3d4e5-0f618618618618-26021e51-1024000-19f3a1b2c3d618'],
    ['anonymous', '6f1c2a9e-4b7d-4e21-9a55-618618618618-mbr_20618'],
  ],
  orderIds: ['MP20260618001'],
}
const recordedCast: Cast = {
  person: RECORDED,
  visits: (keys) => [
    ...recordedRequests('sa-sdk-miniprogram', keys),
    ...recordedRequests('sa-sdk-javascript', keys),
  ],
  traces: [
    ['unionid', 'o6_bmasdasdsad6_2sgVt7hMZOPfL'],
    ['openid:wx0123456789abcdef', 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'],
    ['device', '1795298270312-5764231-085f9add3c0ca48-25194219'],
    ['anonymous', '6f1c2a9e-4b7d-4e21-9a55-618618618618-mbr_10086'],
  ],
  orderIds: [],
}

export function oneCustomerChapters(): Chapter[] {
  return [chapterOf(ownCast, false), ...(hasRecordings ? [chapterOf(recordedCast, true)] : [])]
}

function chapterOf(cast: Cast, isRecorded: boolean): Chapter {
  const { person } = cast
  let sent = 0
  return {
    title: isRecorded
      ? {
          zh: `录制的真实访问：会员 ${person.memberId}`,
          en: `Visits recorded from real SDKs: member ${person.memberId}`,
        }
      : {
          zh: `五处足迹，一位顾客：会员 ${person.memberId}`,
          en: `Traces on five platforms, one customer: member ${person.memberId}`,
        },
    first(keys) {
      const sendings = [
        ...cast.visits(keys),
        ...ownRequests('segment', person, keys),
        ...ownRequests('pos', person, keys),
        ...ownRequests('marketplace', person, keys),
      ]
      sent = sendings.reduce((sum, s) => sum + s.events, 0)
      return sendings
    },
    sights: () => [
      {
        typed: person.phone,
        known: ['member_id', person.memberId],
        shown: [person.memberId, person.taobao, ...cast.traces.map(([, value]) => value)],
        listed: PLATFORMS,
      },
    ],
    async facts(api) {
      const customer = await api.customerBy('member_id', person.memberId)
      if (!customer) return [fact('会员存在', 'the member is known', false)]
      const events = await sentEvents(api, customer)
      const others = await strangers(api, cast, customer)
      const orders = await eventually(
        () =>
          api.need<{ items: { id: string; external_id: string }[] }>(
            'GET',
            `/orders?customer_id=${customer.id}&limit=200`,
          ),
        ({ items }) => cast.orderIds.every((id) => items.some((o) => o.external_id === id)),
      )
      const known = orders.items.filter((o) => cast.orderIds.includes(o.external_id))
      return [
        fact(
          `小程序、网站、Segment 网页、门店 POS（手机号）、淘宝导入的标识同属顾客 #${customer.id}`,
          `what the mini-program, the web, a Segment page, the till (by phone) and the Taobao import named is customer #${customer.id}`,
          others.length === 0,
          others.length === 0 ? identifiersOf(customer) : others,
        ),
        fact(
          `发出 ${sent} 个事件，一个不多，一个不少`,
          `${sent} events were sent; each is there once`,
          events.length === sent && new Set(events.map((e) => e.event_id)).size === sent,
          `${events.length}`,
        ),
        fact(
          '四个平台的足迹都在时间线上',
          'traces of four platforms are on one timeline',
          ['mini_program', 'pos', 'taobao', 'web'].every((p) => customer.platforms.includes(p)),
          customer.platforms,
        ),
        ...(cast.orderIds.length > 0
          ? [
              fact(
                '小程序下单成为一笔订单，且只有一笔',
                'the order placed in the mini-program is one order, once',
                known.length === cast.orderIds.length,
                known.map((o) => o.external_id),
              ),
            ]
          : []),
      ]
    },
  }
}

/** Identifiers of this person that somebody else holds, or nobody. */
async function strangers(api: Api, cast: Cast, customer: CustomerView): Promise<string[]> {
  const { person } = cast
  const all: [string, string][] = [
    ['phone', person.phone],
    ['taobao', person.taobao],
    ...cast.traces,
  ]
  const wrong: string[] = []
  for (const [namespace, value] of all) {
    const holder = await api.customerBy(namespace, value)
    if (holder?.id !== customer.id) wrong.push(`${namespace}=${value} → ${holder?.id ?? 'nobody'}`)
  }
  return wrong
}
