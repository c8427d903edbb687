// Membership as rounds keep it, on the real engines.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Collector } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { mergeCustomers, projectAliases, unmerge } from '../identity/index.ts'
import type { Ch } from '../platform/ch.ts'
import { type Envelope, useReactions } from '../platform/emit.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { projectCustomers } from '../profile/index.ts'
import { compareTenants } from './checks.ts'
import { addAll, nobody } from './crowd.ts'
import { evaluate } from './evaluate.ts'
import { letGo, putRule } from './keeping.ts'
import { audiencesData } from './personal-data.ts'
import { inheritMemberships } from './regroup.ts'
import { inOrder, roundOf } from './round.ts'
import type { Rule } from './rule.ts'
import { takeStock } from './take-stock.ts'
import { insideNow, makeAudience } from './testing-audiences.ts'

const DAY = 86_400_000

let ctx: TestCtx
let collector: Collector
beforeAll(() => {
  useReactions({
    audience_changed: [{ name: 'test', react: async () => undefined }],
    group_buy_completed: [],
  })
})
afterAll(() => useReactions({ audience_changed: [], group_buy_completed: [] }))
beforeEach(async () => {
  ctx = await testCtx()
  collector = testCollector(ctx)
  return () => collector.stop()
})

const did = (event: string, times = 1): Rule => ({
  kind: 'did',
  event: { any_of: [{ event, where: [] }] },
  window: { kind: 'last', span: { n: 7, unit: 'day' } },
  times: { op: 'gte', value: times },
})

async function arrive(who: string, name: string, ago = 0): Promise<number> {
  const drafts = [
    draft({
      name,
      at: Date.now() - ago,
      messageId: randomUUIDv7(),
      identifiers: [{ namespace: 'anonymous', value: who }],
    }),
  ]
  await collector.submit(submission(ctx, drafts))
  const { rows } = await sql<{ id: number }>`
    select node_id as id from identifier where tenant_id = ${ctx.tenantId} and value = ${who}`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}

/** What was told so far, silent changes in brackets: '+entered -left'. */
const told = () =>
  ctx.jobs.sent
    .map((job) => (job.data as Envelope).fact as { entered: number; left: number; silent: boolean })
    .map((f) => (f.silent ? `(+${f.entered} -${f.left})` : `+${f.entered} -${f.left}`))

const inOrderOf = (...ids: number[]) => ids.sort((a, b) => a - b)

test('an event brings its customer in, and time takes her out', async () => {
  const ann = await arrive('ann', 'paid')
  const id = await makeAudience(ctx, did('paid'))
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual([ann])
  const bob = await arrive('bob', 'paid')
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual(inOrderOf(ann, bob))
  await roundOf({ ...ctx, now: () => new Date(Date.now() + 8 * DAY) })
  expect(await insideNow(ctx, id)).toEqual([])
  expect(told()).toEqual(['(+1 -0)', '+1 -0', '+0 -2'])
})

test('a first build is told of when that is asked for', async () => {
  await arrive('ann', 'paid')
  await makeAudience(ctx, did('paid'), 'told')
  await roundOf(ctx)
  expect(told()).toEqual(['+1 -0'])
})

test('what an import brings of the past changes audiences without a word', async () => {
  const id = await makeAudience(ctx, did('paid', 2))
  await roundOf(ctx)
  const ann = await arrive('ann', 'paid', 3 * DAY)
  await arrive('ann', 'paid', 2 * DAY)
  await arrive('bob', 'paid', 3 * DAY)
  const bob = await arrive('bob', 'paid')
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual(inOrderOf(ann, bob))
  expect(told().sort()).toEqual(['(+1 -0)', '+1 -0'])
})

