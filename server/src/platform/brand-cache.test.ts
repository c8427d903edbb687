import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { brandCached, brandCachedBy, brandVersion, forgetBrandChanges } from './brand-cache.ts'
import { type Ctx, inTx } from './ctx.ts'
import { type TestCtx, testCtx } from './testing.ts'

const versionOf = async (ctx: Ctx) => {
  const { rows } = await sql<{ version: string }>`
    select ${brandVersion(sql`${ctx.tenantId}`)} as version`.execute(ctx.pg)
  return rows[0]?.version ?? ''
}
/** As a request that begins now. */
const begun = async (ctx: Ctx): Promise<Ctx> => ({ ...ctx, brandVersion: await versionOf(ctx) })
const setMost = (ctx: Ctx, most: number) =>
  sql`insert into promotion_setting (tenant_id, most_offers) values (${ctx.tenantId}, ${most})
    on conflict (tenant_id) do update set most_offers = excluded.most_offers`.execute(ctx.pg)
const mostOf = (ctx: Ctx) =>
  brandCached(ctx, 'test.most', async () => {
    const { rows } = await sql<{ most: number | null }>`
      select most_offers as most from promotion_setting where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
    return rows[0]?.most ?? null
  })

test('what was read is not read again until somebody changes it, and then by the very next request', async () => {
  const ctx = await testCtx()
  let reads = 0
  const load = async () => ++reads
  const first = await begun(ctx)
  expect(await brandCached(first, 'test.reads', load)).toBe(1)
  expect(await brandCached(await begun(ctx), 'test.reads', load)).toBe(1)
  await setMost(ctx, 3)
  expect(await brandCached(await begun(ctx), 'test.reads', load)).toBe(2)
  expect(await mostOf(await begun(ctx))).toBe(3)
  await setMost(ctx, 4)
  expect(await mostOf(await begun(ctx))).toBe(4)
})

test('who brings no version reads for himself', async () => {
  const ctx = await testCtx()
  await setMost(ctx, 3)
  expect(await mostOf(await begun(ctx))).toBe(3)
  await setMost(ctx, 4)
  expect(await mostOf(ctx)).toBe(4)
})

test('brands do not see what is kept for others', async () => {
  const [a, b] = [await testCtx(), await testCtx()]
  await setMost(a, 1)
  await setMost(b, 2)
  expect([await mostOf(await begun(a)), await mostOf(await begun(b))]).toEqual([1, 2])
  expect([await mostOf(await begun(a)), await mostOf(await begun(b))]).toEqual([1, 2])
})

test('a change that is not committed changes nothing, and one that is taken back neither', async () => {
  const ctx = await testCtx()
  await setMost(ctx, 3)
  const before = await versionOf(ctx)
  await inTx(ctx, async (inside) => {
    await setMost(inside, 4)
    expect(await versionOf(ctx)).toBe(before)
    expect(await mostOf(await begun(ctx))).toBe(3)
  })
  expect(await mostOf(await begun(ctx))).toBe(4)
  const after = await versionOf(ctx)
  await inTx(ctx, async (inside) => {
    await setMost(inside, 5)
    throw new Error('taken back')
  }).catch(() => undefined)
  expect(await versionOf(ctx)).toBe(after)
})

test('sixty-four who change it at once wait for nobody here, and each is told of', async () => {
  const ctx: TestCtx = await testCtx()
  const seen = new Set([await versionOf(ctx)])
  await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      sql`insert into offer_group (tenant_id, code, name, mode)
        values (${ctx.tenantId}, ${`g${i}`}, 'g', 'best')`.execute(ctx.pg),
    ),
  )
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from brand_change where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows).toEqual([{ n: 64 }])
  seen.add(await versionOf(ctx))
  expect(seen.size).toBe(2)
})

test('changes that are told together are again a version that never was', async () => {
  const ctx = await testCtx()
  const seen = new Set<string>([await versionOf(ctx)])
  for (let i = 0; i < 101; i++) await setMost(ctx, i + 1)
  seen.add(await versionOf(ctx))
  expect(await mostOf(await begun(ctx))).toBe(101)
  await forgetBrandChanges(ctx.pg)
  seen.add(await versionOf(ctx))
  expect(seen.size).toBe(3)
  expect(await mostOf(await begun(ctx))).toBe(101)
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from brand_change where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows).toEqual([{ n: 1 }])
})

test('of many only those are asked for that are not kept, and what is not there is asked for again', async () => {
  const ctx = await begun(await testCtx())
  const asked: string[][] = []
  const find = (keys: string[]) =>
    brandCachedBy(ctx, 'test.by', keys, async (missing) => {
      asked.push([...missing])
      return new Map(missing.filter((key) => key !== 'none').map((key) => [key, `<${key}>`]))
    })
  expect(await find(['a', 'none'])).toEqual(new Map([['a', '<a>']]))
  expect(await find(['a', 'b', 'none'])).toEqual(
    new Map([
      ['a', '<a>'],
      ['b', '<b>'],
    ]),
  )
  expect(asked).toEqual([
    ['a', 'none'],
    ['b', 'none'],
  ])
})
