import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { type AttributeWrite, applyAttributes } from './attributes.ts'
import { combineAttributes, mask, shownAttributes } from './combine.ts'
import { handlingsOf } from './data-class.ts'

async function ctxWithCustomer(): Promise<{ ctx: TestCtx; node: number }> {
  const ctx = await testCtx()
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id) select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  return { ctx, node: rows[0]?.id ?? 0 }
}
const write = (
  node: number,
  given: Partial<AttributeWrite> & Pick<AttributeWrite, 'op'>,
): AttributeWrite => ({
  node,
  source: 'web',
  at: 1_700_000_000_000,
  eventId: randomUUIDv7(),
  name: 'x',
  ...given,
})
async function view(ctx: TestCtx, node: number): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ name: string; source: string; value: unknown; at: Date }>`
    select name, source, value, at from attribute where tenant_id = ${ctx.tenantId} and node_id = ${node}`.execute(
    ctx.pg,
  )
  return combineAttributes(rows)
}

test('the newest word wins, whatever order they arrive in', async () => {
  const { ctx, node } = await ctxWithCustomer()
  await applyAttributes(ctx, [write(node, { op: 'set', value: 'new', at: 2000 })])
  await applyAttributes(ctx, [write(node, { op: 'set', value: 'old', at: 1000 })])
  expect(await view(ctx, node)).toEqual({ x: 'new' })
})

test('set_once keeps the earliest, and gives way to a plain set', async () => {
  const { ctx, node } = await ctxWithCustomer()
  await applyAttributes(ctx, [write(node, { op: 'set_once', value: 'second', at: 2000 })])
  await applyAttributes(ctx, [write(node, { op: 'set_once', value: 'first', at: 1000 })])
  expect(await view(ctx, node)).toEqual({ x: 'first' })
  await applyAttributes(ctx, [write(node, { op: 'set', value: 'plain', at: 3000 })])
  await applyAttributes(ctx, [write(node, { op: 'set_once', value: 'late', at: 500 })])
  expect(await view(ctx, node)).toEqual({ x: 'plain' })
})

test('an increment counts once however often its event is written', async () => {
  const { ctx, node } = await ctxWithCustomer()
  const five = write(node, { op: 'increment', name: 'points', value: 5 })
  await applyAttributes(ctx, [five, write(node, { op: 'increment', name: 'points', value: 2 })])
  await applyAttributes(ctx, [five])
  expect(await view(ctx, node)).toEqual({ points: 7 })
})

test('ten increments at the same moment all count', async () => {
  const { ctx, node } = await ctxWithCustomer()
  await Promise.all(
    Array.from({ length: 10 }, () =>
      applyAttributes(ctx, [write(node, { op: 'increment', name: 'n', value: 1 })]),
    ),
  )
  expect(await view(ctx, node)).toEqual({ n: 10 })
})

test('appending nothing changes nothing', async () => {
  const { ctx, node } = await ctxWithCustomer()
  await applyAttributes(ctx, [
    write(node, { op: 'append', name: 'likes', value: [] }),
    write(node, { op: 'append', name: 'reads', value: ['诗'] }),
  ])
  await applyAttributes(ctx, [write(node, { op: 'append', name: 'reads', value: [] })])
  expect(await view(ctx, node)).toEqual({ reads: ['诗'] })
})

test('append unites lists, unset takes away, an older set does not bring back', async () => {
  const { ctx, node } = await ctxWithCustomer()
  await applyAttributes(ctx, [
    write(node, { op: 'append', name: 'likes', value: ['茶', '咖啡'] }),
    write(node, { op: 'append', name: 'likes', value: ['茶', '酒'] }),
    write(node, { op: 'set', value: 1, at: 1000 }),
  ])
  await applyAttributes(ctx, [
    write(node, { op: 'append', name: 'likes', value: ['水'] }),
    write(node, { op: 'unset', at: 2000 }),
  ])
  await applyAttributes(ctx, [write(node, { op: 'set', value: 2, at: 1500 })])
  const seen = await view(ctx, node)
  expect([...(seen.likes as string[])].sort()).toEqual(['咖啡', '水', '茶', '酒'].sort())
  expect(seen).not.toHaveProperty('x')
})

test('deleting a profile takes away what its source said, not what others said', async () => {
  const { ctx, node } = await ctxWithCustomer()
  await applyAttributes(ctx, [
    write(node, { op: 'set', name: 'a', value: 1, at: 1000 }),
    write(node, { op: 'set', name: 'b', value: 2, at: 1000, source: 'crm' }),
  ])
  const { name: _, ...all } = write(node, { op: 'delete_all', at: 2000 })
  await applyAttributes(ctx, [all])
  expect(await view(ctx, node)).toEqual({ b: 2 })
})

test('sets give the same attributes in any order and any grouping', async () => {
  const changes = fc.array(
    fc.record({
      op: fc.constantFrom('set' as const, 'unset' as const),
      name: fc.constantFrom('a', 'b'),
      value: fc.integer({ min: 0, max: 9 }),
      source: fc.constantFrom('s1', 's2'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  await fc.assert(
    fc.asyncProperty(changes, fc.infiniteStream(fc.nat()), async (list, random) => {
      const writes = (node: number) => list.map((c, i) => write(node, { ...c, at: 1000 + i }))
      const one = await ctxWithCustomer()
      await applyAttributes(one.ctx, writes(one.node))
      const two = await ctxWithCustomer()
      const shuffled = writes(two.node)
        .map((w) => ({ w, key: random.next().value }))
        .sort((a, b) => a.key - b.key)
      for (const { w } of shuffled) await applyAttributes(two.ctx, [w])
      expect(await view(two.ctx, two.node)).toEqual(await view(one.ctx, one.node))
    }),
    { numRuns: 30 },
  )
})

test('mobiles and addresses are masked enough to recognise and not to use', () => {
  expect(mask('+8613800138000')).toBe('+86138****8000')
  expect(mask('13800138000')).toBe('138****8000')
  expect(mask('wang@example.com')).toBe('w***@example.com')
  const shown = shownAttributes(
    { $mobile: '13800138000', city: '上海', 联系电话: 13800138000, id_card: 'X' },
    handlingsOf([]),
    false,
  )
  expect(shown).toEqual({ $mobile: '138****8000', city: '上海', 联系电话: '****' })
})
