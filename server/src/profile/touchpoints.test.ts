import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { inTx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { groupsOf, type KnownOfCustomer, reportOf, touchpointsOf } from './touchpoint-rules.ts'
import { forgetTouchpoints, liveTouchpoints, recordTouchpoints } from './touchpoints-store.ts'

const known = (given: Partial<KnownOfCustomer>): KnownOfCustomer => ({
  identifiers: [],
  relations: [],
  reports: [],
  consents: [],
  ...given,
})
const phone = { namespace: 'phone', value: '+8613800138000', source: 'pos', since: 10 }
const states = (k: KnownOfCustomer) =>
  Object.fromEntries(touchpointsOf(k).map((t) => [`${t.kind} ${t.ref}`, t.state]))
const report = (state: 'reachable' | 'deleted' | 'unsubscribed', at: number, ref = 'app-1') => ({
  kind: 'official_account' as const,
  ref,
  state,
  reason: '',
  at,
  source: 'wechat',
})

describe('where a customer can be reached', () => {
  test('follows from what she is known by and who is her friend', () => {
    expect(
      states(
        known({
          identifiers: [phone, { namespace: 'unionid', value: 'u', source: 'mp', since: 1 }],
          relations: [
            { staffId: 'mei', isFriend: true, since: 5, source: 'wecom', state: 'friend' },
            {
              staffId: 'lin',
              isFriend: false,
              since: 5,
              source: 'wecom',
              state: 'deleted_by_customer',
            },
          ],
        }),
      ),
    ).toEqual({
      'wecom_friend mei': 'reachable',
      'wecom_friend lin': 'deleted',
      'phone +8613800138000': 'reachable',
    })
  })

  test('she is in a customer group until she leaves it, whether or not she may be written to', () => {
    const group = (ref: string, state: 'reachable' | 'deleted', at: number) => ({
      ...report(state, at, ref),
      kind: 'wecom_group' as const,
    })
    const one = known({
      reports: [
        group('wr1', 'reachable', 1),
        group('wr2', 'reachable', 2),
        group('wr2', 'deleted', 3),
        report('reachable', 1),
      ],
      consents: [
        {
          ...{ node: 1, purpose: 'marketing', channel: 'wecom', withdrawnAt: 9 },
          ...{ givenAt: null, givenFor: [], claimedAt: null },
        },
      ],
    })
    expect(states(one)['wecom_group wr1']).toBe('unsubscribed')
    expect(groupsOf(one)).toEqual([{ ref: 'wr1', since: 1 }])
    expect(groupsOf(known({ reports: [group('', 'reachable', 4)] }))).toEqual([
      { ref: '', since: 4 },
    ])
  })

  test('is what a carrier said last; who left and came back is there again', () => {
    const one = known({ reports: [report('reachable', 1), report('deleted', 3)] })
    expect(states(one)).toEqual({ 'official_account app-1': 'deleted' })
    expect(states({ ...one, reports: [...one.reports, report('reachable', 4)] })).toEqual({
      'official_account app-1': 'reachable',
    })
  })

  test('is no phone any more when nothing arrives there, until it is given anew', () => {
    const dead = {
      kind: 'phone' as const,
      ref: '',
      state: 'deleted' as const,
      reason: '',
      at: 20,
      source: 'sms',
    }
    expect(states(known({ identifiers: [phone], reports: [dead] }))).toEqual({
      'phone +8613800138000': 'deleted',
    })
    expect(states(known({ identifiers: [{ ...phone, since: 30 }], reports: [dead] }))).toEqual({
      'phone +8613800138000': 'reachable',
    })
  })

  test('is not where she withdrew consent to being written to', () => {
    const withdrawn = {
      node: 1,
      purpose: 'marketing',
      channel: 'sms' as const,
      withdrawnAt: 50,
      givenAt: null,
      givenFor: [],
      claimedAt: null,
    }
    const [one] = touchpointsOf(known({ identifiers: [phone], consents: [withdrawn] }))
    expect(one).toMatchObject({ state: 'unsubscribed', since: 50, reason: 'consent_withdrawn' })
  })

  test('does not depend on the order in which carriers report', () => {
    const reports = fc.array(
      fc.record({
        kind: fc.constantFrom('official_account' as const, 'mail' as const),
        ref: fc.constantFrom('', 'a', 'b'),
        state: fc.constantFrom('reachable' as const, 'deleted' as const, 'reachable' as const),
        reason: fc.constant(''),
        at: fc.integer({ min: 1, max: 50 }),
        source: fc.constant('x'),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(
        reports.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(states(known({ reports: shuffled }))).toEqual(states(known({ reports: list })))
        },
      ),
    )
  })
})

test('a public key can take a touchpoint away, not make one up', () => {
  const followed = { name: 'official_account_followed', links: {}, props: { app_id: 'wx1' } }
  expect(reportOf({ ...followed, isVerified: false })).toBeUndefined()
  expect(reportOf({ ...followed, isVerified: true })).toMatchObject({
    ref: 'wx1',
    state: 'reachable',
  })
  expect(
    reportOf({ name: 'sms_unsubscribed', isVerified: false, links: {}, props: { reason: 'TD' } }),
  ).toEqual({ kind: 'phone', ref: '', state: 'unsubscribed', reason: 'TD' })
})

test('a source that is taken back leaves what the others had said before it', async () => {
  const ctx = await testCtx()
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  const id = rows[0]?.id ?? 0
  const say = (state: 'reachable' | 'deleted', day: number, source: string) =>
    inTx(ctx, (ctx) =>
      recordTouchpoints(ctx, [
        {
          kind: 'official_account',
          ref: 'wx',
          state,
          reason: '',
          node: id,
          at: new Date(Date.UTC(2026, 0, day)),
          source,
        },
      ]),
    )
  const live = async () => (await liveTouchpoints(ctx, new Map([[id, [id]]]))).get(id)
  await say('reachable', 1, 'wechat')
  await say('deleted', 2, 'import:1')
  expect(await live()).toBe(0)
  await inTx(ctx, (ctx) => forgetTouchpoints(ctx, 'import:1'))
  expect(await live()).toBe(1)
})
