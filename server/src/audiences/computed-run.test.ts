// Values as rounds keep them, on the real engines.
import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Collector } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { mergeCustomers, projectAliases, unmerge, useMergePolicy } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { applyAttributes } from '../profile/index.ts'
import type { Definition, Rfm } from './computed.ts'
import { changeComputed, createComputed, editComputed } from './computed-attribute.ts'
import { checkDefinition } from './computed-check.ts'
import { getComputed } from './computed-queries.ts'
import { cutOffsFor } from './computed-rfm.ts'
import type { CutOffs } from './computed-rfm-sql.ts'
import { compileValues } from './computed-sql.ts'
import { differences } from './computed-write.ts'
import { membersOf } from './history-sql.ts'
import { roundOf } from './round.ts'
import type { Window } from './rule.ts'
import { makeAudience } from './testing-audiences.ts'
import { tell } from './testing-world.ts'

const DAY = 86_400_000
useMergePolicy({ staysAlone: async () => [] })
let ctx: TestCtx
let collector: Collector
beforeAll(async () => {
  ctx = await testCtx()
  collector = testCollector(ctx)
  return () => collector.stop()
})

const spent = (window: Window = { kind: 'ever' }): Definition => ({
  kind: 'event_figure',
  of: 'sum',
  property: 'fen',
  event: { any_of: [{ event: 'paid', where: [] }] },
  window,
})
let made = 0
async function make(definition: Definition): Promise<{ id: string; name: string }> {
  const name = `figure_${++made}`
  const id = await createComputed(ctx, {
    ...{ name, label: name, description: '', group: '', note: '' },
    definition,
  })
  return { id, name }
}
async function pay(who: string, fen: number, at = Date.now()): Promise<void> {
  await collector.submit(
    submission(ctx, [
      draft({
        name: 'paid',
        at,
        messageId: randomUUIDv7(),
        props: { fen },
        identifiers: [{ namespace: who.startsWith('+') ? 'phone' : 'member_id', value: who }],
      }),
    ]),
  )
}
async function idOf(who: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from identifier where tenant_id = ${ctx.tenantId} and value = ${who}`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}
async function values(name: string): Promise<Record<number, unknown>> {
  const { rows } = await sql<{ id: number; value: unknown }>`
    select node_id as id, value from attribute
    where tenant_id = ${ctx.tenantId} and name = ${name} and value <> 'null' order by node_id`.execute(
    ctx.pg,
  )
  return Object.fromEntries(rows.map((r) => [r.id, r.value]))
}
async function changes(name: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from attribute_history where tenant_id = ${ctx.tenantId} and name = ${name}`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}
const later = (days: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + days * DAY) })

test('a value follows what she does, keeps its history, and goes when time takes the reason', async () => {
  await pay('ann', 100)
  const { id, name } = await make(spent({ kind: 'last', span: { n: 7, unit: 'day' } }))
  await roundOf(ctx)
  const ann = await idOf('ann')
  expect(await values(name)).toEqual({ [ann]: 100 })
  await pay('ann', 50)
  await pay('bob', 30)
  await roundOf(ctx)
  const bob = await idOf('bob')
  expect(await values(name)).toEqual({ [ann]: 150, [bob]: 30 })
  expect(await changes(name)).toBe(1)
  expect(await getComputed(ctx, id)).toMatchObject({ customers: 2, building: false, used_by: 0 })
  await roundOf(later(8))
  expect(await values(name)).toEqual({})
  expect(await getComputed(ctx, id)).toMatchObject({ customers: 0 })
})

test('a value that stays is not written again', async () => {
  await pay('cid', 10)
  const { id, name } = await make(spent())
  await roundOf(ctx)
  const { rows: before } = await sql<{ at: Date }>`
    select at from attribute where tenant_id = ${ctx.tenantId} and name = ${name}`.execute(ctx.pg)
  const { version } = await getComputed(ctx, id)
  await editComputed(ctx, id, { version, label: 'Spent' })
  await roundOf(later(1))
  const { rows: after } = await sql<{ at: Date }>`
    select at from attribute where tenant_id = ${ctx.tenantId} and name = ${name}`.execute(ctx.pg)
  expect(after).toEqual(before)
  expect(await changes(name)).toBe(0)
})

