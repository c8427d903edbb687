import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { mergeCustomers, unmerge, useMergePolicy } from '../identity/index.ts'
import { emptyDatabase } from '../org/testing.ts'
import { everyPersonalData } from '../personal-data.ts'
import { as, sql as ch } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { listCustomers } from './list.ts'
import { useOrderBook } from './order-figures.ts'
import { usePersonalData } from './privacy.ts'
import { askToErase, sweepErased } from './privacy-erase.ts'
import { projectCustomers } from './projection.ts'
import { compareState, rebuildBrandState } from './state-check.ts'
import { forgetStates } from './state-store.ts'
import {
  consent,
  countingInserts,
  customer,
  say,
  stateBrands,
  stateOf,
  takeChanges,
  wrongRows,
} from './state-testing.ts'
import { applyTags } from './tags.ts'

usePersonalData(everyPersonalData)
useMergePolicy({ staysAlone: async () => [] })
const database = await emptyDatabase()
const { brand } = await stateBrands(database)
useOrderBook({
  figuresOf: async () => new Map(),
  nodesOfNumber: async () => [],
  purchasesOf: async () => [],
  valueOf: async () => [],
})
afterAll(() => database.drop())

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 8))

describe('writing', () => {
  test('inserts what differs and nothing else', async () => {
    const { ctx, rows } = countingInserts(await brand())
    const id = await customer(ctx, { attributes: { city: '上海', age: 30 }, tags: ['VIP'] })
    await projectCustomers(ctx)
    expect(rows()).toBeGreaterThan(3)
    expect(await takeChanges(ctx)).toEqual([
      { customerId: id, keys: ['*'], intoId: null, historical: false },
    ])
    const before = rows()
    await say(ctx, id, { city: '上海' })
    await sql`insert into customer_change (tenant_id, node_id) values (${ctx.tenantId}, ${id})`.execute(
      ctx.pg,
    )
    await projectCustomers(ctx)
    expect(rows()).toBe(before)
    expect(await takeChanges(ctx)).toEqual([])
    await say(ctx, id, { city: '北京', age: null })
    await projectCustomers(ctx)
    expect(rows()).toBe(before + 2)
    const [change] = await takeChanges(ctx)
    expect(change?.keys.toSorted()).toEqual(['attribute\x1fage', 'attribute\x1fcity'])
    expect(await stateOf(ctx, id)).toMatchObject({ 'attribute/city': { text: '北京' } })
  })

  test('waits for nobody who reads a list, and is done by the loop after', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { tags: ['VIP'] })
    const page = await listCustomers(ctx, {
      filter: { tags: { all: ['VIP'] } },
      sort: 'last_seen',
      limit: 10,
    })
    expect(page.items.map((i) => i.id)).toEqual([id])
    expect(await stateOf(ctx, id)).toEqual({})
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, id))).toContain('tag/VIP')
  })

  test('goes on for lists while the event store cannot answer, and catches up when it can', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { tags: ['VIP'] })
    const refuse = async () => {
      throw unavailable('event_store_unavailable', 'The event store cannot answer now', 2)
    }
    const down = { ...ctx, ch: { ...ctx.ch, allRows: refuse, insert: refuse } }
    await expect(projectCustomers(down)).rejects.toThrow('cannot answer')
    const { rows } = await sql`select 1 from customer_search
      where tenant_id = ${ctx.tenantId} and customer_id = ${id}`.execute(ctx.pg)
    expect(rows).toHaveLength(1)
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, id))).toContain('tag/VIP')
  })

  test('that was inserted and then not committed says nothing wrong for long', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { attributes: { city: '上海' } })
    await projectCustomers(ctx)
    await say(ctx, id, { city: '北京', hobby: '茶' })
    const dies = {
      ...ctx,
      ch: {
        ...ctx.ch,
        async insert(given: Parameters<Ctx['ch']['insert']>[0]) {
          await ctx.ch.insert(given)
          throw new Error('the process ends here')
        },
      },
    }
    await expect(projectCustomers(dies)).rejects.toThrow('ends here')
    expect(await stateOf(ctx, id)).toMatchObject({ 'attribute/city': { text: '北京' } })
    // What was written is undone before it is looked at again: PostgreSQL sees no difference.
    await sql`delete from attribute where tenant_id = ${ctx.tenantId} and name = 'hobby'`.execute(
      ctx.pg,
    )
    await sql`update attribute set value = '"上海"' where tenant_id = ${ctx.tenantId} and name = 'city'`.execute(
      ctx.pg,
    )
    await projectCustomers(ctx)
    const rows = await stateOf(ctx, id)
    expect(rows).toMatchObject({ 'attribute/city': { text: '上海' } })
    expect(Object.keys(rows)).not.toContain('attribute/hobby')
    expect(await wrongRows(ctx)).toEqual([])
  })
})

