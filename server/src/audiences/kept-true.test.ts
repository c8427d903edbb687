// Whatever happens in whatever order, an audience kept true round by round has the members that its
// rule gives when everybody is looked at.
import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Collector, removeEventsOf } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { mergeCustomers, projectAliases, unmerge } from '../identity/index.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { AppError } from '../platform/errors.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { compile } from './compile.ts'
import { membersOf } from './history-sql.ts'
import { putRule } from './keeping.ts'
import { roundOf } from './round.ts'
import { Rule } from './rule.ts'
import { insideNow, makeAudience } from './testing-audiences.ts'
import { AUDIENCE, rule } from './testing-rules.ts'

const HOUR = 3_600_000
const PEOPLE = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gus']
// The clock of New York goes back at 06:00 UTC on 1 November 2026.
const BEGIN = Date.parse('2026-10-29T13:30:00Z')

const who = fc.constantFrom(...PEOPLE)
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      who,
      name: fc.constantFrom('viewed', 'carted', 'paid', 'left'),
      ago: fc.oneof(
        fc.constantFrom(0, 1, 7 * 24 * HOUR, 24 * HOUR, 30 * 24 * HOUR, -2 * HOUR),
        fc.integer({ min: 0, max: 45 * 24 }).map((h) => h * HOUR),
      ),
      props: fc.dictionary(
        fc.constantFrom('colour', 'price', 'when'),
        fc.constantFrom(1, 2, 19.9, 'red', '2026-11-01', '2026-11-03T08:00:00Z', true),
        { maxKeys: 2 },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(
        fc.constantFrom(1, 1_000, HOUR, 11 * HOUR, 24 * HOUR),
        fc.integer({ min: 1, max: 9 * 24 }).map((h) => h * HOUR),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), who, other: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unmerge' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('edit' as const), which: fc.nat(10), rule }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('map merges' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

class World {
  now = BEGIN
  readonly merges: string[] = []
  readonly seen: { id: string; at: number; inside: number[] }[] = []
  readonly ctx: TestCtx
  /** What is told of a merge is an event of its own, and no event is of the future. */
  readonly today: TestCtx
  readonly collector: Collector
  readonly audiences: string[] = []
  constructor(ctx: TestCtx) {
    this.today = ctx
    this.ctx = { ...ctx, now: () => new Date(this.now) }
    this.collector = testCollector(this.ctx)
  }
  async idOf(name: string): Promise<number | undefined> {
    const { rows } = await sql<{ id: number }>`
      select customer_id as id from identifier where tenant_id = ${this.ctx.tenantId} and value = ${name}`.execute(
      this.ctx.pg,
    )
    return rows[0]?.id
  }
}

async function take(world: World, one: Step): Promise<void> {
  const { ctx } = world
  switch (one.do) {
    case 'arrive':
      await world.collector.submit(
        submission(
          ctx,
          [
            draft({
              name: one.name,
              at: world.now - one.ago,
              messageId: randomUUIDv7(),
              identifiers: [{ namespace: 'anonymous', value: one.who }],
              props: one.props,
              actor: `test:${one.who}`,
            }),
          ],
          { receivedAt: world.now },
        ),
      )
      return
    case 'wait':
      world.now += one.ms
      return
    case 'merge': {
      const [a, b] = [await world.idOf(one.who), await world.idOf(one.other)]
      if (a === undefined || b === undefined) return
      await refusable(async () => {
        world.merges.push((await mergeCustomers(world.today, a, b, 'test')).mergeId)
      })
      return
    }
    case 'unmerge': {
      const merge = world.merges.pop()
      if (merge) await refusable(() => unmerge(world.today, merge, 'test'))
      return
    }
    case 'remove':
      await removeEventsOf(ctx, `test:${one.who}`, [])
      return
    case 'edit': {
      const id = world.audiences[one.which % world.audiences.length]
      // Nothing but the rules that are refused refers to itself.
      if (id && !JSON.stringify(one.rule).includes(AUDIENCE)) await putRule(ctx, id, one.rule)
      return
    }
    case 'map merges':
      await projectAliases(ctx)
      return
    case 'look':
      await look(world)
  }
}

const refusable = (work: () => Promise<unknown>) =>
  work().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
  })

