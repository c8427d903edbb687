// Two people merged by mistake; life goes on; taken back, each has all that is hers.
import type { Api, CustomerView } from '../harness/api.ts'
import { type Chapter, type Fact, fact, identifiersOf, sentEvents, tally } from './chapter.ts'
import { customersRequest, eventsRequest, sensorsRequest } from './requests.ts'

const START = Date.UTC(2026, 5, 20, 2, 0, 0)
const at = (minute: number) => new Date(START + minute * 60_000).toISOString()
const MEMBER = 'mbr_chenchen'
const JD = 'jd_chenchen'
const MAIL = 'chen@example.com'
const DEVICE = '1781800000001-chenchen'
const member = { namespace: 'member_id', value: MEMBER }
const jd = { namespace: 'jd', value: JD }
const phone = (value: string) => ({ namespace: 'phone', value })

const events = (name: string, count: number, identifiers: object[], minute: number, id: string) =>
  Array.from({ length: count }, (_, i) => ({
    id: `${id}-${i}`,
    name,
    at: at(minute + i),
    identifiers,
    platform: 'pos',
  }))

function increment(identities: object, distinct: string, visits: number, minute: number): object {
  return {
    type: 'profile_increment',
    time: START + minute * 60_000,
    distinct_id: distinct,
    identities,
    lib: { $lib: 'js', $lib_version: '1.27.11', $lib_method: 'code' },
    properties: { visits },
  }
}
const asMember = {
  $identity_login_id: MEMBER,
  $identity_cookie_id: DEVICE,
  $identity_anonymous_id: DEVICE,
}
const byMail = { $identity_email: MAIL }

const SHE = {
  identifiers: `anonymous=${DEVICE} cookie=${DEVICE} member_id=${MEMBER} phone=+8613700000001 phone=+8613700000002`,
  attributes: { level: 'gold', name: '陈晨', visits: 3 },
  events: '2 $profile_increment, 3 customer_updated, 1 later_bought, 3 viewed',
}
const HE = {
  identifiers: `douyin=dy_chenchen email=${MAIL} jd=${JD} phone=+8613700000009`,
  attributes: { city: '上海', name: '陈辰', visits: 15 },
  events:
    '2 $profile_increment, 4 asked, 2 bought, 2 customer_updated, 1 later_asked, 1 was_known_already',
}