test('what an import of the past says of customers is nobody’s news either, but a live word beside it is', async () => {
  const id = await makeAudience(ctx, { kind: 'attribute', name: 'level', is: { op: 'is_set' } })
  await roundOf(ctx)
  const says = (who: string, at: number) =>
    draft({
      ...{
        name: 'paid',
        at,
        messageId: randomUUIDv7(),
        attributes: [{ name: 'level', op: 'set', value: 'gold' }],
      },
      identifiers: [{ namespace: 'anonymous', value: who }],
    })
  await collector.submit(submission(ctx, [says('ann', Date.now() - 3 * DAY)]))
  await projectCustomers(ctx)
  await roundOf(ctx)
  expect(told()).toEqual(['(+1 -0)'])
  // One batch with both: only who is new today is told of.
  await collector.submit(
    submission(ctx, [says('bob', Date.now() - 3 * DAY), says('cid', Date.now())]),
  )
  await projectCustomers(ctx)
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toHaveLength(3)
  expect(told().sort()).toEqual(['(+1 -0)', '(+1 -0)', '+1 -0'])
})

/** Counts what the event store is asked. */
function counted(of: TestCtx) {
  const state = { statements: 0 }
  const count = <F extends (...args: never[]) => unknown>(f: F) =>
    ((...args: Parameters<F>) => {
      state.statements += 1
      return f(...args)
    }) as F
  const ch: Ch = {
    ...of.ch,
    rows: count(of.ch.rows) as Ch['rows'],
    allRows: count(of.ch.allRows) as Ch['allRows'],
    insertFrom: count(of.ch.insertFrom),
    insert: count(of.ch.insert),
    command: count(of.ch.command),
  }
  return { state, ctx: { ...of, ch } }
}

