import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Scope } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { unnest } from '../platform/unnest.ts'
import { customerScope, demandCustomerInScope } from './scope.ts'
import { addPerson, signInAs, testApi } from './testing.ts'

type Source = 'operator' | 'order' | 'relation'
interface World {
  /** Parent of each region, by code; null: headquarters. */
  regions: Record<string, string | null>
  /** Region of each store; null: headquarters. */
  stores: Record<string, string | null>
  staff: Record<string, { left: boolean; posts: { at: string; to: boolean }[] }>
  /** Canonical node of each node. */
  nodes: Record<number, number>
  friends: { node: number; staff: string; state: 'friend' | 'deleted_by_customer' }[]
  assigned: {
    node: number
    kind: 'store' | 'guide'
    code: string | null
    source: Source
    day: number
  }[]
}

const id = (prefix: string, code: string) =>
  `01890000-0000-7000-8000-${Buffer.from(prefix + code)
    .toString('hex')
    .padStart(12, '0')
    .slice(-12)}`
const place = (code: string | null, prefix: string) => (code === null ? null : id(prefix, code))

async function build(ctx: TestCtx, world: World): Promise<void> {
  const tenant = sql`${ctx.tenantId}::uuid`
  const regions = unnest(Object.entries(world.regions), {
    id: ['uuid', ([code]) => id('r', code)],
    code: ['text', ([code]) => code],
    name: ['text', ([code]) => code],
    parent_id: ['uuid', ([, parent]) => place(parent, 'r')],
  })
  await sql`insert into region (tenant_id, created_at, ${regions.names})
    select ${tenant}, now(), ${regions.names} from ${regions.rows}`.execute(ctx.pg)
  const stores = unnest(Object.entries(world.stores), {
    id: ['uuid', ([code]) => id('s', code)],
    code: ['text', ([code]) => code],
    name: ['text', ([code]) => code],
    region_id: ['uuid', ([, region]) => place(region, 'r')],
  })
  await sql`insert into store (tenant_id, kind, created_at, ${stores.names})
    select ${tenant}, 'direct', now(), ${stores.names} from ${stores.rows}`.execute(ctx.pg)
  const staff = unnest(Object.entries(world.staff), {
    id: ['uuid', ([code]) => id('f', code)],
    code: ['text', ([code]) => code],
    name: ['text', ([code]) => code],
    state: ['text', ([, f]) => (f.left ? 'left' : 'active')],
  })
  await sql`insert into staff (tenant_id, created_at, ${staff.names})
    select ${tenant}, now(), ${staff.names} from ${staff.rows}`.execute(ctx.pg)
  const posts = unnest(
    Object.entries(world.staff).flatMap(([code, f]) =>
      f.posts.map((post, i) => ({ code, i, ...post })),
    ),
    {
      id: ['uuid', () => crypto.randomUUID()],
      staff_id: ['uuid', (p) => id('f', p.code)],
      store_id: ['uuid', (p) => (p.at in world.stores ? id('s', p.at) : null)],
      region_id: ['uuid', (p) => (p.at in world.regions ? id('r', p.at) : null)],
      from_at: ['timestamptz', (p) => new Date(Date.UTC(2026, 0, 1 + p.i))],
      to_at: ['timestamptz', (p) => (p.to ? new Date(Date.UTC(2026, 0, 2 + p.i)) : null)],
      ended_by: ['text', (p) => (p.to ? 'moved' : null)],
    },
  )
  await sql`insert into staff_post (tenant_id, actor, ${posts.names})
    select ${tenant}, 'test', ${posts.names} from ${posts.rows}`.execute(ctx.pg)
  const nodes = unnest(Object.entries(world.nodes), {
    id: ['bigint', ([node]) => node],
    canonical_id: ['bigint', ([, canonical]) => canonical],
  })
  await sql`insert into customer (tenant_id, ${nodes.names})
    select ${tenant}, ${nodes.names} from ${nodes.rows}`.execute(ctx.pg)
  const friends = unnest(world.friends, {
    node_id: ['bigint', (r) => r.node],
    staff_id: ['text', (r) => r.staff],
    state: ['text', (r) => r.state],
  })
  await sql`insert into relation (tenant_id, source, added_at, ${friends.names})
    select ${tenant}, 'wecom', now(), ${friends.names} from ${friends.rows}`.execute(ctx.pg)
  const assigned = unnest(world.assigned, {
    node_id: ['bigint', (a) => a.node],
    kind: ['text', (a) => a.kind],
    code: ['text', (a) => a.code],
    source: ['text', (a) => a.source],
    since: ['timestamptz', (a) => new Date(Date.UTC(2026, 0, a.day))],
  })
  await sql`insert into assignment (tenant_id, actor, ${assigned.names})
    select ${tenant}, 'test', ${assigned.names} from ${assigned.rows}`.execute(ctx.pg)
}

