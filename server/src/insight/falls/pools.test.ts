import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { routes as audienceRoutes, type Rule } from '../../audiences/index.ts'
import { keepAudiences } from '../../audiences/round.ts'
import { know, newCustomers } from '../../audiences/testing.ts'
import { makeAudience } from '../../audiences/testing-audiences.ts'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { watchPools, watchPoolsNightly } from './pools.ts'

const DAY = 86_400_000
const FIRST = Date.parse('2026-03-01T12:00:00+08:00')
const NOW = new Date(FIRST + 28 * DAY)
const QUESTION = { days: 28, by: 'channel' as const }

let ctx: TestCtx
let api: Api
let key: string

beforeEach(async () => {
  ctx = { ...(await testCtx()), now: () => NOW }
  api = await testApi(ctx, { domains: [audienceRoutes] })
  api.base.clock.now = NOW
  key = await keyOf(ctx, 'owner')
})

const visited: Rule = {
  kind: 'did',
  event: { any_of: [{ event: 'page_viewed', where: [] }] },
  window: { kind: 'ever' },
  times: { op: 'gte', value: 1 },
}

async function pool(name: string, tag: string, state: 'live' | 'draft' = 'live'): Promise<string> {
  const audience = await makeAudience(ctx, { kind: 'tags', match: 'any', tags: [tag] })
  await keepAudiences(ctx, (tenantId) => ({ ...ctx, tenantId }))
  const owner = randomUUIDv7()
  await sql`insert into staff (tenant_id, id, code, name, created_at)
    values (${ctx.tenantId}, ${owner}, ${`G-${owner}`}, '店长', ${NOW})`.execute(ctx.pg)
  const objective = (measure: string) => ({ text: 'x', measure, target: 10, until: '2027-01-01' })
  const { body: made } = await api.call('POST', '/pools', {
    key,
    body: {
      ...{ name, audience_id: audience, carriers: ['wecom_friend'], owner_id: owner },
      ...{ why_come: 'a', why_stay: 'b', behaviour: visited, behaviour_text: 'c' },
      ...{ short_objective: objective('size'), long_objective: objective('amount_fen') },
    },
  })
  if (state === 'live') {
    const live = await api.call('POST', `/pools/${made.id}/state`, { key, body: { state } })
    expect(live.status).toBe(200)
  }
  return String(made.id)
}

/**
 * Twenty of each tag, seen each day: of `tea` ten buy until the 14th day and two from then on, while they are
 * written to twice as often; of `cup` always five.
 */
async function story(): Promise<void> {
  const people = await newCustomers(ctx, 40)
  const isTea = (i: number) => i < 20
  await know(
    ctx,
    people.map((customer, i) => ({ customer, kind: 'tag', key: isTea(i) ? 'tea' : 'cup' })),
  )
  const rows: TestRow[] = []
  for (let day = 0; day < 28; day++)
    for (const [i, customer] of people.entries()) {
      const at = FIRST + day * DAY + i * 1_000
      rows.push({ customer, name: 'page_viewed', at, channel: 'A' })
      const buys = isTea(i) ? (day < 14 ? 10 : 2) : 5
      if (i % 20 < buys)
        rows.push({ customer, name: 'order_paid', at: at + 500, fen: 1_000, order: `${day}-${i}` })
      for (let n = 0; n < (isTea(i) && day >= 14 ? 2 : 1); n++)
        rows.push({ customer, name: 'sms_sent', at: at + 700 + n, platform: 'sms' })
    }
  await record(ctx, rows)
}

test('each live pool is watched by itself: the one that falls under pressure holds, the steady one does not', async () => {
  await story()
  const [tea, cup] = [await pool('茶友', 'tea'), await pool('杯友', 'cup')]
  await pool('未上线', 'tea', 'draft')
  const { pools } = await watchPools(ctx, QUESTION)
  const of = (id: string) => pools.find((one) => one.id === id)
  expect(pools).toHaveLength(2)
  expect(of(tea)).toMatchObject({
    ...{ name: '茶友', is_falling: true, split: '2026-03-15', before: 10 / 20, after: 2 / 20 },
    ...{ contacts_before: 1, contacts_after: 2, hold: true, why: 'pressure_up' },
  })
  expect(of(cup)).toMatchObject({
    ...{ name: '杯友', is_falling: false, hold: false, why: 'not_falling' },
  })
})

test('the night opens one task for the pool that falls, by its name, however often it looks', async () => {
  await story()
  await pool('茶友', 'tea')
  await pool('杯友', 'cup')
  await watchPoolsNightly(ctx)
  await watchPoolsNightly(ctx)
  const { rows } = await sql<{ kind: string; params: { pool?: string } }>`
    select kind, params from task where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows.map(({ kind, params }) => [kind, params.pool])).toEqual([
    ['conversion_falls_under_pressure', '茶友'],
  ])
})

test('a brand without live pools has nothing to watch and opens nothing', async () => {
  await story()
  expect((await watchPools(ctx, QUESTION)).pools).toEqual([])
  await watchPoolsNightly(ctx)
  const { rows } = await sql`select 1 from task where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows).toEqual([])
})