test('while nothing arrives the event store is not asked', async () => {
  await arrive('ann', 'paid')
  const id = await makeAudience(ctx, did('paid'))
  await makeAudience(ctx, { kind: 'not', rule: { kind: 'audience', audience: id, is: 'in' } })
  // Other tests' transactions may be older than the audiences: until they end, a build is repeated.
  for (let waits = true; waits; ) {
    await sql`delete from customer_change where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    await roundOf(ctx)
    const { rows } =
      await sql`select 1 from audience where tenant_id = ${ctx.tenantId} and settles_after is not null`.execute(
        ctx.pg,
      )
    waits = rows.length > 0
  }
  const { state, ctx: watched } = counted(ctx)
  expect(await roundOf(watched)).toEqual([])
  await arrive('ann', 'viewed')
  expect(await roundOf(watched)).toEqual([])
  expect(state.statements).toBe(0)
  await arrive('ann', 'paid')
  await roundOf(watched)
  expect(state.statements).toBeGreaterThan(0)
})

test('an event is looked at by the audiences that need it, and by no other', async () => {
  const paid = await makeAudience(ctx, did('paid'))
  const viewed = await makeAudience(ctx, did('viewed'))
  await roundOf(ctx)
  await arrive('ann', 'viewed')
  const changed = (await roundOf(ctx)).filter((r) => r.changes.length > 0)
  expect(changed.map((r) => r.audience.id)).toEqual([viewed])
  expect(await insideNow(ctx, paid)).toEqual([])
})

test('two workers at once write one version', async () => {
  const id = await makeAudience(ctx, did('paid'))
  await roundOf(ctx)
  const ann = await arrive('ann', 'paid')
  const crowd = () => {
    const some = nobody()
    addAll(some, 'told', [ann])
    return some
  }
  const runs = await Promise.all(Array.from({ length: 6 }, () => evaluate(ctx, id, crowd())))
  expect(runs.map((r) => r?.changes.length).sort()).toEqual([0, 0, 0, 0, 0, 1])
  expect(await insideNow(ctx, id)).toEqual([ann])
  expect(told()).toEqual(['+1 -0'])
})

test('a change whose worker died before it told is told of by the next', async () => {
  const id = await makeAudience(ctx, did('paid'))
  await roundOf(ctx)
  const ann = await arrive('ann', 'paid')
  const dying: Ch = {
    ...ctx.ch,
    async insertFrom(...args) {
      await ctx.ch.insertFrom(...args)
      throw Object.assign(new Error('killed'), { code: '57P01' })
    },
  }
  await expect(roundOf({ ...ctx, ch: dying })).rejects.toThrow('killed')
  expect(told()).toEqual([])
  const bob = await arrive('bob', 'paid')
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual(inOrderOf(ann, bob))
  expect(told()).toEqual(['+1 -0', '+1 -0'])
})

test('who is merged inherits without a word, and is told of only when the answer differs', async () => {
  const once = await makeAudience(ctx, did('paid'))
  const twice = await makeAudience(ctx, did('paid', 2))
  const ann = await arrive('ann', 'viewed')
  const other = await arrive('ann at home', 'paid')
  await arrive('ann', 'paid')
  await roundOf(ctx)
  ctx.jobs.sent.length = 0
  const { mergeId } = await mergeCustomers(ctx, ann, other, 'one and the same')
  await projectAliases(ctx)
  await roundOf(ctx)
  expect([await insideNow(ctx, once), await insideNow(ctx, twice)]).toEqual([[ann], [ann]])
  // Both were in the one; together they are new in the other.
  expect(told()).toEqual(['(+0 -1)', '+1 -0'])
  ctx.jobs.sent.length = 0
  await unmerge(ctx, mergeId, 'two after all')
  await projectAliases(ctx)
  await roundOf(ctx)
  expect([await insideNow(ctx, once), await insideNow(ctx, twice)]).toEqual([
    inOrderOf(ann, other),
    [],
  ])
  expect(told()).toEqual(['(+1 -0)', '(+1 -0)', '+0 -2'])
})

test('a merge that the dictionary does not know yet changes nothing', async () => {
  const id = await makeAudience(ctx, did('paid'))
  const ann = await arrive('ann', 'viewed')
  const other = await arrive('ann at home', 'paid')
  await roundOf(ctx)
  await mergeCustomers(ctx, ann, other, 'one and the same')
  const before =
    await sql`select 1 from identity_alias_change where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await inheritMemberships(ctx)
  // Another test may have moved the dictionary on meanwhile.
  if (before.rows.length > 0) expect([ann, other]).toContain((await insideNow(ctx, id))[0])
  await projectAliases(ctx)
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual([ann])
  expect(told()).toEqual(['(+1 -0)', '(+1 -1)'])
})

test('an audience hears of those it refers to in the same round', async () => {
  const paid = await makeAudience(ctx, did('paid'))
  const rest = await makeAudience(ctx, {
    kind: 'all',
    rules: [did('viewed'), { kind: 'audience', audience: paid, is: 'not_in' }],
  })
  const ann = await arrive('ann', 'viewed')
  await roundOf(ctx)
  expect(await insideNow(ctx, rest)).toEqual([ann])
  await arrive('ann', 'paid')
  await roundOf(ctx)
  expect(await insideNow(ctx, rest)).toEqual([])
  expect(
    inOrder([
      { id: 'b', needsAudiences: ['a'] },
      { id: 'a', needsAudiences: [] },
    ]).map((a) => a.id),
  ).toEqual(['a', 'b'])
})

/** As the projection does it: the row in the event store, then the word of it. */
async function stateOf(customer: number, kind: string, key: string): Promise<void> {
  await ctx.ch.insert({
    table: 'customer_state',
    columns: ['tenant_id', 'kind', 'key', 'customer_id', 'version', 'gone', 'since'],
    body: Buffer.from(
      `${JSON.stringify([ctx.tenantId, kind, key, customer, 1, false, '2026-01-01 00:00:00.000'])}\n`,
    ),
  })
  await sql`insert into customer_state_change (tenant_id, customer_id, keys)
    values (${ctx.tenantId}, ${customer}, ${[`${kind}\x1f${key}`]}::text[])`.execute(ctx.pg)
}

test('what is known of a customer moves her, where a rule asks for it', async () => {
  const vip = await makeAudience(ctx, { kind: 'tags', match: 'any', tags: ['vip'] })
  const friends = await makeAudience(ctx, {
    kind: 'friend',
    state: 'friend',
    window: { kind: 'ever' },
  })
  await roundOf(ctx)
  const ann = await arrive('ann', 'viewed')
  await stateOf(ann, 'tag', 'vip')
  await roundOf(ctx)
  expect([await insideNow(ctx, vip), await insideNow(ctx, friends)]).toEqual([[ann], []])
  await stateOf(ann, 'tag', 'old')
  const changed = (await roundOf(ctx)).filter((r) => r.changes.length > 0)
  expect(changed).toEqual([])
  expect(told()).toEqual(['+1 -0'])
})

test('a rule worded anew is built anew, and a paused audience stays as it was', async () => {
  const id = await makeAudience(ctx, did('paid'))
  const ann = await arrive('ann', 'paid')
  const bob = await arrive('bob', 'viewed')
  await roundOf(ctx)
  await putRule(ctx, id, did('viewed'))
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual([bob])
  await letGo(ctx, id, 'paused')
  await arrive('ann', 'viewed')
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual([bob])
  expect(await insideNow(ctx, id, { version: 1 })).toEqual([ann])
})

test('a rule that the event store refuses stops no other, and is tried again', async () => {
  const bad = await makeAudience(ctx, did('paid'))
  const good = await makeAudience(ctx, did('paid'))
  const ann = await arrive('ann', 'paid')
  const refusing: Ch = {
    ...ctx.ch,
    async insertFrom(tenant, insert, options) {
      if (insert.token.includes(bad)) throw new Error('this statement is not for me')
      return ctx.ch.insertFrom(tenant, insert, options)
    },
  }
  await roundOf({ ...ctx, ch: refusing })
  expect([await insideNow(ctx, bad), await insideNow(ctx, good)]).toEqual([[], [ann]])
  await roundOf({ ...ctx, now: () => new Date(Date.now() + 60_000) })
  expect(await insideNow(ctx, bad)).toEqual([ann])
})

test('an erased customer is in no version and no snapshot', async () => {
  const id = await makeAudience(ctx, did('paid'))
  const ann = await arrive('ann', 'paid')
  const bob = await arrive('bob', 'paid')
  await roundOf(ctx)
  const person = { customerId: ann, nodes: [ann], identifiers: [], unlinkedId: randomUUIDv7() }
  const copy = await Promise.all(audiencesData.map((d) => d.export?.(ctx, person)))
  expect(copy).toEqual([[expect.objectContaining({ audience: `Audience ${id}` })]])
  for (const data of audiencesData) {
    await data.erase?.(ctx, person)
    await data.eraseLater?.(ctx, person)
  }
  expect([await insideNow(ctx, id), await insideNow(ctx, id, { version: 1 })]).toEqual([
    [bob],
    [bob],
  ])
  const { rows } = await sql<{ size: number }>`select size from audience where id = ${id}`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ size: 1 }])
})

