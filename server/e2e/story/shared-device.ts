// Two members on one phone, and one number on two members: they stay two.
import { type Chapter, fact, identifiersOf, sentEvents, tally } from './chapter.ts'
import { eventsRequest, sensorsRequest } from './requests.ts'

const DEVICE = '1781790000001-shared-phone-0001'
/** Two hours ago: a record sent late says so in its `_flush_time`, else its clock would count as wrong. */
const START = Date.now() - 2 * 3_600_000
const NUMBER = '13500135000'
const MOTHER = 'mbr_mother'
const DAUGHTER = 'mbr_daughter'

/** As the mini-program sends it; the SDK keeps its device id through every login and logout. */
function record(type: string, event: string, minute: number, member?: string): object {
  const time = START + minute * 60_000
  return {
    type,
    event,
    time,
    _flush_time: Date.now(),
    _track_id: 300_000_000 + minute,
    distinct_id: member ?? DEVICE,
    anonymous_id: DEVICE,
    ...(member ? { login_id: member } : {}),
    ...(type === 'track_signup' ? { original_id: DEVICE } : {}),
    identities: {
      $identity_mp_id: DEVICE,
      $identity_anonymous_id: DEVICE,
      ...(member ? { $identity_login_id: member } : {}),
    },
    lib: { $lib: 'MiniProgram', $lib_version: '1.22.7', $lib_method: 'code' },
    properties: { $lib: 'MiniProgram' },
  }
}

export function sharedDeviceChapter(): Chapter {
  return {
    title: { zh: '一部手机，两位会员', en: 'One phone, two members' },
    first: (keys) => [
      sensorsRequest('shared phone: before anybody signed in', keys.client, [
        record('track', '$MPLaunch', 0),
      ]),
      sensorsRequest('shared phone: the mother signs in', keys.client, [
        record('track_signup', '$SignUp', 10, MOTHER),
      ]),
      sensorsRequest('shared phone: the mother looks around', keys.client, [
        record('track', 'MotherViewed', 11, MOTHER),
        record('track', 'MotherViewed', 12, MOTHER),
      ]),
      sensorsRequest('shared phone: signed out', keys.client, [record('track', 'AfterLogout', 20)]),
      sensorsRequest('shared phone: the daughter signs in', keys.client, [
        record('track_signup', '$SignUp', 30, DAUGHTER),
      ]),
      sensorsRequest('shared phone: the daughter looks around', keys.client, [
        record('track', 'DaughterViewed', 31, DAUGHTER),
        record('track', 'DaughterViewed', 32, DAUGHTER),
        record('track', 'DaughterViewed', 33, DAUGHTER),
      ]),
      // The family leaves one number at the till, for either of them.
      ...[MOTHER, DAUGHTER].map((member, i) =>
        eventsRequest(`till: ${member} gives the family’s number`, keys.server, [
          {
            id: `family-${member}`,
            name: 'till_registered',
            at: new Date(START + (60 + i) * 60_000).toISOString(),
            identifiers: [
              { namespace: 'member_id', value: member },
              { namespace: 'phone', value: NUMBER },
            ],
            platform: 'pos',
          },
        ]),
      ),
    ],
    sights: () => [
      {
        typed: MOTHER,
        known: ['member_id', MOTHER],
        shown: ['MotherViewed'],
        absent: ['DaughterViewed', DAUGHTER],
      },
      {
        typed: DAUGHTER,
        known: ['member_id', DAUGHTER],
        shown: ['DaughterViewed'],
        absent: ['MotherViewed', MOTHER],
      },
    ],
    async facts(api) {
      const mother = await api.customerBy('member_id', MOTHER)
      const daughter = await api.customerBy('member_id', DAUGHTER)
      const device = await api.customerBy('device', DEVICE)
      const number = await api.customerBy('phone', NUMBER)
      if (!mother || !daughter) return [fact('两位会员都在', 'both members are known', false)]
      const of = async (customer: typeof mother, part: string) =>
        (await sentEvents(api, customer)).map((e) => e.name).filter((n) => n.includes(part))
      const [mothers, daughters] = [await of(mother, 'Viewed'), await of(daughter, 'Viewed')]
      const together = [...(await sentEvents(api, mother)), ...(await sentEvents(api, daughter))]
      const conflict = (await api.conflicts()).find(
        (c) => [MOTHER, DAUGHTER].includes(c.value) || c.value.includes(NUMBER),
      )
      return [
        fact(
          `两位会员仍是两位顾客（#${mother.id} 与 #${daughter.id}）`,
          `two members are two customers still (#${mother.id} and #${daughter.id})`,
          mother.id !== daughter.id &&
            !identifiersOf(mother).includes(DAUGHTER) &&
            !identifiersOf(daughter).includes(MOTHER),
          `${identifiersOf(mother)} | ${identifiersOf(daughter)}`,
        ),
        fact(
          '设备归最后登录的人',
          'the phone belongs to who signed in last',
          device?.id === daughter.id,
          `#${device?.id} ${identifiersOf(device)}`,
        ),
        fact(
          '登录后的浏览各归各人',
          'what each did while signed in is hers',
          tally(mothers) === '2 MotherViewed' && tally(daughters) === '3 DaughterViewed',
          `${tally(mothers)} | ${tally(daughters)}`,
        ),
        fact(
          '十一个事件一个不多一个不少',
          'eleven events were sent; each is there once',
          together.length === 11,
          tally(together.map((e) => e.name)),
        ),
        fact(
          '同一号码报给两人：号码归一人，冲突等待人工审核',
          'one number given for both: it is one’s, and the conflict waits for a person',
          (number?.id === mother.id || number?.id === daughter.id) && conflict !== undefined,
          conflict ?? 'no conflict',
        ),
      ]
    },
  }
}
