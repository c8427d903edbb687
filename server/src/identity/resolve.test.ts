import { describe, expect, test } from 'vitest'
import { consentPolicy } from '../profile/index.ts'
import { createMemory } from './memory.ts'
import { useMergePolicy } from './policy.ts'
import { brokenRules, groups, openConflicts, request, seen, testCtx } from './testing.ts'

const T = 1_700_000_000_000
const at = (seconds: number) => ({ at: T + seconds * 1000 })

test('an anonymous visitor who logs in is the member from the first page on', async () => {
  const ctx = await testCtx()
  const [before] = await seen(ctx, [request({ cookie: 'c1' })])
  const [login] = await seen(ctx, [request({ cookie: 'c1', member_id: 'm1' }, { intent: 'bind' })])
  expect(login).toBe(before)
  expect(await groups(ctx)).toEqual([['cookie=c1', 'member_id=m1']])
})

test('a visitor known on two devices becomes one customer when both have logged in', async () => {
  const ctx = await testCtx()
  await seen(ctx, [request({ cookie: 'a' }), request({ device: 'b' })])
  await seen(ctx, [
    request({ cookie: 'a', member_id: 'm' }),
    request({ device: 'b', member_id: 'm' }),
  ])
  expect(await groups(ctx)).toEqual([['cookie=a', 'device=b', 'member_id=m']])
  expect(await brokenRules(ctx)).toEqual([])
})

test('two members on one phone stay two, and the device follows the later login', async () => {
  const ctx = await testCtx()
  const memory = createMemory()
  await seen(ctx, [request({ device: 'd', member_id: 'm1' }, at(10))], memory)
  await seen(ctx, [request({ device: 'd', member_id: 'm2' }, at(20))], memory)
  expect(await groups(ctx)).toEqual([['device=d', 'member_id=m2'], ['member_id=m1']])
  expect(await openConflicts(ctx)).toEqual([])
})

test('a login that arrives late does not take the device from the later one', async () => {
  const ctx = await testCtx()
  const memory = createMemory()
  await seen(ctx, [request({ device: 'd', member_id: 'm1' }, at(10))], memory)
  await seen(ctx, [request({ device: 'd', member_id: 'm1' }, at(30))], memory)
  await seen(ctx, [request({ device: 'd', member_id: 'm2' }, at(20))], memory)
  expect(await groups(ctx)).toEqual([['device=d', 'member_id=m1'], ['member_id=m2']])
})

test('anonymous events after a shared phone changed hands go to whoever logged in last', async () => {
  const ctx = await testCtx()
  const memory = createMemory()
  const one = () => seen(ctx, [request({ device: 'd' }, at(15))], memory)
  const [m1] = await seen(ctx, [request({ device: 'd', member_id: 'm1' }, at(10))], memory)
  expect(await one()).toEqual([m1])
  const [m2] = await seen(ctx, [request({ device: 'd', member_id: 'm2' }, at(20))], memory)
  expect(m2).not.toBe(m1)
  expect(await one()).toEqual([m2])
})

test('a phone number that belongs to another member makes a conflict, not a merge', async () => {
  const ctx = await testCtx()
  const [owner] = await seen(ctx, [request({ member_id: 'm1', phone: '13800138000' })])
  const [other] = await seen(ctx, [request({ member_id: 'm2', phone: '13800138000' })])
  expect(other).not.toBe(owner)
  expect(await groups(ctx)).toEqual([['member_id=m1', 'phone=+8613800138000'], ['member_id=m2']])
  await seen(ctx, [request({ member_id: 'm2', phone: '138 0013 8000' })])
  expect(await openConflicts(ctx)).toEqual([
    { kind: 'different_values', namespace: 'phone', seen: 2 },
  ])
})

test('two member ids in one event are never one customer', async () => {
  const ctx = await testCtx()
  await seen(ctx, [
    {
      ...request({}),
      identifiers: [
        { namespace: 'member_id', value: 'm1' },
        { namespace: 'member_id', value: 'm2' },
      ],
    },
  ])
  expect(await groups(ctx)).toEqual([['member_id=m1'], ['member_id=m2']])
  expect(await openConflicts(ctx)).toHaveLength(1)
})

test('a bare distinct_id is a member when known as one, else anonymous', async () => {
  const ctx = await testCtx()
  const [member] = await seen(ctx, [request({ member_id: 'x' })])
  const nodes = await seen(ctx, [request({ distinct_id: 'x' }), request({ distinct_id: 'y' })])
  expect(nodes[0]).toBe(member)
  expect(await groups(ctx)).toEqual([['anonymous=y'], ['member_id=x']])
})

test("events under a bare id are the member's when a login declares it one, in either order", async () => {
  for (const reversed of [false, true]) {
    const ctx = await testCtx()
    const bare = request({ distinct_id: 'mbr' })
    const login = request({ member_id: 'mbr', anonymous: 'device-7' }, { intent: 'bind' })
    for (const one of reversed ? [login, bare] : [bare, login]) await seen(ctx, [one])
    expect(await groups(ctx)).toHaveLength(1)
    const [a, b] = await seen(ctx, [bare, login])
    expect(a).toBeDefined()
    expect(b).toBeDefined()
  }
})

test('alias joins the previous id: anonymous first, two member ids are a conflict', async () => {
  const ctx = await testCtx()
  await seen(ctx, [request({ anonymous: 'a' }), request({ member_id: 'old' })])
  await seen(ctx, [request({ member_id: 'm' }, { intent: 'alias', previousId: 'a' })])
  await seen(ctx, [request({ member_id: 'm' }, { intent: 'alias', previousId: 'old' })])
  expect(await groups(ctx)).toEqual([['anonymous=a', 'member_id=m'], ['member_id=old']])
  expect(await openConflicts(ctx)).toHaveLength(1)
})