async function look(world: World): Promise<void> {
  const { ctx } = world
  await roundOf(ctx)
  const waits =
    await sql`select 1 from identity_alias_change where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  for (const id of world.audiences) {
    const inside = await insideNow(ctx, id)
    world.seen.push({ id, at: world.now, inside })
    // While the dictionary and the database disagree, nobody can say who is whom.
    if (waits.rows.length > 0) continue
    const { rows } = await sql<{
      rule: unknown
      size: number
      failure: string | null
      timezone: string
    }>`
      select r.rule, a.size, a.failure, t.timezone from audience a join tenant t on t.id = a.tenant_id
      join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
      where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`.execute(ctx.pg)
    const row = rows[0]
    if (!row) throw new Error('the audience is gone')
    expect(row.failure).toBeNull()
    const asked = Rule.parse(row.rule)
    const { bitmap } = compile(asked, {
      clock: { now: world.now, timezone: row.timezone },
      membersOf,
    })
    const [whole] = await ctx.ch.rows<{ inside: number[] }>(
      ctx.tenantId,
      ch`select arraySort(bitmapToArray(${bitmap})) as inside`,
    )
    expect(inside, JSON.stringify(asked)).toEqual(whole?.inside)
    expect(row.size).toBe(inside.length)
  }
}

/** Every version's row: who enters was outside, who leaves was inside; and the past is as it was seen. */
async function checkHistory(world: World): Promise<void> {
  const { ctx } = world
  for (const id of world.audiences) {
    const rows = await ctx.ch.rows<{ version: string; came: number[]; went: number[] }>(
      ctx.tenantId,
      ch`select version, bitmapToArray(entered) as came, bitmapToArray(left) as went from audience_change
         where audience_id = ${as('UUID', id)} order by version`,
    )
    const inside = new Set<number>()
    for (const [i, { version, came, went }] of rows.entries()) {
      expect(Number(version)).toBe(i + 1)
      expect(came.filter((c) => inside.has(c))).toEqual([])
      expect(went.filter((c) => !inside.has(c))).toEqual([])
      for (const c of came) inside.add(c)
      for (const c of went) inside.delete(c)
    }
    expect(await insideNow(ctx, id)).toEqual([...inside].sort((a, b) => a - b))
  }
  const last = new Map(world.seen.map((s) => [`${s.id} ${s.at}`, s]))
  for (const { id, at, inside } of last.values())
    expect(await insideNow(ctx, id, { at: new Date(at) })).toEqual(inside)
}

test('an audience kept true is what its rule gives of everybody, and its past stays what it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 3, maxLength: 4 }),
      fc.array(step, { minLength: 20, maxLength: 40 }),
      fc.constantFrom('Asia/Shanghai', 'America/New_York'),
      async (rules, steps, timezone) => {
        const world = new World(await testCtx())
        const { ctx } = world
        await sql`update tenant set timezone = ${timezone} where id = ${ctx.tenantId}`.execute(
          ctx.pg,
        )
        const first: Rule = {
          kind: 'did',
          event: { any_of: [{ event: 'paid', where: [] }] },
          window: { kind: 'last', span: { n: 7, unit: 'day' } },
          times: { op: 'gte', value: 1 },
        }
        world.audiences.push(await makeAudience(ctx, first, 'silent', AUDIENCE))
        for (const one of rules) world.audiences.push(await makeAudience(ctx, one))
        try {
          for (const one of [...steps, { do: 'map merges' } as const, { do: 'look' } as const])
            await take(world, one)
          await checkHistory(world)
        } finally {
          await world.collector.stop()
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  )
})
