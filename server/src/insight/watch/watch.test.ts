import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningRobots, startRobots } from '../../../../fakes/robots.ts'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { secretsFrom } from '../../platform/secrets.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { listAlerts, lookAtAlerts, saveAlert } from './alerts.ts'
import { requestTo, wasTaken } from './message.ts'
import { listReports, saveReport } from './reports.ts'
import { addRobot, hostOf, listRobots, sendMessage, tell, type WatchDeps } from './robots.ts'
import { makeReports } from './runs.ts'
import { AlertInput, ReportInput } from './shape.ts'

const SECRETS = { dingtalk: 'SEC000dingtalk', feishu: 'feishu-secret' }
const NOW = new Date('2026-03-30T01:00:00Z')
const DAY = 86_400_000
let robots: RunningRobots
let deps: WatchDeps
beforeAll(async () => {
  robots = await startRobots(SECRETS)
  deps = {
    secrets: secretsFrom('x'.repeat(40)),
    outbound: { allowPrivate: true, timeoutMs: 5_000 },
    publicUrl: 'https://home.example.com',
  }
})
afterAll(() => robots.stop())

const brand = async (now = NOW): Promise<TestCtx> => ({ ...(await testCtx()), now: () => now })

async function withRobots(ctx: Ctx): Promise<string[]> {
  const ids: string[] = []
  for (const kind of ['wecom', 'dingtalk', 'feishu'] as const) {
    const secret = kind === 'wecom' ? undefined : SECRETS[kind]
    ids.push(
      await addRobot(ctx, deps, {
        ...{ name: kind, kind, url: robots.addressOf(kind) },
        ...(secret && { secret }),
      }),
    )
  }
  return ids
}

/** What jobs were sent to do, done; the signature needs the real time. */
async function deliver(ctx: TestCtx, now = () => new Date()): Promise<void> {
  for (const { queue, data } of ctx.jobs.sent.splice(0))
    if (queue === 'insight.robot')
      await sendMessage({ ...ctx, now }, deps, (data as { id: string }).id)
}

test('all three robots take what is told, signed as each wants it', async () => {
  const ctx = await brand()
  const ids = await withRobots(ctx)
  robots.heard.length = 0
  const message = {
    title: '日报',
    lines: ['**净收入** ¥1'],
    link: { text: '打开', url: 'https://x.example' },
  }
  await tell(ctx, ids, 'a', message)
  await tell(ctx, ids, 'a', message)
  await deliver(ctx)
  expect(robots.heard.map(({ kind }) => kind)).toEqual(['wecom', 'dingtalk', 'feishu'])
  expect(robots.heard.every(({ text }) => text.includes('日报') && text.includes('¥1'))).toBe(true)
  const states = await listRobots(ctx)
  expect(states.map(({ waiting, given_up }) => [waiting, given_up])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
})

test('addresses and secrets are kept sealed, and only the host is shown', async () => {
  const ctx = await brand()
  await withRobots(ctx)
  const { rows } = await sql<{ text: string }>`
    select r::text as text from robot r where tenant_id = ${ctx.tenantId}
    union all select a.details::text from audit_log a where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  for (const { text } of rows)
    expect(text).not.toMatch(/693a91f6|566cc69d|bcc4d3e8|SEC000|feishu-secret/)
  const [first] = await listRobots(ctx)
  expect(first && hostOf(deps, ctx, first)).toMatch(/^127\.0\.0\.1:\d+$/)
})

test('what fails is tried again later, and given up with a notice after the last time', async () => {
  const ctx = await brand()
  const [wecom = ''] = await withRobots(ctx)
  robots.heard.length = 0
  robots.failNext(1, 200, '{"errcode":45009,"errmsg":"api freq out of limit"}')
  await tell(ctx, [wecom], 'again', { title: 'x', lines: [] })
  let now = Date.now() + 1_000
  await deliver(ctx, () => new Date(now))
  expect(robots.heard).toEqual([])
  await deliver(ctx, () => new Date(now))
  expect(robots.heard, 'not before its time').toEqual([])
  now += 60_000
  const { rows } = await sql<{
    id: string
  }>`select id from robot_message where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await sendMessage({ ...ctx, now: () => new Date(now) }, deps, rows[0]?.id ?? '')
  expect(robots.heard).toHaveLength(1)
  robots.failNext(7, 500, 'down')
  await tell(ctx, [wecom], 'never', { title: 'y', lines: [] })
  for (let i = 0; i < 12; i++) {
    now += 30 * 3_600_000
    await deliver(ctx, () => new Date(now))
  }
  const [state] = (await listRobots(ctx)).filter(({ id }) => id === wecom)
  expect(state).toMatchObject({ waiting: 0, given_up: 1, last_answer: '500 down' })
})

test('a message that is longer than a robot takes loses whole lines, and says so', () => {
  const lines = Array.from({ length: 200 }, (_, i) => `第 ${i} 行 ${'长'.repeat(20)}`)
  const { body } = requestTo({ kind: 'wecom', url: 'https://x' }, { title: 't', lines }, NOW)
  const { content } = JSON.parse(body).markdown
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096)
  expect(content).toMatch(/\n… \+\d+$/)
  expect(wasTaken(200, '{"errcode":0}') && wasTaken(200, '{"code":0}')).toBe(true)
  expect([
    wasTaken(200, '{"errcode":1}'),
    wasTaken(200, '<html>'),
    wasTaken(502, '{"code":0}'),
  ]).toEqual([false, false, false])
})

