import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { routes } from '../profile/index.ts'
import { decodeHomefield } from './protocols/homefield.ts'
import { jsonWire } from './protocols/testing.ts'
import { submission, testCollector } from './testing.ts'

const ctx = await testCtx()
const collector = testCollector(ctx)
afterAll(() => collector.stop())
const api: Api = await testApi(ctx, { domains: [routes] })
const key = await keyOf(ctx, 'owner')

async function send(path: 'customers' | 'events', items: unknown[], isVerified: boolean) {
  const decoded = decodeHomefield(jsonWire(`/v1/${path}`, { [path]: items }))
  if (decoded.drafts.length > 0)
    await collector.submit(submission(ctx, decoded.drafts, { isVerified }))
  return decoded.rejected.map((r) => r.code)
}
async function idOf(member: string): Promise<number> {
  const { rows } = await sql<{ customer_id: number }>`select customer_id from identifier
    where tenant_id = ${ctx.tenantId} and namespace = 'member_id' and value = ${member}`.execute(
    ctx.pg,
  )
  return rows[0]?.customer_id ?? 0
}
const known = (value: string) => [{ namespace: 'member_id', value }]
async function marketing(member: string) {
  const { body } = await api.call('GET', `/customers/${await idOf(member)}/consents`, { key })
  const states = body.states as unknown as { purpose: string; channel: string }[]
  return states.find((s) => s.purpose === 'marketing' && s.channel === 'sms')
}

describe('consents on POST /v1/customers', () => {
  test('of a server key are in the ledger with text version and evidence', async () => {
    await send(
      'customers',
      [
        {
          id: 'c1',
          identifiers: known('server-says'),
          consents: [
            {
              purpose: 'marketing',
              channel: 'sms',
              state: 'given',
              version: 'v3',
              evidence: { form: 'checkout', page: 'https://shop.test/pay', sdk: 'web 0.1.0' },
            },
          ],
        },
      ],
      true,
    )
    expect(await marketing('server-says')).toMatchObject({ state: 'given', claimed: false })
    const { body } = await api.call('GET', `/customers/${await idOf('server-says')}/consents`, {
      key,
    })
    expect(body.items).toMatchObject([
      {
        text_version: 'v3',
        evidence: { form: 'checkout', page: 'https://shop.test/pay', sdk: 'web 0.1.0' },
      },
    ])
  })

  test('of a public key withdraw at once, and give only as a claim', async () => {
    const say = (id: string, state: string) =>
      send(
        'customers',
        [
          {
            id,
            identifiers: known('page-says'),
            consents: [{ purpose: 'marketing', channel: 'sms', state }],
          },
        ],
        false,
      )
    await say('p1', 'given')
    expect(await marketing('page-says')).toMatchObject({ state: 'given', claimed: true })
    await say('p2', 'withdrawn')
    expect(await marketing('page-says')).toMatchObject({ state: 'withdrawn' })
    await say('p3', 'given')
    expect(await marketing('page-says')).toMatchObject({ state: 'withdrawn' })
  })

  test('with evidence as long as a protocol may bring it can be read again', async () => {
    const evidence = { form: 'f'.repeat(500), page: `https://shop.test/${'p'.repeat(2000)}` }
    await send(
      'customers',
      [
        {
          id: 'long-1',
          identifiers: known('long-evidence'),
          consents: [{ purpose: 'tracking', state: 'given', evidence }],
        },
      ],
      true,
    )
    const path = `/customers/${await idOf('long-evidence')}/consents`
    const { status, body } = await api.call('GET', path, { key })
    expect([status, body.items]).toMatchObject([200, [{ evidence }]])
    const tooLong = { purpose: 'tracking', state: 'given', evidence: { form: 'f'.repeat(501) } }
    expect(
      await send('customers', [{ identifiers: known('too-long'), consents: [tooLong] }], true),
    ).toEqual(['bad_consent'])
  })

  test('that cannot be read refuse the whole customer, who then lands with the dead letters', async () => {
    const bad = (consent: object) =>
      send('customers', [{ identifiers: known('bad-consent'), consents: [consent] }], true)
    expect(await bad({ purpose: 'marketing', state: 'maybe' })).toEqual(['bad_consent'])
    expect(await bad({ purpose: 'Marketing!', state: 'given' })).toEqual(['bad_consent'])
    expect(await bad({ purpose: 'marketing', channel: 'fax', state: 'given' })).toEqual([
      'bad_consent',
    ])
    expect(await idOf('bad-consent')).toBe(0)
  })

  test('dated ahead count as of now, so that a withdrawal still outweighs them', async () => {
    const tomorrow = new Date(Date.now() + 20 * 3_600_000).toISOString()
    const consent = { purpose: 'marketing', channel: 'sms', state: 'given', at: tomorrow }
    await send('customers', [{ id: 'a1', identifiers: known('ahead'), consents: [consent] }], true)
    const answer = await api.call('POST', `/customers/${await idOf('ahead')}/consents`, {
      key,
      body: { purpose: 'marketing', channel: 'sms', state: 'withdrawn' },
    })
    expect(answer.status).toBe(200)
    expect(await marketing('ahead')).toMatchObject({ state: 'withdrawn' })
  })
})

test('events of carriers become touchpoints with their history', async () => {
  const event = (id: string, name: string, more: object) => ({
    id,
    name,
    identifiers: [...known('reached'), { namespace: 'phone', value: '13812340001' }],
    ...more,
  })
  await send(
    'events',
    [
      event('t1', 'official_account_followed', {
        properties: { app_id: 'wx9' },
        at: '2026-01-01T00:00:00Z',
      }),
      event('t2', 'wecom_friend_added', { staff_id: 'mei', at: '2026-01-02T00:00:00Z' }),
      event('t3', 'official_account_unfollowed', {
        properties: { app_id: 'wx9' },
        at: '2026-01-03T00:00:00Z',
      }),
    ],
    true,
  )
  const id = await idOf('reached')
  const { body } = await api.call('GET', `/customers/${id}/touchpoints`, { key })
  expect(body).toMatchObject({
    live: 2,
    items: [
      { kind: 'wecom_friend', ref: 'mei', state: 'reachable' },
      { kind: 'official_account', ref: 'wx9', state: 'deleted' },
      { kind: 'phone', ref: '+8613812340001', state: 'reachable' },
    ],
  })
  expect((body.history as unknown as { state: string }[]).map((h) => h.state)).toEqual([
    'deleted',
    'reachable',
    'reachable',
  ])
  const after = await api.call('POST', `/customers/${id}/touchpoints`, {
    key,
    body: { kind: 'phone', state: 'do_not_disturb', reason: 'asked at the till' },
  })
  expect(after.body).toMatchObject({ live: 1 })
  const none = await api.call('POST', `/customers/${id}/touchpoints`, {
    key,
    body: { kind: 'mail', state: 'deleted' },
  })
  expect(none.status).toBe(404)
})
