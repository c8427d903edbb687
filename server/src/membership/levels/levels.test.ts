import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Collector } from '../../collect/index.ts'
import { draft, submission, testCollector } from '../../collect/testing.ts'
import { recordOrders, recordRefunds } from '../../commerce/index.ts'
import { newCustomer, order, refund } from '../../commerce/testing.ts'
import { mergeCustomers, projectAliases, unmerge } from '../../identity/index.ts'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { computedValues, listDefinitions } from '../../profile/index.ts'
import { join, leave } from '../programme/members.ts'
import { routes } from '../routes.ts'
import { onDay, programme, publish, RULES, settleLevels } from '../testing-members.ts'
import { levelCheck } from './check.ts'
import { evaluateAll, joinBySignals, keepDue } from './keep.ts'
import { runSimulation } from './simulate.ts'

let ctx: TestCtx
let collector: Collector
let api: Api
let key: string
let number = 0

beforeAll(async () => {
  ctx = onDay(await testCtx(), '2025-01-01')
  collector = testCollector(ctx)
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
  await programme(ctx)
  await publish(ctx)
  return () => collector.stop()
})

const day = (text: string) => onDay(ctx, text)
async function member(on = '2025-01-02'): Promise<number> {
  const node = await newCustomer(ctx)
  await join(day(on), 'operator', { node, at: day(on).now(), evidence: 'signed in the shop' })
  return node
}
async function buys(node: number, fen: number, on: string): Promise<string> {
  number += 1
  const at = day(on).now()
  const name = `level-${number}`
  await recordOrders(day(on), [order(name, fen, { node, paidAt: at, placedAt: at })])
  return name
}
const standing = async (node: number) => {
  const { rows } = await sql<{
    level: string
    spend_fen: number
    grace_until: Date | null
    next_at: Date | null
  }>`
    select level, spend_fen, grace_until, next_at from level_standing
    where tenant_id = ${ctx.tenantId} and node_id = ${node} and ladder = 'growth'`.execute(ctx.pg)
  return rows[0]
}
const attribute = async (node: number, name = 'member_level') =>
  (await computedValues(ctx, name, { ids: [node] }))[0]?.value
const moves = async (node: number) => {
  const { rows } = await sql<{ move: string }>`
    select concat_ws(' ', coalesce(from_level, '-'), coalesce(to_level, '-'), reason) as move from level_change
    where tenant_id = ${ctx.tenantId} and node_id = ${node} and ladder = 'growth' order by found_at, id`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.move)
}
const differences = async () =>
  (await levelCheck.compare(day('2025-06-01'))).differences.filter((d) => d.tenant === ctx.tenantId)

test('an order raises its member at once; the level is an attribute with a name', async () => {
  const node = await member()
  await settleLevels(day('2025-01-02'))
  expect(await attribute(node)).toBe('plain')
  await buys(node, 1_200_00, '2025-03-10')
  await settleLevels(day('2025-03-10'))
  expect(await standing(node)).toMatchObject({ level: 'silver', spend_fen: 1_200_00 })
  expect(await attribute(node)).toBe('silver')
  expect(await attribute(node, 'member_level_since')).toBe('2025-03-10')
  expect(await attribute(node, 'member_level_progress')).toBe(24)
  expect(await moves(node)).toEqual(['- plain joined', 'plain silver reached'])
  const words = (await listDefinitions(ctx)).find((d) => d.name === 'member_level')
  expect(JSON.stringify(words)).toContain('银卡')
})

test('a refund begins the grace, and the night after it she falls', async () => {
  const node = await member()
  const name = await buys(node, 1_000_00, '2025-03-10')
  await settleLevels(day('2025-03-10'))
  await recordRefunds(day('2025-03-12'), [
    refund(`${name}-r`, name, 500_00, { at: day('2025-03-12').now() }),
  ])
  await settleLevels(day('2025-03-12'))
  expect(await standing(node)).toMatchObject({ level: 'silver', spend_fen: 500_00 })
  expect((await standing(node))?.grace_until).toEqual(new Date('2025-04-11T00:00:00+08:00'))
  // Due within the hour is on its way; forgotten for longer it is found.
  const due = (await standing(node))?.next_at ?? new Date(0)
  const at = (hours: number) => ({ ...ctx, now: () => new Date(due.getTime() + hours * 3_600_000) })
  const found = async (hours: number) =>
    (await levelCheck.compare(at(hours))).differences.filter((d) => d.tenant === ctx.tenantId)
      .length
  expect([await found(-1), await found(1), await found(3)]).toEqual([0, 0, 1])
  await keepDue(day('2025-04-12'), eachBrand(day('2025-04-12')))
  expect(await standing(node)).toMatchObject({ level: 'plain' })
  expect(await attribute(node)).toBe('plain')
})

test('spending points or growth changes no base; growth by hand is once a key', async () => {
  const node = await member()
  const give = (growth: number) =>
    api.call('POST', `/membership/customers/${node}/growth`, {
      key,
      body: { key: `hand-${node}`, growth, reason: 'made up for a mistake' },
    })
  expect((await give(50)).status).toBe(204)
  expect((await give(50)).status).toBe(204)
  expect((await give(60)).body.error).toMatchObject({ code: 'key_used' })
  await settleLevels(ctx)
  await evaluateAll(day('2026-11-01'), 'growth')
})