test('nobody else says what is reckoned, and that they tried is counted', async () => {
  const { name } = await make(spent())
  await roundOf(ctx)
  const before = await values(name)
  await applyAttributes(ctx, [
    ...[{ node: await idOf('ann'), source: 'computed', at: Date.now() + DAY, eventId: '' }].map(
      (w) => ({ ...w, op: 'set' as const, name, value: 9_999 }),
    ),
  ])
  expect(await values(name)).toEqual(before)
  const { rows } = await sql<{ reason: string }>`
    select reason from sensitive_refusal where tenant_id = ${ctx.tenantId} and name = ${name}`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ reason: 'computed' }])
  const twice = createComputed(ctx, {
    ...{ name, label: name, description: '', group: '', note: '' },
    definition: spent(),
  })
  await expect(twice).rejects.toMatchObject({ code: 'attribute_exists' })
})

test('a merge adds two values up, and taking it apart gives each her own', async () => {
  await pay('dan', 5)
  await pay('+8613800138001', 7)
  const { name } = await make(spent())
  await roundOf(ctx)
  const [dan, eve] = [await idOf('dan'), await idOf('+8613800138001')]
  const only = async () => {
    const all = await values(name)
    return Object.fromEntries([dan, eve].flatMap((id) => (id in all ? [[id, all[id]]] : [])))
  }
  expect(await only()).toEqual({ [dan]: 5, [eve]: 7 })
  const { mergeId } = await mergeCustomers(ctx, dan, eve, 'one person')
  await projectAliases(ctx)
  await roundOf(ctx)
  expect(await only()).toEqual({ [Math.min(dan, eve)]: 12 })
  await unmerge(ctx, mergeId, 'two after all')
  await projectAliases(ctx)
  await roundOf(ctx)
  expect(await only()).toEqual({ [dan]: 5, [eve]: 7 })
})

test('what is deleted takes its values along and frees its name', async () => {
  const { id, name } = await make(spent())
  await roundOf(ctx)
  expect(Object.keys(await values(name)).length).toBeGreaterThan(0)
  expect(await changeComputed(ctx, [id], 'delete')).toEqual({ changed: 1, refused: [] })
  await roundOf(ctx)
  expect(await values(name)).toEqual({})
  const again = await createComputed(ctx, {
    ...{ name, label: name, description: '', group: '', note: '' },
    definition: spent(),
  })
  await roundOf(ctx)
  expect(await getComputed(ctx, again)).toMatchObject({ name, version: 1 })
})

test('kept true step by step is what a whole reckoning gives', async () => {
  const step = fc.record({
    who: fc.constantFrom('f1', 'f2', 'f3', 'f4'),
    fen: fc.integer({ min: 1, max: 500 }),
    daysAgo: fc.integer({ min: 0, max: 12 }),
    hasRound: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
      const window: Window = { kind: 'last', span: { n: 9, unit: 'day' } }
      const kept = await make(spent(window))
      await roundOf(ctx)
      for (const { who, fen, daysAgo, hasRound } of steps) {
        await pay(who, fen, Date.now() - daysAgo * DAY)
        if (hasRound) await roundOf(ctx)
      }
      await roundOf(later(2))
      const whole = await make(spent(window))
      await roundOf(later(2))
      expect(await values(kept.name)).toEqual(await values(whole.name))
    }),
    { numRuns: 3, endOnFailure: true },
  )
})