test('a store put back from a backup counts its versions anew', async () => {
  const id = await makeAudience(ctx, did('paid'))
  const ann = await arrive('ann', 'paid')
  await roundOf(ctx)
  await sql`update audience set version = 0, size = 0 where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  await takeStock(ctx, ctx.tenantId)
  await roundOf(ctx)
  const { rows } = await sql`select version, size from audience where id = ${id}`.execute(ctx.pg)
  expect([rows, await insideNow(ctx, id)]).toEqual([[{ version: 1, size: 1 }], [ann]])
})

test('the check finds who is inside against the rule', async () => {
  const id = await makeAudience(ctx, did('paid'))
  const ann = await arrive('ann', 'paid')
  // Everybody is looked at once more when all have ended who were writing as it went live, in other
  // databases of the server too: that look would find her gone before the check does.
  await vi.waitFor(
    async () => {
      await roundOf(ctx)
      const { rows } = await sql<{ is_settled: boolean }>`
        select settles_after is null as is_settled from audience where id = ${id}`.execute(ctx.pg)
      expect(rows).toEqual([{ is_settled: true }])
    },
    { timeout: 120_000 },
  )
  const mine = async () => (await compareTenants(ctx, [ctx.tenantId])).differences
  expect(await mine()).toEqual([])
  await ctx.ch.command(
    `delete from homefield.event where tenant_id = toUUID('${ctx.tenantId}') and customer_id = ${ann}`,
  )
  expect(await mine()).toEqual([{ tenant: ctx.tenantId, audience: id, customer: ann }])
})
