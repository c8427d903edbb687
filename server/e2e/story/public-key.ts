// Keys in browsers are public: whoever has one can say anything, and takes over nobody.
import { type Chapter, fact, identifiersOf, sentEvents } from './chapter.ts'
import { customersRequest, eventsRequest, segmentRequest, sensorsRequest } from './requests.ts'

const START = Date.UTC(2026, 5, 21, 2, 0, 0)
const at = (minute: number) => new Date(START + minute * 60_000).toISOString()
const NUMBER = '13600000001'
const VICTIM = 'mbr_linshu'
const THIEF = 'mbr_thief'
const member = (value: string) => ({ namespace: 'member_id', value })
const number = { namespace: 'phone', value: NUMBER }

const lib = { $lib: 'js', $lib_version: '1.27.11', $lib_method: 'code' }
function claim(
  type: string,
  event: string,
  distinct: string,
  identities: object,
  minute: number,
): object {
  return {
    type,
    event,
    time: START + minute * 60_000,
    _track_id: 400_000_000 + minute,
    distinct_id: distinct,
    identities,
    lib,
    properties: {},
  }
}

export function publicKeyChapter(): Chapter {
  let clientKey = ''
  return {
    title: { zh: '公开的客户端密钥冒认不了别人', en: 'A public client key takes over nobody' },
    first: (keys) => [
      customersRequest('she is known, by the shop’s own server', keys.server, [
        {
          id: 'linshu',
          identifiers: [member(VICTIM), number],
          attributes: { name: '林舒' },
          at: at(0),
        },
      ]),
      eventsRequest('the thief is somebody too', keys.client, [
        {
          id: 'thief-0',
          name: 'looked',
          at: at(1),
          identifiers: [member(THIEF), { namespace: 'anonymous', value: 'thief-phone-0001' }],
        },
      ]),
    ],
    later(keys) {
      clientKey = keys.client
      return [
        eventsRequest('claim: her number is the thief’s', keys.client, [
          { id: 'thief-1', name: 'claimed', at: at(10), identifiers: [member(THIEF), number] },
        ]),
        sensorsRequest('claim: she lets go of her number', keys.client, [
          claim('track_id_unbind', '$UnbindID', VICTIM, { $identity_mobile: `+86${NUMBER}` }, 11),
        ]),
        sensorsRequest('claim: she lets go of her membership', keys.client, [
          claim('track_id_unbind', '$UnbindID', VICTIM, { $identity_login_id: VICTIM }, 12),
        ]),
        sensorsRequest('claim: the thief signs in with her number', keys.client, [
          claim(
            'track_signup',
            '$SignUp',
            THIEF,
            { $identity_login_id: THIEF, $identity_mobile: `+86${NUMBER}` },
            13,
          ),
        ]),
        segmentRequest('claim: she is another name of the thief', keys.client, [
          {
            type: 'alias',
            messageId: 'thief-alias',
            previousId: VICTIM,
            userId: THIEF,
            timestamp: at(14),
          },
          {
            type: 'identify',
            messageId: 'thief-identify',
            userId: THIEF,
            traits: { phone: NUMBER },
            timestamp: at(15),
          },
        ]),
        ...[1, 2, 3].map((n) =>
          eventsRequest(`she buys at the till, ${n}`, keys.server, [
            {
              id: `linshu-${n}`,
              name: 'pos_order',
              at: at(20 + n),
              identifiers: [number],
              platform: 'pos',
            },
          ]),
        ),
      ]
    },
    async facts(api) {
      const she = await api.customerBy('member_id', VICTIM)
      const thief = await api.customerBy('member_id', THIEF)
      const holder = await api.customerBy('phone', NUMBER)
      if (!she) return [fact('她的会员号还在', 'her membership is hers still', false, thief?.id)]
      const bought = (await sentEvents(api, she)).filter((e) => e.name === 'pos_order')
      const conflicts = (await api.conflicts()).filter((c) =>
        [c.customer_a, c.customer_b].includes(she.id),
      )
      const reading = (await api.as(clientKey).ask('GET', '/customers')).status
      return [
        fact(
          `她（#${she.id}）与冒认者（#${thief?.id}）仍是两位顾客`,
          `she (#${she.id}) and the thief (#${thief?.id}) are two customers`,
          thief !== undefined && thief.id !== she.id,
        ),
        fact(
          '她的手机号和会员号谁也没拿走',
          'her number and her membership are where they were',
          holder?.id === she.id,
          identifiersOf(she),
        ),
        fact(
          '她在门店的三笔消费都归她',
          'what she buys at the till is hers, all three',
          bought.length === 3,
          bought.length,
        ),
        fact(
          '冒认都留在待审核的冲突里',
          'the claims wait in the review list',
          conflicts.length > 0,
          conflicts.length,
        ),
        fact('客户端密钥读不到任何数据', 'a client key reads nothing', reading === 401, reading),
      ]
    },
  }
}
