import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { mergeCustomers, unmerge, useMergePolicy } from '../identity/index.ts'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { inTx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { CHANNELS, type Channel, foldWords, stateOf, type Word } from './consent-rules.ts'
import { consentGiven, consentStates, consentWithdrawn, recordConsents } from './consent-store.ts'
import { routes } from './index.ts'
import { consentPolicy } from './policy.ts'

useMergePolicy(consentPolicy)
const ctx = await testCtx()
const api: Api = await testApi(ctx, { domains: [routes] })
const key = await keyOf(ctx, 'owner')

async function newCustomer(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}

const say = (
  node: number,
  state: 'given' | 'withdrawn',
  at: number,
  given: { channel?: Channel; isClaimed?: boolean; purpose?: string } = {},
) =>
  inTx(ctx, (ctx) =>
    recordConsents(ctx, [
      {
        node,
        purpose: 'marketing',
        channel: 'all',
        state,
        textVersion: null,
        source: 'test',
        isClaimed: false,
        evidence: {},
        at: new Date(at),
        ...given,
      },
    ]),
  )
const T = Date.UTC(2026, 0, 1)
async function now(id: number, channel: Channel = 'sms', purpose = 'marketing') {
  return (await consentStates(ctx, [id], purpose, channel)).get(id)?.state
}

const anyWord: fc.Arbitrary<Word> = fc.record({
  node: fc.integer({ min: 1, max: 4 }),
  purpose: fc.constantFrom('marketing', 'profiling'),
  channel: fc.constantFrom<Channel>('all', 'sms', 'wecom'),
  state: fc.constantFrom('given' as const, 'withdrawn' as const),
  isClaimed: fc.boolean(),
  at: fc.integer({ min: 1, max: 6 }),
  saidFor: fc.subarray([1, 2, 3, 4]),
})

describe('what is agreed to', () => {
  test('does not depend on the order in which words and nodes come', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyWord, { maxLength: 12 })
          .chain((words) =>
            fc.tuple(fc.constant(words), fc.shuffledSubarray(words, { minLength: words.length })),
          ),
        fc.constantFrom<Channel>('all', 'sms', 'wecom'),
        ([words, shuffled], channel) => {
          const one = stateOf(foldWords(words), 'marketing', channel)
          expect(stateOf(foldWords(shuffled).reverse(), 'marketing', channel)).toEqual(one)
          // Said twice is said once.
          expect(stateOf(foldWords([...words, ...shuffled]), 'marketing', channel)).toEqual(one)
        },
      ),
    )
  })

  test('is never more than any side of a merge agreed to by itself', () => {
    fc.assert(
      fc.property(
        fc.array(anyWord, { maxLength: 12 }),
        fc.constantFrom<Channel>('all', 'sms'),
        (words, channel) => {
          // Before a merge nobody can have spoken for nodes of the other side.
          const alone = words.map((w) => ({ ...w, saidFor: [w.node] }))
          const rows = foldWords(alone)
          const sides = [1, 2, 3, 4].map((node) =>
            stateOf(
              rows.filter((r) => r.node === node),
              'marketing',
              channel,
            ),
          )
          const together = stateOf(rows, 'marketing', channel).state
          if (sides.some((s) => s.state === 'withdrawn')) expect(together).toBe('withdrawn')
          else expect(together).toBe(sides.some((s) => s.state === 'given') ? 'given' : 'none')
        },
      ),
    )
  })

  test('is the same in SQL as in the rules', async () => {
    const nodes = await Promise.all([1, 2, 3, 4].map(newCustomer))
    const group = Math.min(...nodes)
    await sql`update customer set canonical_id = ${group} where tenant_id = ${ctx.tenantId} and id = any(${nodes}::bigint[])`.execute(
      ctx.pg,
    )
    const real = (n: number) => nodes[n - 1] ?? 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyWord, { maxLength: 10 }), async (words) => {
        await sql`delete from consent where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
        const own = words.map((w) => ({
          ...w,
          node: real(w.node),
          at: T + w.at * 1000,
          // What the store writes down: everybody of the group as it is now.
          saidFor: [...nodes].sort((a, b) => a - b),
        }))
        for (const w of own)
          await inTx(ctx, (ctx) =>
            recordConsents(ctx, [
              { ...w, at: new Date(w.at), textVersion: null, source: 'test', evidence: {} },
            ]),
          )
        for (const channel of ['all', 'sms'] as const) {
          const { rows } = await sql<{ no: boolean; yes: boolean }>`
            select ${consentWithdrawn(ctx, 'c.id', 'marketing', channel)} as no, ${consentGiven(ctx, 'c.id', 'marketing', channel)} as yes
            from (values (${group}::bigint)) as c (id)`.execute(ctx.pg)
          const expected = stateOf(foldWords(own), 'marketing', channel)
          const stored = (await consentStates(ctx, [group], 'marketing', channel)).get(group)
          expect(stored).toEqual(expected)
          expect(rows[0]).toEqual({
            no: expected.state === 'withdrawn',
            yes: expected.state === 'given',
          })
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('a withdrawal', () => {
  test('is in effect at once, and holds against a yes that only a public key claims', async () => {
    const id = await newCustomer()
    await say(id, 'given', T)
    expect(await now(id)).toBe('given')
    await say(id, 'withdrawn', T + 1)
    expect(await now(id)).toBe('withdrawn')
    await say(id, 'given', T + 2, { isClaimed: true })
    expect(await now(id)).toBe('withdrawn')
    await say(id, 'given', T + 3)
    expect(await now(id)).toBe('given')
  })

  test('that arrives late does not undo a later yes; one at the same moment does', async () => {
    const id = await newCustomer()
    await say(id, 'given', T + 5)
    await say(id, 'withdrawn', T + 1)
    expect(await now(id)).toBe('given')
    await say(id, 'withdrawn', T + 5)
    expect(await now(id)).toBe('withdrawn')
  })

  test('of everything still allows the channel that is agreed to afterwards, and only that', async () => {
    const id = await newCustomer()
    await say(id, 'withdrawn', T)
    await say(id, 'given', T + 1, { channel: 'wecom' })
    expect([await now(id, 'wecom'), await now(id, 'sms')]).toEqual(['given', 'withdrawn'])
    await say(id, 'withdrawn', T + 2, { channel: 'sms' })
    await say(id, 'given', T + 3)
    expect([await now(id, 'wecom'), await now(id, 'sms')]).toEqual(['given', 'withdrawn'])
  })
})

describe('a merge', () => {
  test('takes the stricter of both, and taking it back gives each its own again', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    await say(a, 'given', T + 10)
    await say(b, 'withdrawn', T)
    const merged = await mergeCustomers(ctx, a, b, 'test')
    expect(await now(merged.customerId)).toBe('withdrawn')
    await unmerge(ctx, merged.mergeId, 'test')
    expect([await now(a), await now(b)]).toEqual(['given', 'withdrawn'])
  })

  test('lets the one person they are now agree again; parted, the other side has not', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    await say(b, 'withdrawn', T)
    const merged = await mergeCustomers(ctx, a, b, 'test')
    await say(merged.customerId, 'given', T + 10)
    expect(await now(merged.customerId)).toBe('given')
    await unmerge(ctx, merged.mergeId, 'test')
    expect([await now(a), await now(b)]).toEqual(['given', 'withdrawn'])
  })

  test('keeps a no said while they were one on both sides when they are parted', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    const merged = await mergeCustomers(ctx, a, b, 'test')
    await say(merged.customerId, 'withdrawn', T)
    await unmerge(ctx, merged.mergeId, 'test')
    expect([await now(a), await now(b)]).toEqual(['withdrawn', 'withdrawn'])
  })

  test('is refused to who withdrew consent to it, until they agree again', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    await say(a, 'withdrawn', T, { purpose: 'identity_merge' })
    await expect(mergeCustomers(ctx, a, b, 'test')).rejects.toMatchObject({
      code: 'cannot_merge_consent',
    })
    await say(a, 'given', T + 1, { purpose: 'identity_merge' })
    await expect(mergeCustomers(ctx, a, b, 'test')).resolves.toMatchObject({ customerId: a })
  })
})

describe('the ledger over the API', () => {
  test('writes a word down with its evidence, its event and its audit entry', async () => {
    const id = await newCustomer()
    const answer = await api.call('POST', `/customers/${id}/consents`, {
      key,
      body: {
        purpose: 'marketing',
        channel: 'sms',
        state: 'withdrawn',
        text_version: 'v2',
        evidence: { note: 'called the shop' },
      },
    })
    expect(answer.status).toBe(200)
    const { body } = await api.call('GET', `/customers/${id}/consents`, { key })
    expect(body.items).toMatchObject([
      {
        state: 'withdrawn',
        channel: 'sms',
        text_version: 'v2',
        evidence: { note: 'called the shop' },
        claimed: false,
      },
    ])
    expect(body.states).toContainEqual(
      expect.objectContaining({
        purpose: 'marketing',
        channel: 'sms',
        state: 'withdrawn',
        allowed: false,
      }),
    )
    const { rows: events } = await sql<{ event: { name: string } }>`
      select event from event_outbox where tenant_id = ${ctx.tenantId} and event ->> 'customerId' = ${String(id)}`.execute(
      ctx.pg,
    )
    expect(events.map((e) => e.event.name)).toEqual(['consent_withdrawn'])
    const { rows: audited } = await sql<{ action: string }>`
      select action from audit_log where tenant_id = ${ctx.tenantId} and object_kind = 'customer' and object_id = ${String(id)}`.execute(
      ctx.pg,
    )
    expect(audited.map((a) => a.action)).toEqual(['consent.withdrawn'])
  })

  test('refuses a purpose that nobody defined, and a word of the future', async () => {
    const id = await newCustomer()
    const codes = []
    for (const body of [
      { purpose: 'surprises', state: 'given' },
      { purpose: 'marketing', state: 'given', at: '2999-01-01T00:00:00Z' },
    ]) {
      const answer = await api.call('POST', `/customers/${id}/consents`, { key, body })
      codes.push((answer.body.error as unknown as { code: string }).code)
    }
    expect(codes).toEqual(['unknown_purpose', 'consent_ahead'])
  })

  test('takes a thousand from elsewhere once, and says who is nobody', async () => {
    const id = await newCustomer()
    const entry = '0190a5b0-0000-7000-8000-00000000c0de'
    const body = {
      source: 'old crm',
      items: [
        {
          id: entry,
          customer_id: id,
          purpose: 'marketing',
          state: 'given',
          at: '2025-05-01T00:00:00Z',
        },
        {
          identifier: { namespace: 'phone', value: '13700000000' },
          purpose: 'marketing',
          state: 'given',
        },
      ],
    }
    const first = await api.call('POST', '/consents', { key, body })
    expect(first.body.items).toMatchObject([
      { outcome: 'recorded' },
      { outcome: 'customer_not_found', id: null },
    ])
    const again = await api.call('POST', '/consents', { key, body })
    expect(again.body.items).toMatchObject([
      { outcome: 'known', id: entry },
      { outcome: 'customer_not_found' },
    ])
  })

  test('shows a guide nobody but their own customers', async () => {
    const id = await newCustomer()
    const guide = await signInAs(
      api,
      await addPerson(ctx, 'guide', { kind: 'own', ids: ['nobody'] }),
    )
    const answer = await api.call('POST', `/customers/${id}/consents`, {
      session: guide,
      body: { purpose: 'marketing', state: 'given' },
    })
    expect(answer.status).toBe(404)
  })

  test('keeps every version of a text word for word', async () => {
    const add = (text: string) =>
      api.call('POST', '/consent-purposes/marketing/texts', {
        key,
        body: { version: '2026-01', text },
      })
    expect((await add('We may write to you.')).status).toBe(200)
    expect((await add('We may call you at night.')).status).toBe(409)
    const { body } = await api.call('GET', '/consent-purposes', { key })
    const marketing = (body.items as unknown as { purpose: string; texts: unknown[] }[]).find(
      (p) => p.purpose === 'marketing',
    )
    expect(marketing?.texts).toMatchObject([{ version: '2026-01', text: 'We may write to you.' }])
  })
})

test('every channel has its place in the list that the API tells', async () => {
  const { body } = await api.call('GET', '/consent-purposes', { key })
  expect(body.channels).toEqual(CHANNELS)
})