test('an alias of what identifies nobody is about the new id only; spaces around it do not hide it', async () => {
  const ctx = await testCtx()
  await seen(ctx, [request({ anonymous: 'a' })])
  for (const previousId of ['x\0y', '\ud83d', 'null', 'x'.repeat(1000)])
    await seen(ctx, [request({ member_id: 'm' }, { intent: 'alias', previousId })])
  expect(await groups(ctx)).toEqual([['anonymous=a'], ['member_id=m']])
  await seen(ctx, [request({ member_id: 'm' }, { intent: 'alias', previousId: ' a ' })])
  expect(await groups(ctx)).toEqual([['anonymous=a', 'member_id=m']])
})

test('a sixth phone number is not attached and waits for review', async () => {
  const ctx = await testCtx()
  for (let i = 0; i < 6; i++)
    await seen(ctx, [request({ member_id: 'm', phone: `1380013800${i}` })])
  expect((await groups(ctx))[0]?.filter((k) => k.startsWith('phone'))).toHaveLength(5)
  expect(await openConflicts(ctx)).toEqual([{ kind: 'over_limit', namespace: 'phone', seen: 1 }])
})

test('a value claimed by more than ten known customers in 30 days links nobody any more', async () => {
  const ctx = await testCtx()
  for (let i = 0; i < 12; i++)
    await seen(ctx, [request({ device: 'tablet', member_id: `m${i}` }, at(i))])
  await seen(ctx, [request({ device: 'tablet', member_id: 'later' }, at(100))])
  const holder = (await groups(ctx)).find((g) => g.includes('device=tablet'))
  expect(holder).not.toContain('member_id=later')
  expect(await seen(ctx, [request({ device: 'tablet' }, at(101))])).toEqual([null])
})

test('who withdrew consent to being joined stays alone', async () => {
  const ctx = await testCtx()
  const [a] = await seen(ctx, [request({ member_id: 'm' })])
  await seen(ctx, [request({ phone: '13900139000' })])
  // The process's policy is whoever set it last; this one is the real one.
  useMergePolicy(consentPolicy)
  await ctx.stores.pg.pool.query(
    `insert into consent (tenant_id, node_id, purpose, channel, withdrawn_at)
     values ($1, $2, 'identity_merge', 'all', now())`,
    [ctx.tenantId, a],
  )
  await seen(ctx, [request({ member_id: 'm', phone: '13900139000' })])
  expect(await groups(ctx)).toEqual([['member_id=m'], ['phone=+8613900139000']])
  expect(await openConflicts(ctx)).toEqual([{ kind: 'consent', namespace: 'phone', seen: 1 }])
})

test('an event that names nobody belongs to nobody', async () => {
  const ctx = await testCtx()
  expect(await seen(ctx, [request({ member_id: 'null', anonymous: '' })])).toEqual([null])
  expect(await groups(ctx)).toEqual([])
})

describe('unbind', () => {
  test('detaches the value; a later customer may have it', async () => {
    const ctx = await testCtx()
    const memory = createMemory()
    await seen(ctx, [request({ member_id: 'm1', phone: '13700137000' })], memory)
    await seen(
      ctx,
      [
        request(
          { phone: '13700137000' },
          { intent: 'unbind', subject: [{ namespace: 'member_id', value: 'm1' }] },
        ),
      ],
      memory,
    )
    await seen(ctx, [request({ member_id: 'm2', phone: '13700137000' })], memory)
    expect(await groups(ctx)).toEqual([['member_id=m1'], ['member_id=m2', 'phone=+8613700137000']])
  })

  test('a public key cannot take a value from a customer it does not act for', async () => {
    const ctx = await testCtx()
    await seen(ctx, [
      request({ member_id: 'm1', phone: '13700137001' }),
      request({ anonymous: 'thief' }),
    ])
    const claim = { intent: 'unbind' as const, isVerified: false }
    await seen(ctx, [
      request(
        { phone: '13700137001' },
        { ...claim, subject: [{ namespace: 'anonymous', value: 'thief' }] },
      ),
    ])
    await seen(ctx, [request({ phone: '13700137001' }, claim)])
    expect(await groups(ctx)).toContainEqual(['member_id=m1', 'phone=+8613700137001'])
  })
})

test('a claim by a public key is marked so until a server says the same', async () => {
  const ctx = await testCtx()
  await seen(ctx, [request({ member_id: 'm' }), request({ phone: '13600136000' })])
  await seen(ctx, [request({ member_id: 'm', phone: '13600136000' }, { isVerified: false })])
  const evidence = async () =>
    (
      await ctx.stores.pg.pool.query('select evidence from identity_merge where tenant_id = $1', [
        ctx.tenantId,
      ])
    ).rows
  expect(await evidence()).toEqual([{ evidence: 'claimed' }])
  await seen(ctx, [request({ member_id: 'm', phone: '13600136000' })])
  expect(await evidence()).toEqual([{ evidence: 'verified' }])
})

test('eight resolvers with the same new identifiers at once make one customer each', async () => {
  const ctx = await testCtx()
  const people = Array.from({ length: 20 }, (_, i) =>
    request({ member_id: `p${i}`, phone: `135001350${10 + i}`, device: `d${i}` }),
  )
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, k) =>
      seen(ctx, k % 2 ? [...people].reverse() : people, createMemory()),
    ),
  )
  expect(new Set(answers.flat()).size).toBe(20)
  expect(await groups(ctx)).toHaveLength(20)
})