export function wrongMergeChapter(): Chapter {
  let mergeId = ''
  return {
    title: { zh: '错误的合并，事后拆分', en: 'A wrong merge, taken back afterwards' },
    first: (keys) => [
      customersRequest('she registers', keys.server, [
        {
          id: 'she',
          identifiers: [member, phone('13700000001')],
          attributes: { name: '陈晨', level: 'silver' },
          at: at(0),
        },
      ]),
      customersRequest('she tells more', keys.server, [
        { id: 'she2', identifiers: [member], attributes: { name: '陈晨' }, at: at(1) },
      ]),
      eventsRequest(
        'she looks around',
        keys.server,
        events('viewed', 3, [member], 2, 'she-viewed'),
      ),
      sensorsRequest('she visits twice', keys.client, [increment(asMember, MEMBER, 2, 6)]),
      customersRequest('he, from JD', keys.server, [
        {
          id: 'he',
          identifiers: [jd, { namespace: 'email', value: 'Chen@Example.com' }],
          attributes: { name: '陈辰', city: '杭州' },
          at: at(10),
        },
      ]),
      eventsRequest('he asks', keys.server, events('asked', 4, [jd], 11, 'he-asked')),
      sensorsRequest('he visits five times', keys.client, [increment(byMail, MAIL, 5, 16)]),
      eventsRequest(
        'somebody buys, known by a number',
        keys.server,
        events('bought', 2, [phone('13700000009')], 20, 'third-bought'),
      ),
    ],
    async between(api) {
      const [she, he] = await both(api)
      const before = she && he && she.id !== he.id
      if (!she || !he || !before)
        return [fact('合并前是两位顾客', 'they are two before the merge', false, [she?.id, he?.id])]
      const merged = await api.need<{ merge_id: string; customer: CustomerView }>(
        'POST',
        `/customers/${she.id}/merge`,
        {
          other_id: he.id,
          reason: '同名，看错了',
        },
      )
      mergeId = merged.merge_id
      const [sheNow, heNow] = await both(api)
      return [
        fact(
          `运营把 #${she.id} 与 #${he.id} 误当一人合并`,
          `an operator takes #${she.id} and #${he.id} for one and merges them`,
          sheNow?.id === heNow?.id && sheNow?.id === Math.min(she.id, he.id),
          [sheNow?.id, heNow?.id],
        ),
      ]
    },
    later: (keys) => [
      eventsRequest(
        'later: she buys, with a new number',
        keys.server,
        events('later_bought', 1, [member, phone('13700000002')], 100, 'she-later'),
      ),
      customersRequest('later: she is gold', keys.server, [
        { id: 'she3', identifiers: [member], attributes: { level: 'gold' }, at: at(101) },
      ]),
      sensorsRequest('later: she visits again', keys.client, [increment(asMember, MEMBER, 1, 102)]),
      eventsRequest(
        'later: he asks on Douyin',
        keys.server,
        events(
          'later_asked',
          1,
          [jd, { namespace: 'douyin', value: 'dy_chenchen' }],
          110,
          'he-later',
        ),
      ),
      customersRequest('later: he moved', keys.server, [
        { id: 'he2', identifiers: [jd], attributes: { city: '上海' }, at: at(111) },
      ]),
      sensorsRequest('later: he visits ten times', keys.client, [increment(byMail, MAIL, 10, 112)]),
      eventsRequest(
        'later: that number was his all along',
        keys.server,
        events('was_known_already', 1, [jd, phone('13700000009')], 113, 'he-third'),
      ),
    ],
    async facts(api) {
      const [one] = await both(api)
      const joined = one ? (await sentEvents(api, one)).length : 0
      const undone = await api.ask('POST', '/identity/unmerge', {
        merge_id: mergeId,
        reason: '是两个人',
      })
      const [she, he] = await both(api)
      if (!she || !he) return [fact('拆分后两人都在', 'both are there afterwards', false)]
      const found: Fact[] = [
        fact(
          '合并期间两人共 21 个事件在一条时间线上',
          'while merged, all 21 events were on one timeline',
          joined === 21,
          joined,
        ),
        fact(
          `拆分：#${she.id} 与 #${he.id} 又是两位`,
          `taken back: #${she.id} and #${he.id} are two again`,
          undone.status === 200 && she.id !== he.id,
          undone.body,
        ),
      ]
      for (const [customer, expected, zh, en] of [
        [she, SHE, '她', 'she'],
        [he, HE, '他', 'he'],
      ] as const) {
        const attributes = JSON.stringify(
          Object.fromEntries(Object.entries(customer.attributes).sort()),
        )
        const named = tally((await sentEvents(api, customer)).map((e) => e.name))
        found.push(
          fact(
            `${zh}的标识全部归还，合并后新增的也归${zh}`,
            `${en} has every identifier back, those that came later too`,
            identifiersOf(customer) === expected.identifiers,
            identifiersOf(customer),
          ),
          fact(
            `${zh}的属性与累计次数如同从未合并`,
            `${en} has the attributes and counts as if never merged`,
            attributes === JSON.stringify(expected.attributes),
            attributes,
          ),
          fact(
            `${zh}的事件一个不多一个不少`,
            `${en} has exactly the events sent`,
            named === expected.events,
            named,
          ),
        )
      }
      return found
    },
  }
}

const both = (api: Api) =>
  Promise.all([api.customerBy('member_id', MEMBER), api.customerBy('jd', JD)])