test('whoever leaves holds nothing, and an order does not bring her back', async () => {
  const node = await member()
  await buys(node, 1_000_00, '2025-03-10')
  await settleLevels(day('2025-03-10'))
  await leave(day('2025-03-11'), node, 'she asked')
  await settleLevels(day('2025-03-11'))
  expect(await standing(node)).toBeUndefined()
  expect(await attribute(node)).toBeUndefined()
  await buys(node, 1_000_00, '2025-03-12')
  await settleLevels(day('2025-03-12'))
  expect(await standing(node)).toBeUndefined()
})

test('the first order after the programme began makes a member; joining twice is once', async () => {
  const node = await newCustomer(ctx)
  await buys(node, 10_00, '2025-02-01')
  await settleLevels(day('2025-02-01'))
  expect(await standing(node)).toMatchObject({ level: 'plain' })
  const again = await join(day('2025-02-02'), 'api', {
    node,
    at: day('2025-02-02').now(),
    evidence: 'app',
  })
  expect(again).toMatchObject({ isNew: false, member: { joined_by: 'first_order' } })
})

test('64 who let one customer join at once make one member of her', async () => {
  const node = await newCustomer(ctx)
  const all = await Promise.all(
    Array.from({ length: 64 }, () => join(ctx, 'api', { node, at: ctx.now(), evidence: 'app' })),
  )
  expect(all.filter((one) => one.isNew)).toHaveLength(1)
  expect(new Set(all.map((one) => one.member.number)).size).toBe(1)
})

test('only what a verified source says lets anybody in', async () => {
  const [claimed, verified] = [await newCustomer(ctx), await newCustomer(ctx)]
  const signal = (node: number, isVerified: boolean) =>
    ({ node, isVerified, at: ctx.now(), eventId: crypto.randomUUID() }) as never
  await joinBySignals(ctx, [signal(claimed, false), signal(verified, true)])
  await settleLevels(ctx)
  expect(await standing(claimed)).toBeUndefined()
  expect(await standing(verified)).toMatchObject({ level: 'plain' })
})