/** Eight weeks of customers who come each day; yesterday those of one store stayed away. */
async function quietYesterday(ctx: Ctx): Promise<void> {
  const customers = await newCustomers(ctx, 40)
  await know(
    ctx,
    customers.map((customer, i) => ({ customer, kind: 'store', key: i < 25 ? 'S1' : 'S2' })),
  )
  const yesterday = Date.parse('2026-03-29T04:00:00Z')
  await happen(
    ctx,
    Array.from({ length: 60 }, (_, back) => back).flatMap((back) =>
      customers
        .filter((_, i) => back > 0 || i >= 25)
        .map((customer) => ({ customer, name: 'came', at: yesterday - back * DAY, props: {} })),
    ),
  )
}

test('an alert looks at each period once, whoever looks, and says whom the change is owed to', async () => {
  const ctx = await brand()
  const ids = await withRobots(ctx)
  await quietYesterday(ctx)
  const input = { name: '活跃异常', metric: 'active_customers', period: 'day', robots: ids }
  await saveAlert(ctx, undefined, AlertInput.parse({ ...input, test: { kind: 'anomaly' } }))
  const fired = await Promise.all([lookAtAlerts(ctx, deps), lookAtAlerts(ctx, deps)])
  expect(fired.toSorted()).toEqual([0, 1])
  expect(await lookAtAlerts(ctx, deps)).toBe(0)
  const [alert] = await listAlerts(ctx)
  expect(alert?.last).toMatchObject({ outcome: 'fired', value: 15, expected: 40 })
  expect(alert?.last?.causes[0]).toMatchObject({
    dimension: 'store',
    name: 'S1',
    change: -25,
    share: 1,
  })
  robots.heard.length = 0
  await deliver(ctx)
  expect(robots.heard).toHaveLength(3)
  expect(robots.heard[0]?.text).toContain('门店 S1')
  const tomorrow = { ...ctx, now: () => new Date(NOW.getTime() + DAY) }
  expect(await lookAtAlerts(tomorrow, deps), 'the next day is another period').toBe(1)
})

test('an alert without enough past says so and is quiet', async () => {
  const ctx = await brand()
  const [customer = 0] = await newCustomers(ctx, 1)
  await happen(ctx, [{ customer, name: 'came', at: NOW.getTime() - DAY, props: {} }])
  await saveAlert(
    ctx,
    undefined,
    AlertInput.parse({ name: 'a', metric: 'average_order_value', test: { kind: 'anomaly' } }),
  )
  expect(await lookAtAlerts(ctx, deps)).toBe(0)
  expect((await listAlerts(ctx))[0]?.last?.outcome).toBe('quiet')
})

test('the daily report comes once a morning with its figures, the cause and what waits', async () => {
  const ctx = await brand()
  const ids = await withRobots(ctx)
  await quietYesterday(ctx)
  await saveReport(
    ctx,
    undefined,
    ReportInput.parse({
      name: '经营日报',
      kind: 'daily',
      hour: 9,
      metrics: ['active_customers', 'events'],
      robots: ids,
    }),
  )
  const early = { ...ctx, now: () => new Date('2026-03-30T00:59:00Z') }
  expect(await makeReports(early, deps), 'eight in the morning').toBe(0)
  const made = await Promise.all([makeReports(ctx, deps), makeReports(ctx, deps)])
  expect(made.toSorted()).toEqual([0, 1])
  expect(await makeReports(ctx, deps)).toBe(0)
  const [report] = await listReports(ctx)
  const text = report?.last?.message.lines.join('\n')
  expect(report?.last).toMatchObject({ day: '2026-03-30' })
  expect(text).toContain('**活跃客户数** 15（较上周同日 -62.5%）')
  expect(text).toContain('主要原因：')
  expect(text).toContain('门店 S1')
  expect(text).toContain('待决定：')
  robots.heard.length = 0
  await deliver(ctx)
  expect(robots.heard.filter(({ text }) => text.includes('待决定：'))).toHaveLength(3)
  expect(robots.heard.filter(({ png }) => png)).toHaveLength(1)
})