describe('merging', () => {
  test('leaves one set of rows, and says into whom the other went', async () => {
    const ctx = await brand()
    const a = await customer(ctx, { ids: { member_id: 'a' }, attributes: { city: '上海' } })
    const b = await customer(ctx, { ids: { phone: '+8613800138001' }, tags: ['VIP'] })
    await projectCustomers(ctx)
    await takeChanges(ctx)
    const { mergeId } = await mergeCustomers(ctx, a, b, 'same person')
    await projectCustomers(ctx)
    expect(await stateOf(ctx, b)).toEqual({})
    expect(Object.keys(await stateOf(ctx, a))).toEqual(
      expect.arrayContaining(['attribute/city', 'tag/VIP', 'identifier/phone']),
    )
    const merged = await takeChanges(ctx)
    expect(merged).toContainEqual({ customerId: b, keys: ['*'], intoId: a, historical: false })
    expect(merged.find((c) => c.customerId === a)?.keys).toContain('customer\x1f')
    await unmerge(ctx, mergeId, 'they are two')
    await projectCustomers(ctx)
    expect(Object.keys(await stateOf(ctx, b))).toContain('tag/VIP')
    expect(Object.keys(await stateOf(ctx, a))).not.toContain('tag/VIP')
    const parted = await takeChanges(ctx)
    expect(parted).toContainEqual({ customerId: b, keys: ['*'], intoId: null, historical: false })
    expect(parted.find((c) => c.customerId === a)?.keys).toContain('customer\x1f')
  })
})

describe('erasing', () => {
  test('leaves no row in either store, not one that says it is gone', async () => {
    const ctx = await brand()
    const a = await customer(ctx, {
      ids: { phone: '+8613800138002' },
      attributes: { city: '上海' },
    })
    const b = await customer(ctx, { ids: { member_id: 'e2' }, tags: ['VIP'] })
    const stays = await customer(ctx, { tags: ['VIP'] })
    await projectCustomers(ctx)
    await mergeCustomers(ctx, a, b, 'same person')
    await projectCustomers(ctx)
    const request = await askToErase(ctx, b, { reason: 'asked for', confirm: String(a) })
    expect(await sweepErased(ctx, request, 0)).toBe(true)
    const [left] = await ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      ch`select count() as n from customer_state where customer_id in ${as('Array(UInt32)', [a, b])}`,
    )
    expect(left?.n).toBe('0')
    for (const table of ['customer_state', 'customer_state_change']) {
      const { rows } = await sql`select 1 from ${sql.table(table)}
        where tenant_id = ${ctx.tenantId} and customer_id in (${a}, ${b})`.execute(ctx.pg)
      expect(rows, table).toEqual([])
    }
    expect(Object.keys(await stateOf(ctx, stays))).toContain('tag/VIP')
  })
})