test('two members who are found to be one hold what both bought; parted, each holds her own again', async () => {
  const [a, b] = [await member(), await member()]
  await buys(a, 3_000_00, '2025-03-10')
  await buys(b, 2_000_00, '2025-03-11')
  await settleLevels(day('2025-03-12'))
  expect([(await standing(a))?.level, (await standing(b))?.level]).toEqual(['silver', 'silver'])
  const { mergeId } = await mergeCustomers(day('2025-03-13'), a, b, 'the same person')
  const project = async () => {
    while ((await projectAliases(ctx)) > 0);
    // What audiences hold back until both stores agree.
    await sql`delete from regrouped_node where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  }
  await project()
  await settleLevels(day('2025-03-13'))
  expect(await standing(Math.min(a, b))).toMatchObject({ level: 'gold', spend_fen: 5_000_00 })
  expect(await standing(Math.max(a, b))).toBeUndefined()
  await unmerge(day('2025-03-14'), mergeId, 'they are two')
  await project()
  await settleLevels(day('2025-03-14'))
  expect(await standing(a)).toMatchObject({ level: 'silver', spend_fen: 3_000_00 })
  expect(await standing(b)).toMatchObject({ level: 'silver', spend_fen: 2_000_00 })
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from level_entry
    where tenant_id = ${ctx.tenantId} and node_id in (${a}, ${b}) and level = 'silver'`.execute(
    ctx.pg,
  )
  expect(rows[0]?.n).toBe(2)
})

test('why she was gold on 3 May is told from the rows, also after she is no more', async () => {
  const node = await member()
  const name = await buys(node, 5_000_00, '2025-04-01')
  await settleLevels(day('2025-04-01'))
  const at = day('2025-05-10').now()
  await recordRefunds(day('2025-05-10'), [refund(`${name}-r`, name, 5_000_00, { at })])
  await keepDue(day('2025-08-01'), eachBrand(day('2025-08-01')))
  await settleLevels(day('2025-08-01'))
  api.base.clock.now = day('2025-08-01').now()
  const ask = (query = '') =>
    api.call('GET', `/membership/customers/${node}/level${query}`, { key })
  expect((await ask('?as_of=2025-05-03T00:00:00Z')).body).toMatchObject({
    ...{ level: 'gold', since: '2025-04-01T04:00:00.000Z', rules_version: 1 },
    figures: { spend_fen: 5_000_00, orders: 1 },
    changes: [{ reason: 'joined' }, { reason: 'reached', from: 'plain', to: 'gold' }],
  })
  expect((await ask()).body).toMatchObject({ level: 'plain', figures: { spend_fen: 0, orders: 0 } })
  const future = await ask('?as_of=2026-05-03T00:00:00Z')
  expect(future.body.error).toMatchObject({ code: 'as_of_in_future' })
  const other = await testCtx()
  const stranger = await keyOf(other, 'owner')
  const theirs = await api.call('GET', `/membership/customers/${node}/level`, { key: stranger })
  expect(theirs.status).toBe(404)
})

describe('rules', () => {
  test('that do not add up are refused, and two who publish at once: the second is told', async () => {
    const put = (rules: unknown, version: number) =>
      api.call('POST', '/membership/levels/growth', { key, body: { rules, version } })
    const [plain, silver, gold] = RULES.levels
    const wrong = { ...RULES, levels: [plain, gold, silver] }
    expect((await put(wrong, 1)).body.error).toMatchObject({ code: 'levels_out_of_order' })
    expect((await put({ ...RULES, levels: [silver] }, 1)).body.error).toMatchObject({
      code: 'first_level_needs',
    })
    expect((await put(RULES, 0)).body.error).toMatchObject({ code: 'edited_meanwhile' })
  })

  test('are tried on the real base before they hold', async () => {
    const own = onDay(await testCtx(), '2025-01-01')
    await programme(own)
    await publish(own)
    const theirs = async (fen: number) => {
      const node = await newCustomer(own)
      await join(own, 'api', { node, at: own.now(), evidence: 'app' })
      const at = onDay(own, '2025-02-01').now()
      number += 1
      await recordOrders(onDay(own, '2025-02-01'), [
        order(`sim-${number}`, fen, { node, paidAt: at, placedAt: at }),
      ])
    }
    for (const fen of [100_00, 1_500_00, 1_500_00, 6_000_00]) await theirs(fen)
    await settleLevels(onDay(own, '2025-02-02'))
    const now = onDay(own, '2025-02-03')
    const [plain, , gold] = RULES.levels
    const silver = { ...RULES.levels[1], needs: [{ by: 'spend', at_least: 2_000_00 }] }
    const easier = { ...gold, needs: [{ by: 'spend', at_least: 5_500_00 }] }
    const platinum = {
      code: 'platinum',
      name: '铂金',
      name_en: 'Platinum',
      needs: [{ by: 'spend', at_least: 6_000_00 }],
    }
    const theirApi = await testApi(now, { domains: [routes] })
    theirApi.base.clock.now = now.now()
    const theirKey = await keyOf(now, 'owner')
    const asked = await theirApi.call('POST', '/membership/levels/growth/simulations', {
      key: theirKey,
      body: { rules: { ...RULES, levels: [plain, silver, easier, platinum] } },
    })
    expect(asked.status).toBe(202)
    await runSimulation(now, String(asked.body.id))
    const found = await theirApi.call('GET', `/membership/simulations/${asked.body.id}`, {
      key: theirKey,
    })
    expect(found.body).toMatchObject({
      state: 'done',
      result: {
        ...{ looked: 4, up: 1, down: 0, same: 3, at_risk: 2 },
        moves: [{ from: 'gold', to: 'platinum', customers: 1 }],
      },
    })
  })
})

test('events raise fans until they join; what a browser claims raises no member', async () => {
  const own = onDay(await testCtx(), '2025-01-01')
  await programme(own)
  const needs = [{ by: 'event' as const, event: 'post_liked', at_least: 2 }]
  const [plain] = RULES.levels
  if (!plain) throw new Error('there is no lowest level')
  const keen = { ...plain, code: 'keen', name: '铁粉', name_en: 'Keen', needs }
  await publish(own, { ...RULES, levels: [plain, keen] }, 'fan')
  await publish(own, { ...RULES, levels: [plain, keen] })
  const theirs = testCollector(own)
  const liking = () =>
    submission(
      own,
      [
        draft({
          ...{ name: 'post_liked', messageId: crypto.randomUUID(), at: own.now().getTime() },
          identifiers: [{ namespace: 'anonymous_id', value: 'fan-1' }],
        }),
      ],
      { isVerified: false },
    )
  await theirs.submit(liking())
  await theirs.submit(liking())
  const { rows } = await sql<{
    id: number
  }>`select id from customer where tenant_id = ${own.tenantId}`.execute(own.pg)
  const fan = rows[0]?.id ?? 0
  const later = onDay(own, '2025-01-05')
  await evaluateAll(later, 'fan')
  expect((await computedValues(own, 'fan_level', { ids: [fan] }))[0]?.value).toBe('keen')
  await join(later, 'api', { node: fan, at: later.now(), evidence: 'app' })
  await settleLevels(later)
  expect(await computedValues(own, 'fan_level', { ids: [fan] })).toEqual([])
  expect((await computedValues(own, 'member_level', { ids: [fan] }))[0]?.value).toBe('plain')
  await theirs.stop()
})

test('what is kept is what the replay says, and a standing written by another hand is found', async () => {
  await evaluateAll(day('2025-06-01'), 'growth')
  expect(await differences()).toEqual([])
  const node = await member()
  await settleLevels(day('2025-06-01'))
  await sql`update level_standing set level = 'gold' where tenant_id = ${ctx.tenantId} and node_id = ${node}`.execute(
    ctx.pg,
  )
  expect(await differences()).toEqual([
    { tenant: ctx.tenantId, ladder: 'growth', customer: node, kept: 'gold', replayed: 'plain' },
  ])
})