/** The rule in words, one customer at a time: slow, and obvious. */
function seenByRule(world: World, scope: Scope): number[] {
  const above = (region: string | null): string[] =>
    region === null ? [] : [region, ...above(world.regions[region] ?? null)]
  const stores = Object.keys(world.stores).filter((code) =>
    scope.kind === 'store'
      ? scope.ids.includes(code)
      : scope.kind === 'region' &&
        above(world.stores[code] ?? null).some((r) => scope.ids.includes(r)),
  )
  const isPresent = (code: string) => {
    const staff = world.staff[code]
    if (scope.kind === 'own') return scope.ids.includes(code) && !staff?.left
    const now = staff?.posts.find((post) => !post.to)?.at
    if (now === undefined) return false
    if (stores.includes(now)) return true
    return (
      scope.kind === 'region' &&
      above(now in world.regions ? now : null).some((r) => scope.ids.includes(r))
    )
  }
  const strength = { operator: 3, order: 2, relation: 1 }
  const word = (customer: number, kind: 'store' | 'guide') =>
    world.assigned
      .filter((a) => a.kind === kind && world.nodes[a.node] === customer)
      .sort(
        (a, b) =>
          strength[b.source] - strength[a.source] ||
          (a.source === 'operator' ? b.day - a.day : a.day - b.day) ||
          a.node - b.node,
      )[0]?.code
  return [...new Set(Object.values(world.nodes))]
    .filter((customer) => {
      const [store, guide] = [word(customer, 'store'), word(customer, 'guide')]
      return (
        (store && stores.includes(store)) ||
        (guide && isPresent(guide)) ||
        world.friends.some(
          (r) => world.nodes[r.node] === customer && r.state === 'friend' && isPresent(r.staff),
        )
      )
    })
    .sort((a, b) => a - b)
}

async function seenBy(ctx: TestCtx, scope: Scope, large?: number): Promise<number[]> {
  const asking = { ...ctx, actor: { ...ctx.actor, scope } }
  const condition = customerScope(asking, 'c.canonical_id', large)
  const { rows } = await sql<{ id: number }>`
    select distinct c.canonical_id as id from customer c
    where c.tenant_id = ${ctx.tenantId} and ${condition ?? sql`true`} order by 1`.execute(ctx.pg)
  return rows.map((row) => row.id)
}

const as = (ctx: TestCtx, kind: Scope['kind'], ids: string[]): TestCtx => ({
  ...ctx,
  actor: { ...ctx.actor, scope: { kind, ids } },
})

const REGIONS = ['ra', 'rb', 'rc']
const STORES = ['s1', 's2', 's3']
const STAFF = ['f1', 'f2', 'f3']
const world: fc.Arbitrary<World> = fc.record({
  // Each below an earlier one or headquarters: a tree.
  regions: fc
    .tuple(...REGIONS.map((_, i) => fc.constantFrom(null, ...REGIONS.slice(0, i))))
    .map((parents) => Object.fromEntries(REGIONS.map((code, i) => [code, parents[i] ?? null]))),
  stores: fc
    .tuple(...STORES.map(() => fc.constantFrom(null, ...REGIONS)))
    .map((regions) => Object.fromEntries(STORES.map((code, i) => [code, regions[i] ?? null]))),
  staff: fc
    .tuple(
      ...STAFF.map(() =>
        fc.record({
          left: fc.boolean(),
          places: fc.array(fc.constantFrom(...STORES, ...REGIONS, 'hq'), {
            minLength: 1,
            maxLength: 3,
          }),
        }),
      ),
    )
    .map((people) =>
      Object.fromEntries(
        STAFF.map((code, i) => {
          const { left, places } = people[i] ?? { left: false, places: [] }
          const posts = places.map((at, p) => ({ at, to: left || p < places.length - 1 }))
          return [code, { left, posts }]
        }),
      ),
    ),
  nodes: fc
    .array(fc.boolean(), { minLength: 6, maxLength: 6 })
    .map((joined) =>
      Object.fromEntries(
        joined.map((isJoined, i) => [i + 1, isJoined && i % 2 === 1 ? i : i + 1] as const),
      ),
    ),
  friends: fc.uniqueArray(
    fc.record({
      node: fc.integer({ min: 1, max: 6 }),
      // f9 is in nobody's staff list.
      staff: fc.constantFrom(...STAFF, 'f9'),
      state: fc.constantFrom('friend' as const, 'deleted_by_customer' as const),
    }),
    { maxLength: 6, selector: (r) => `${r.node} ${r.staff}` },
  ),
  assigned: fc
    .uniqueArray(
      fc.record({
        node: fc.integer({ min: 1, max: 6 }),
        kind: fc.constantFrom('store' as const, 'guide' as const),
        place: fc.integer({ min: -1, max: 2 }),
        source: fc.constantFrom<Source[]>('operator', 'order', 'relation'),
        day: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 10, selector: (a) => `${a.node} ${a.kind}` },
    )
    .map((rows) =>
      rows.map(({ place, ...a }) => {
        const code = (a.kind === 'store' ? STORES : STAFF)[place] ?? null
        return code === null ? { ...a, code, source: 'operator' as const } : { ...a, code }
      }),
    ),
})
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.record({ kind: fc.constant('region' as const), ids: fc.subarray(REGIONS, { minLength: 1 }) }),
  fc.record({ kind: fc.constant('store' as const), ids: fc.subarray(STORES, { minLength: 1 }) }),
  fc.record({
    kind: fc.constant('own' as const),
    ids: fc.subarray([...STAFF, 'f9'], { minLength: 1 }),
  }),
)

