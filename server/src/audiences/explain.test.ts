import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { explainRule } from './explain.ts'
import type { Rule } from './rule.ts'
import { isIn, type World } from './testing-evaluator.ts'
import { AUDIENCE, lives, NOW, rule, ZONES } from './testing-rules.ts'
import { tell } from './testing-world.ts'
import { leavesOf } from './truth.ts'

const FIRST = 700_000_000
const DAY = 86_400_000

async function worldOf(given: Parameters<typeof tell>[1], timezone = 'Asia/Shanghai') {
  const ctx: TestCtx = { ...(await testCtx()), now: () => new Date(NOW) }
  await sql`update tenant set timezone = ${timezone} where id = ${ctx.tenantId}`.execute(ctx.pg)
  const everybody = await tell(ctx, given, NOW, FIRST)
  await sql`insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from unnest(${everybody.map((p) => p.id)}::bigint[]) as n`.execute(
    ctx.pg,
  )
  const world: World = { clock: { now: NOW, timezone }, everybody, audiences: { [AUDIENCE]: [] } }
  return { ctx, world }
}

describe('an explanation', () => {
  test('says of every condition what plain reading says, and of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(rule, { minLength: 6, maxLength: 6 }),
        fc.constantFrom(...ZONES),
        async (given, rules, timezone) => {
          const { ctx, world } = await worldOf(given, timezone)
          for (const [i, one] of rules.entries()) {
            const person = world.everybody[i * 3]
            if (!person) continue
            const { holds, parts } = await explainRule(ctx, one, person.id)
            const said = new Map(parts.map((p) => [p.path.join('.'), p.holds]))
            expect([one, holds]).toEqual([one, isIn(one, person, world)])
            for (const { path, leaf } of leavesOf(one))
              expect([leaf, said.get(path.join('.'))]).toEqual([leaf, isIn(leaf, person, world)])
          }
        },
      ),
      { numRuns: 8 },
    )
  })

  test('shows the events that were counted, the latest five of them', async () => {
    const events = Array.from({ length: 7 }, (_, i) => ({
      ...{ name: 'paid', at: NOW - (i + 1) * DAY, props: { item: `tea ${i}`, price: i } },
    }))
    const other = { name: 'left', at: NOW - DAY, props: {} }
    const { ctx } = await worldOf([{ events: [...events, other], known: [] }])
    const paid: Rule = {
      kind: 'measure',
      event: {
        any_of: [{ event: 'paid', where: [{ property: 'item', is: { op: 'is_set' } }] }],
      },
      window: { kind: 'last', span: { n: 6, unit: 'day' } },
      of: 'sum',
      property: 'price',
      is: { op: 'gte', value: 100 },
    }
    const { holds, parts, reasons } = await explainRule(ctx, paid, FIRST)
    expect([holds, reasons]).toEqual([false, [{ path: [], holds: false }]])
    expect(parts[0]?.evidence).toMatchObject({
      ...{ kind: 'events', count: 6, value: 15 },
      first_at: new Date(NOW - 6 * DAY).toISOString(),
      last_at: new Date(NOW - DAY).toISOString(),
      latest: [0, 1, 2, 3, 4].map((i) => ({
        name: 'paid',
        at: new Date(NOW - (i + 1) * DAY).toISOString(),
        properties: [
          { name: 'price', value: String(i) },
          { name: 'item', value: `tea ${i}` },
        ],
      })),
    })
  })

  test('shows what is known of her since when, her orders, her rank and her share', async () => {
    const since = NOW - 3 * DAY
    const buys = (fen: number) => ({
      events: [
        {
          ...{ name: 'order_paid', at: NOW - DAY, revenueFen: fen },
          props: { commerce_order: `o${fen}`, lines: [] },
        },
      ],
      known: [{ kind: 'attribute', key: 'city', value: '上海', since }],
    })
    const { ctx } = await worldOf([buys(100), buys(300), { events: [], known: [] }])
    const everything: Rule = {
      kind: 'all',
      rules: [
        { kind: 'attribute', name: 'city', is: { op: 'is', value: '上海' } },
        {
          ...{ kind: 'orders', of: 'amount_fen', window: { kind: 'ever' }, where: {} },
          is: { op: 'gte', value: 1 },
        },
        {
          ...{ kind: 'top', by: { kind: 'orders', of: 'amount_fen', where: {} } },
          ...{ window: { kind: 'ever' }, keep: { unit: 'customers', n: 1 } },
        },
        { kind: 'bucket', seed: 's', from: 0, to: 10_000 },
        { kind: 'known' },
      ],
    }
    const evidence = async (id: number) =>
      (await explainRule(ctx, everything, id)).parts.slice(1).map((p) => p.evidence)
    const first = await evidence(FIRST)
    expect(first).toMatchObject([
      {
        kind: 'state',
        rows: [{ key: 'city', value: '上海', since: new Date(since).toISOString() }],
      },
      { kind: 'orders', value: 100, orders: 1, amount_fen: 100 },
      { kind: 'rank', value: 100, rank: 2, of: 2, cutoff: 300 },
      { kind: 'share' },
      null,
    ])
    expect(await evidence(FIRST + 2)).toMatchObject([
      { rows: [] },
      { value: 0, orders: 0, first_at: null },
      { value: null, rank: null, of: 2 },
      { kind: 'share' },
      null,
    ])
  })

  test('is of whom a merged customer is now, and of nobody who is out of sight', async () => {
    const { ctx } = await worldOf([{ events: [], known: [] }])
    await sql`insert into customer (tenant_id, id, canonical_id) values (${ctx.tenantId}, ${FIRST + 9}, ${FIRST})`.execute(
      ctx.pg,
    )
    expect((await explainRule(ctx, { kind: 'everybody' }, FIRST + 9)).customer).toBe(FIRST)
    const guide = { ...ctx.actor, scope: { kind: 'own', ids: ['wang'] } } as const
    for (const [who, id] of [
      [ctx.actor, FIRST + 5],
      [guide, FIRST],
    ] as const)
      await expect(
        explainRule({ ...ctx, actor: who }, { kind: 'everybody' }, id),
      ).rejects.toMatchObject({
        status: 404,
      })
  })
})
