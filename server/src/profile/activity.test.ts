import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { emptyDatabase } from '../org/testing.ts'
import { as, sql as ch } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { activityOf, countActivity, recountActivity } from './activity.ts'
import { checks } from './checks.ts'
import { getCustomerPage } from './customer-page.ts'
import { listCustomers } from './list.ts'
import { projectCustomers } from './projection.ts'

// Batches are counted for the whole installation, so each test has one to itself.
async function alone(work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const store = await emptyDatabase()
  try {
    const ctx = { ...(await testCtx()), pg: store.db }
    await sql`insert into tenant (id, name, timezone, currency)
      values (${ctx.tenantId}, 'Test', 'Asia/Shanghai', 'CNY')`.execute(ctx.pg)
    await work(ctx)
  } finally {
    await store.drop()
  }
}

// Far from the ids of other tests, whose events are in the same event store.
const FIRST = 600_000 + Math.floor(Math.random() * 10_000) * 10

async function customers(ctx: Ctx, ...nodes: number[]): Promise<void> {
  await sql`insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from unnest(${nodes}::bigint[]) n`.execute(ctx.pg)
}

let batch = 9_000_000_000 + Math.floor(Math.random() * 1_000_000) * 100

async function events(
  ctx: Ctx,
  given: { node: number; at: Date; platform: string; name?: string }[],
) {
  batch += 1
  const body = given
    .map(({ node, at, platform, name }) =>
      JSON.stringify([
        ctx.tenantId,
        name ?? 'page_viewed',
        node,
        at.toISOString().slice(0, 23).replace('T', ' '),
        crypto.randomUUID(),
        batch,
        platform,
      ]),
    )
    .join('\n')
  await ctx.ch.insert({
    table: 'event',
    columns: ['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'batch_id', 'platform'],
    body: Buffer.from(`${body}\n`),
  })
  const months = [
    ...new Set(given.map(({ at }) => at.getUTCFullYear() * 100 + at.getUTCMonth() + 1)),
  ]
  await sql`insert into ingest_batch (id, owner, state, lease_until, months)
    values (${batch}, ${ctx.tenantId}, 'done', now(), ${`{${months.join(',')}}`}::int[])`.execute(
    ctx.pg,
  )
}

const hoursAgo = (hours: number) => new Date(Math.floor(Date.now() / 1000 - hours * 3600) * 1000)
const sums = async (ctx: Ctx, nodes: number[]) =>
  (await activityOf(ctx, nodes)).reduce((sum, a) => sum + a.events, 0)

test('events count once, the moment they are stored and for ever after', () =>
  alone(async (ctx) => {
    const node = FIRST
    const first = hoursAgo(50)
    await customers(ctx, node)
    await events(ctx, [
      { node, at: first, platform: 'web' },
      { node, at: hoursAgo(2), platform: 'app' },
    ])
    expect(await sums(ctx, [node])).toBe(2)
    await countActivity(ctx)
    await countActivity(ctx)
    expect(await sums(ctx, [node])).toBe(2)
    await events(ctx, [{ node, at: hoursAgo(1), platform: 'web' }])
    expect(await sums(ctx, [node])).toBe(3)
    await countActivity(ctx)
    await projectCustomers(ctx)
    const page = await getCustomerPage(ctx, node)
    expect(page).toMatchObject({
      event_count: 3,
      platforms: ['app', 'web'],
      first_seen: first.toISOString().slice(0, 14) + page.first_seen?.slice(14),
    })
    expect(page.days.reduce((sum, { n }) => sum + n, 0)).toBe(3)
    const list = await listCustomers(ctx, {
      filter: { platforms: ['app'] },
      sort: 'last_seen',
      limit: 10,
    })
    expect(list.items).toMatchObject([{ id: node, event_count: 3 }])
  }))

test('days are those of the brand’s zone, and old ones are only counted', () =>
  alone(async (ctx) => {
    const node = FIRST + 1
    await customers(ctx, node)
    const lateInUtc = new Date(Date.UTC(2026, 0, 10, 20, 0, 0))
    const then = { ...ctx, now: () => new Date(Date.UTC(2026, 0, 15)) }
    await events(then, [
      { node, at: lateInUtc, platform: 'web' },
      { node, at: new Date(Date.UTC(2025, 5, 1)), platform: 'web' },
    ])
    await countActivity(then)
    const page = await getCustomerPage(then, node)
    expect(page.days).toEqual([{ day: '2026-01-11', n: 1 }])
    expect(page.event_count).toBe(2)
  }))

test('a wrong sum is found, and rebuilt from the events', () =>
  alone(async (ctx) => {
    const [a, b] = [FIRST + 2, FIRST + 3]
    await customers(ctx, a, b)
    await events(ctx, [
      { node: a, at: hoursAgo(3), platform: 'web' },
      { node: b, at: hoursAgo(3), platform: 'web' },
    ])
    await countActivity(ctx)
    await sql`update customer_activity set event_count = 9 where node_id = ${a}`.execute(ctx.pg)
    const check = checks.find(({ name }) => name === 'profile.activity')
    const wrong = async () =>
      (await check?.compare(ctx))?.differences.filter((d) => d.node === a || d.node === b)
    expect(await wrong()).toEqual([{ node: a, counted: 9, events: 1 }])
    await recountActivity(ctx, [a])
    expect(await wrong()).toEqual([])
    await sql`delete from customer_activity where node_id = ${b}`.execute(ctx.pg)
    expect(await wrong()).toEqual([{ node: b, counted: 0, events: 1 }])
    await check?.repair?.(ctx)
    expect(await wrong()).toEqual([])
  }))

test('what we do with her record is no sign of her life', () =>
  alone(async (ctx) => {
    const [a, b] = [FIRST + 6, FIRST + 7]
    await customers(ctx, a, b)
    const seen = hoursAgo(50)
    await events(ctx, [
      { node: a, at: seen, platform: 'web' },
      { node: a, at: hoursAgo(1), platform: '', name: 'tag_added' },
      { node: b, at: hoursAgo(1), platform: '', name: 'customer_assigned' },
    ])
    const counted = async () =>
      (await activityOf(ctx, [a, b])).map(({ node, events, lastAt }) => ({ node, events, lastAt }))
    const hers = [{ node: a, events: 1, lastAt: seen }]
    expect(await counted(), 'not yet added up').toEqual(hers)
    await countActivity(ctx)
    expect(await counted()).toEqual(hers)
  }))

test('a customer seen on more platforms than anybody would list keeps every one of them', () =>
  alone(async (ctx) => {
    const node = FIRST + 9
    await customers(ctx, node)
    const platforms = Array.from({ length: 70 }, (_, i) => `screen-${100 + i}`)
    await events(
      ctx,
      platforms.map((platform) => ({ node, at: hoursAgo(3), platform })),
    )
    const seen = async () => (await activityOf(ctx, [node]))[0]?.platforms
    expect(await seen(), 'while nobody has counted them').toEqual(platforms)
    await countActivity(ctx)
    expect(await seen()).toEqual(platforms)
    await recountActivity(ctx, [node])
    expect(await seen()).toEqual(platforms)
  }))

test('a customer came with her first event, however late it is told', async () => {
  await alone(async (ctx) => {
    const node = FIRST + 9
    await customers(ctx, node)
    const came = async () => {
      await countActivity(ctx)
      await projectCustomers(ctx)
      const [row] = await ctx.ch.rows<{ at: string }>(
        ctx.tenantId,
        ch`select toString(toUnixTimestamp64Milli(assumeNotNull(at))) as at from customer_state final
          where kind = 'figure' and key = 'first_seen' and customer_id = ${as('UInt32', node)}`,
      )
      return Number(row?.at)
    }
    const made = Date.now()
    expect(Math.abs((await came()) - made)).toBeLessThan(600_000)
    const [march, january] = [new Date('2026-03-02T04:00:00Z'), new Date('2026-01-02T04:00:00Z')]
    await events(ctx, [{ node, at: march, platform: 'web' }])
    expect(await came()).toBe(march.getTime())
    await events(ctx, [{ node, at: january, platform: 'web' }])
    expect(await came()).toBe(january.getTime())
    await recountActivity(ctx, [node])
    expect(await came()).toBe(january.getTime())
  })
})