test('fifths are cut at a moment and kept: a score does not change because others buy', async () => {
  const own = await testCtx()
  const rfm: Definition = {
    ...{ kind: 'rfm', window: { kind: 'ever' }, where: {}, money: 'amount_fen', output: 'cell' },
    cuts: { kind: 'fifths', anew: 'month' },
  }
  const id = await createComputed(own, {
    ...{ name: 'rfm', label: 'RFM', description: '', group: '', note: '' },
    definition: rfm,
  })
  const now = Date.parse('2026-11-05T04:00:00Z')
  const clock = (at: number) => ({ now: at, timezone: 'Asia/Shanghai' })
  const cut = (at: number) => cutOffsFor(own, { id, definitionVersion: 1 }, rfm as Rfm, clock(at))
  expect(await cut(now)).toBeUndefined()
  // Eight bought once, one twice and one three times.
  const times = [1, 1, 1, 1, 1, 1, 1, 1, 2, 3]
  const buyer = (n: number, i: number) => ({
    known: [],
    events: Array.from({ length: n }, (_, k) => ({
      ...{ name: 'order_paid', at: now - (i + k) * DAY, revenueFen: 100 * (i + 1) },
      props: { commerce_order: crypto.randomUUID(), lines: [] },
    })),
  })
  await tell(own, times.map(buyer), now)
  const first = await cut(now)
  expect(first).toMatchObject({ isNew: true, again: new Date('2026-11-30T16:00:00Z') })
  // Who bought as often as most has the lowest score: equals share it.
  expect(first?.cuts.f).toEqual([2, 2, 2, 2])
  const cells = async (cuts: CutOffs) => {
    const rows = await own.ch.rows<{ c: number; v: string }>(
      own.tenantId,
      compileValues(rfm, { clock: clock(now), membersOf, cuts }),
    )
    return new Map(rows.map((r) => [Number(r.c), JSON.parse(r.v) as string]))
  }
  const before = await cells(first?.cuts ?? { r: [], f: [], m: [] })
  expect(before.get(700_000_000)).toBe('5-1-1')
  expect(before.get(700_000_009)).toBe('1-5-5')
  await tell(
    own,
    Array.from({ length: 20 }, () => buyer(5, 0)),
    now,
    700_000_100,
  )
  const second = await cut(now + DAY)
  expect(second).toMatchObject({ isNew: false, cuts: first?.cuts })
  const after = await cells(second?.cuts ?? { r: [], f: [], m: [] })
  for (const [customer, cell] of before) expect(after.get(customer)).toBe(cell)
  expect(await cut(now + 30 * DAY)).toMatchObject({ isNew: true })
  const { rows } = await sql`select 1 from computed_cut_offs
    where tenant_id = ${own.tenantId} and attribute_id = ${id}`.execute(own.pg)
  expect(rows).toHaveLength(2)
})

test('what reads itself, directly or through an audience, is refused with the place', async () => {
  const own = await testCtx()
  const formula = (name: string): Definition => ({
    kind: 'formula',
    formula: {
      kind: 'add',
      parts: [
        { kind: 'attribute', name },
        { kind: 'number', value: 1 },
      ],
    },
  })
  expect(await checkDefinition(own, 'a', formula('a'))).toMatchObject([
    { path: ['formula'], code: 'computed_circle' },
  ])
  await createComputed(own, {
    ...{ name: 'a', label: 'A', description: '', group: '', note: '' },
    definition: formula('points'),
  })
  const audience = await makeAudience(own, {
    kind: 'attribute',
    name: 'a',
    is: { op: 'gt', value: 3 },
  })
  const stage: Definition = {
    kind: 'cases',
    cases: [{ when: { kind: 'audience', audience, is: 'in' }, value: 'vip' }],
  }
  expect(await checkDefinition(own, 'a', stage)).toMatchObject([
    { path: ['cases', 0, 'when'], code: 'computed_circle' },
  ])
  expect(await checkDefinition(own, 'b', stage)).toEqual([])
})

test('differences: hers with her own node, nothing with others, nothing twice', () => {
  expect(
    differences(
      [
        { customer: 1, value: 5 },
        { customer: 2, value: 'x' },
      ],
      [
        { customer: 1, node: 1, value: 5 },
        { customer: 1, node: 9, value: 3 },
        { customer: 3, node: 3, value: 1 },
      ],
    ),
  ).toEqual([
    { node: 2, value: 'x' },
    { node: 9, value: undefined },
    { node: 3, value: undefined },
  ])
})