test('the SQL shows exactly the customers that the rule names, whatever the tree and its people', async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.array(scope, { minLength: 1, maxLength: 3 }), async (w, scopes) => {
      const ctx = await testCtx()
      await build(ctx, w)
      for (const s of scopes) {
        const expected = seenByRule(w, s)
        expect(await seenBy(ctx, s), JSON.stringify(s)).toEqual(expected)
        // As for a scope of many customers, which are looked up one by one.
        expect(await seenBy(ctx, s, 0), JSON.stringify(s)).toEqual(expected)
      }
    }),
    { numRuns: 80 },
  )
})

/** Store SH01 in region sh below east; wang works there, li at headquarters. Node 2 is customer 1. */
const SMALL: World = {
  regions: { east: null, sh: 'east' },
  stores: { SH01: 'sh', HZ01: 'east' },
  staff: {
    wang: { left: false, posts: [{ at: 'SH01', to: false }] },
    li: { left: false, posts: [{ at: 'hq', to: false }] },
  },
  nodes: { 1: 1, 2: 1, 3: 3, 4: 4, 5: 5 },
  friends: [
    { node: 2, staff: 'wang', state: 'friend' },
    { node: 3, staff: 'li', state: 'friend' },
    { node: 4, staff: 'wang', state: 'deleted_by_customer' },
  ],
  assigned: [{ node: 5, kind: 'store', code: 'HZ01', source: 'order', day: 1 }],
}

test('a guide sees the customers they are friends with, whatever node the friendship came in on', async () => {
  const ctx = await testCtx()
  await build(ctx, SMALL)
  expect(await seenBy(ctx, { kind: 'all', ids: [] })).toEqual([1, 3, 4, 5])
  expect(await seenBy(ctx, { kind: 'own', ids: ['wang'] })).toEqual([1])
  expect(await seenBy(ctx, { kind: 'store', ids: ['SH01'] })).toEqual([1])
  expect(await seenBy(ctx, { kind: 'region', ids: ['sh'] })).toEqual([1])
  expect(await seenBy(ctx, { kind: 'region', ids: ['east'] })).toEqual([1, 5])
  expect(await seenBy(await testCtx(), { kind: 'own', ids: ['wang'] })).toEqual([])
})

test('who leaves or moves away loses sight at once', async () => {
  const ctx = await testCtx()
  await build(ctx, SMALL)
  await sql`update staff_post set to_at = now(), ended_by = 'moved' where tenant_id = ${ctx.tenantId}
    and staff_id = ${id('f', 'wang')} and to_at is null`.execute(ctx.pg)
  expect(await seenBy(ctx, { kind: 'store', ids: ['SH01'] })).toEqual([])
  expect(await seenBy(ctx, { kind: 'own', ids: ['wang'] })).toEqual([1])
  await sql`update staff set state = 'left' where tenant_id = ${ctx.tenantId} and code = 'wang'`.execute(
    ctx.pg,
  )
  expect(await seenBy(ctx, { kind: 'own', ids: ['wang'] })).toEqual([])
  expect(await seenBy(ctx, { kind: 'own', ids: ['wang', 'li'] })).toEqual([3])
})

test('a customer outside the scope is not there', async () => {
  const ctx = await testCtx()
  await build(ctx, SMALL)
  await demandCustomerInScope(ctx, 4)
  await demandCustomerInScope(as(ctx, 'own', ['wang']), 1)
  await demandCustomerInScope(as(ctx, 'region', ['east']), 5)
  for (const outside of [
    as(ctx, 'own', ['wang']),
    as(ctx, 'region', ['sh']),
    as(ctx, 'store', ['x']),
  ])
    await expect(demandCustomerInScope(outside, 3)).rejects.toMatchObject({
      status: 404,
      code: 'customer_not_found',
    })
})

test('a route that knows nothing of scopes is closed to who has one', async () => {
  const ctx = await testCtx()
  const route = (url: string, scoped: boolean) => (app: Http) =>
    app.get(
      url,
      {
        config: { access: 'customers:read', scoped },
        schema: {
          tags: ['Test'],
          summary: 'List',
          response: { 200: z.object({ ok: z.boolean() }) },
        },
      },
      async () => ({ ok: true }),
    )
  const api = await testApi(ctx, { domains: [route('/scoped', true), route('/unscoped', false)] })
  const guide = await signInAs(api, await addPerson(ctx, 'guide', { kind: 'own', ids: ['wang'] }))
  expect((await api.call('GET', '/scoped', { session: guide })).status).toBe(200)
  expect((await api.call('GET', '/unscoped', { session: guide })).body.error).toMatchObject({
    code: 'outside_scope',
  })
  const wide = await signInAs(api, await addPerson(ctx, 'guide'))
  expect((await api.call('GET', '/unscoped', { session: wide })).status).toBe(200)
})