describe('the check', () => {
  test('finds rows that are missing, wrong or too many, and mends them', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { attributes: { city: '上海', age: 30 }, tags: ['VIP'] })
    await projectCustomers(ctx)
    expect((await compareState(ctx)).total).toBe(0)
    const plant = (key: string, gone: boolean, text: string, customerId = id) =>
      ctx.ch.insert({
        table: 'customer_state',
        columns: [
          'tenant_id',
          'kind',
          'key',
          'customer_id',
          'version',
          'gone',
          'type',
          'text',
          'since',
        ],
        body: Buffer.from(
          `${JSON.stringify([ctx.tenantId, 'attribute', key, customerId, 900_000, gone, 'text', text, '2026-01-01 00:00:00'])}\n`,
        ),
      })
    await sql`update customer_state_round set version = 1000000 where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
    await plant('city', false, '火星')
    await plant('age', true, '')
    await plant('shadow', false, 'x')
    await plant('shadow', false, 'x', id + 100_000)
    const { differences } = await compareState(ctx)
    expect(differences.map((d) => `${d.customer} ${d.kind} ${d.key}`).toSorted()).toEqual(
      [
        `${id} attribute age`,
        `${id} attribute city`,
        `${id} attribute shadow`,
        `${id + 100_000} attribute shadow`,
      ].toSorted(),
    )
    await sql`select setval('customer_state_version', 1000000)`.execute(ctx.pg)
    await rebuildBrandState(ctx)
    expect((await compareState(ctx)).total).toBe(0)
    expect(await stateOf(ctx, id)).toMatchObject({ 'attribute/city': { text: '上海' } })
    expect(await stateOf(ctx, id + 100_000)).toEqual({})
  })

  test('fills an event store that was lost', async () => {
    const ctx = await brand()
    const id = await customer(ctx, { tags: ['VIP'] })
    await projectCustomers(ctx)
    await ctx.ch.command(
      `alter table homefield.customer_state delete where tenant_id = toUUID('${ctx.tenantId}') settings mutations_sync = 2`,
    )
    expect(await stateOf(ctx, id)).toEqual({})
    await forgetStates(ctx)
    expect((await compareState(ctx)).total).toBe(0)
    expect(Object.keys(await stateOf(ctx, id))).toContain('tag/VIP')
  })
})

test('whatever is written and merged in whatever order, the event store ends at what PostgreSQL says', async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('say' as const),
        who: fc.nat(4),
        name: fc.constantFrom('a', 'b'),
        value: fc.constantFrom(null, 'x', 'y', 7, true),
        at: fc.integer({ min: 1, max: 20 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('tag' as const),
        who: fc.nat(4),
        tag: fc.constantFrom('t', 'u'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('untag' as const),
        who: fc.nat(4),
        tag: fc.constantFrom('t', 'u'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('consent' as const),
        who: fc.nat(4),
        channel: fc.constantFrom('all' as const, 'sms' as const),
        state: fc.constantFrom('given' as const, 'withdrawn' as const),
        at: fc.integer({ min: 1, max: 20 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('merge' as const), who: fc.nat(4), other: fc.nat(4) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unmerge' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('project' as const), fails: fc.boolean() }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const ctx = await brand()
      const nodes: number[] = []
      for (let i = 0; i < 5; i++) nodes.push(await customer(ctx))
      const merges: string[] = []
      const of = (i: number) => nodes[i] ?? 0
      for (const s of steps) {
        if (s.do === 'say') await say(ctx, of(s.who), { [s.name]: s.value }, day(s.at))
        else if (s.do === 'tag')
          await applyTags(ctx, [{ node: of(s.who), tag: s.tag, source: 'crm', at: day(1) }])
        else if (s.do === 'untag')
          await sql`delete from customer_tag where tenant_id = ${ctx.tenantId}
            and node_id = ${of(s.who)} and tag = ${s.tag}`.execute(ctx.pg)
        else if (s.do === 'consent') await consent(ctx, of(s.who), s.channel, s.state, day(s.at))
        else if (s.do === 'merge') {
          const { rows } = await sql<{
            n: number
          }>`select count(distinct canonical_id) as n from customer
            where tenant_id = ${ctx.tenantId} and id in (${of(s.who)}, ${of(s.other)})`.execute(
            ctx.pg,
          )
          if (rows[0]?.n === 2)
            merges.push((await mergeCustomers(ctx, of(s.who), of(s.other), 'test')).mergeId)
        } else if (s.do === 'unmerge') {
          const merge = merges.pop()
          if (merge) await unmerge(ctx, merge, 'test')
        } else if (!s.fails) await projectCustomers(ctx)
        else
          await projectCustomers({
            ...ctx,
            ch: {
              ...ctx.ch,
              async insert(given) {
                await ctx.ch.insert(given)
                throw new Error('the process ends here')
              },
            },
          }).catch((error: Error) => expect(error.message).toContain('ends here'))
      }
      await projectCustomers(ctx)
      expect(await wrongRows(ctx)).toEqual([])
    }),
    { numRuns: 25 },
  )
})
