import { describe, expect, test } from 'vitest'
import type { JsonObject } from './json.ts'
import { whomOf } from './sensors-identity.ts'

function who(record: JsonObject, type = 'track'): string[] {
  return whomOf(record, type).identifiers.map((i) => `${i.namespace}=${i.value}`)
}

describe('identities', () => {
  test('map to our namespaces; a shop’s own key is one by its name', () => {
    const identities = {
      $identity_login_id: 'mbr_1',
      $identity_anonymous_id: 'a1',
      $identity_cookie_id: 'c1',
      $identity_mp_id: 'd1',
      $identity_mp_wxABC123_openid: 'oG1',
      $identity_mp_unionid: 'u1',
      $identity_mobile: '+8613800138000',
      $identity_email: 'a@b.cn',
      openid_service_account: 'oS1',
      $identity_Taobao: 't1',
    }
    expect(who({ identities })).toEqual([
      'member_id=mbr_1',
      'anonymous=a1',
      'cookie=c1',
      'device=d1',
      'openid:wxabc123=oG1',
      'unionid=u1',
      'phone=+8613800138000',
      'email=a@b.cn',
      'openid_service_account=oS1',
      'taobao=t1',
    ])
    expect(who({ identities: { $identity_wx_unionid: 'u1' } })).toEqual(['unionid=u1'])
  })

  test('absent ids are absent however they are written', () => {
    const identities = { $identity_mp_id: 'd1', $identity_mobile: null, $identity_email: '' }
    expect(who({ identities, login_id: '', anonymous_id: null })).toEqual(['device=d1'])
  })

  test('stand for the person; distinct_id beside them adds nothing', () => {
    const record = {
      identities: { $identity_mp_id: 'd1', $identity_anonymous_id: 'a1' },
      distinct_id: 'a1',
      anonymous_id: 'a1',
    }
    expect(who(record)).toEqual(['device=d1', 'anonymous=a1'])
    expect(who({ ...record, distinct_id: 'other' })).toEqual(['device=d1', 'anonymous=a1'])
  })

  test('after login carry only device and login, and that is enough', () => {
    const record = {
      identities: { $identity_mp_id: 'd1', $identity_login_id: 'mbr_1' },
      distinct_id: 'mbr_1',
      login_id: 'mbr_1',
      anonymous_id: 'a1',
    }
    expect(who(record)).toEqual(['device=d1', 'member_id=mbr_1', 'anonymous=a1'])
  })

  test('of a page that a mini-program opened name the mini-program’s anonymous id', () => {
    const page = {
      identities: { $identity_cookie_id: 'c1', $identity_anonymous_id: 'mp-anon' },
      distinct_id: 'mp-anon',
      anonymous_id: 'mp-anon',
    }
    expect(who(page)).toEqual(['cookie=c1', 'anonymous=mp-anon'])
  })
})

describe('login', () => {
  test('with identities binds all ids known so far', () => {
    const record = {
      identities: { $identity_cookie_id: 'c1', $identity_mobile: '138', $identity_login_id: 'm1' },
      distinct_id: 'm1',
      login_id: 'm1',
      anonymous_id: 'a1',
      original_id: 'a1',
    }
    expect(whomOf(record, 'track_signup').intent).toBe('bind')
    expect(who(record, 'track_signup')).toEqual([
      'cookie=c1',
      'phone=138',
      'member_id=m1',
      'anonymous=a1',
    ])
  })

  test('of an SDK without identities declares its distinct_id a member', () => {
    const record = { distinct_id: 'm1', original_id: 'a1' }
    expect(who(record, 'track_signup')).toEqual(['member_id=m1', 'anonymous=a1'])
  })

  test('with a key is that identity, and its key+value is no member', () => {
    const own = {
      identities: { $identity_cookie_id: 'c1', member_no: 'M10086' },
      distinct_id: 'member_no+M10086',
      login_id: 'member_no+M10086',
      anonymous_id: 'a1',
      original_id: 'a1',
    }
    expect(who(own, 'track_signup')).toEqual(['cookie=c1', 'member_no=M10086', 'anonymous=a1'])
    const preset = { distinct_id: '$identity_wx_unionid+oU1', original_id: 'a1' }
    expect(who(preset, 'track_signup')).toEqual(['unionid=oU1', 'anonymous=a1'])
    expect(who({ distinct_id: '$identity_wx_unionid+oU1' })).toEqual(['unionid=oU1'])
  })

  test('with a phone or a mailbox as member id keeps its plus sign', () => {
    expect(who({ distinct_id: '+8613800138000', original_id: 'a1' }, 'track_signup')).toEqual([
      'member_id=+8613800138000',
      'anonymous=a1',
    ])
    const mailbox = { login_id: 'me+shop@mail.cn', distinct_id: 'me+shop@mail.cn' }
    expect(who(mailbox)).toEqual(['member_id=me+shop@mail.cn'])
  })
})

describe('without identities', () => {
  test('a bare distinct_id may be a member or anonymous', () => {
    expect(who({ distinct_id: 'x' })).toEqual(['distinct_id=x'])
    expect(who({ distinct_id: 10086 })).toEqual(['distinct_id=10086'])
    expect(who({ distinct_id: 'x', identities: {} })).toEqual(['distinct_id=x'])
  })

  test('login_id or anonymous_id say which it is', () => {
    expect(who({ distinct_id: 'm1', login_id: 'm1', anonymous_id: 'a1' })).toEqual([
      'member_id=m1',
      'anonymous=a1',
    ])
    expect(who({ distinct_id: 'a1', anonymous_id: 'a1' })).toEqual(['anonymous=a1'])
  })
})

describe('bind and unbind', () => {
  test('bind adds what it names to the person', () => {
    const record = {
      identities: { $identity_mp_id: 'd1', $identity_mobile: '138' },
      distinct_id: 'd1',
    }
    expect(whomOf(record, 'track_id_bind')).toEqual({
      intent: 'bind',
      identifiers: [
        { namespace: 'device', value: 'd1' },
        { namespace: 'phone', value: '138' },
      ],
    })
  })

  test('unbind detaches exactly what it names', () => {
    const record = { identities: { $identity_mobile: '138' }, distinct_id: 'm1', login_id: 'm1' }
    expect(whomOf(record, 'track_id_unbind')).toEqual({
      intent: 'unbind',
      identifiers: [{ namespace: 'phone', value: '138' }],
    })
    expect(() => whomOf({ distinct_id: 'm1' }, 'track_id_unbind')).toThrow('names nobody')
  })

  test('two members of one phone are two login ids on one device', () => {
    const on = (member: string) => ({
      identities: { $identity_mp_id: 'd1', $identity_login_id: member },
      distinct_id: member,
      login_id: member,
    })
    expect([who(on('m1')), who(on('m2'))]).toEqual([
      ['device=d1', 'member_id=m1'],
      ['device=d1', 'member_id=m2'],
    ])
  })
})
