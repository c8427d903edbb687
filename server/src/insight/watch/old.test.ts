import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { forgetOldReports } from './old.ts'

const NOW = new Date('2026-06-30T04:00:00Z')
const DAY = 86_400_000

async function brand(): Promise<Ctx & { report: string; robot: string }> {
  const ctx = { ...(await testCtx()), now: () => NOW }
  const [report, robot] = [randomUUIDv7(), randomUUIDv7()]
  await sql`insert into metric_report (tenant_id, id, name, kind, hour, weekdays, created_at, created_by, updated_at)
    values (${ctx.tenantId}, ${report}, 'Daily', 'daily', 8, '{1}', ${NOW}, 'system:system', ${NOW})`.execute(
    ctx.pg,
  )
  await sql`insert into robot (tenant_id, id, name, kind, url_sealed, created_at, created_by)
    values (${ctx.tenantId}, ${robot}, 'Group', 'wecom', '', ${NOW}, 'system:system')`.execute(
    ctx.pg,
  )
  return { ...ctx, report, robot }
}

/** Runs so many days ago, a day apart, each with a picture, a mail and a message. */
async function ran(
  ctx: Awaited<ReturnType<typeof brand>>,
  daysAgo: number,
  count: number,
  state: 'sent' | 'waiting' = 'sent',
): Promise<void> {
  const from = new Date(NOW.getTime() - daysAgo * DAY)
  await sql`with runs as (
      insert into metric_report_run (tenant_id, id, report_id, day, kind, state, made_at, message)
      select ${ctx.tenantId}::uuid, gen_random_uuid(), ${ctx.report}::uuid, ${from}::date, 'now', 'made', ${from}::timestamptz, '{}'
      from generate_series(1, ${count}::integer) returning id),
    pictures as (
      insert into metric_report_picture (tenant_id, run_id, language, png)
      select ${ctx.tenantId}::uuid, id, 'zh-CN', 'png'::bytea from runs),
    messages as (
      insert into robot_message (tenant_id, id, robot_id, key, message, state, next_at, made_at, run_id)
      select ${ctx.tenantId}::uuid, gen_random_uuid(), ${ctx.robot}::uuid, id::text, '{}', ${state}, ${from}::timestamptz,
        ${from}::timestamptz, id from runs)
    insert into mail (tenant_id, id, run_id, key, address, subject, body, state, next_at, made_at)
    select ${ctx.tenantId}::uuid, gen_random_uuid(), id, id::text, 'a@example.com', 's', '{}', ${state}, ${from}::timestamptz,
      ${from}::timestamptz from runs`.execute(ctx.pg)
}

async function left(ctx: Ctx): Promise<Record<string, number>> {
  const tables = ['metric_report_run', 'metric_report_picture', 'mail', 'robot_message']
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(table)} where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
    counts[table] = rows[0]?.n ?? 0
  }
  return counts
}

test('old runs go with pictures, mails and messages, in several sets; younger ones stay', async () => {
  const ctx = await brand()
  await ran(ctx, 200, 1_200)
  await ran(ctx, 170, 3)
  expect(await forgetOldReports(ctx, 180)).toBe(3_600)
  expect(await left(ctx)).toEqual({
    ...{ metric_report_run: 3, metric_report_picture: 3, mail: 3, robot_message: 3 },
  })
  expect(await forgetOldReports(ctx, 180)).toBe(0)
})

test('what still waits to be sent stays with its run, and another brand’s is not touched', async () => {
  const [mine, theirs] = [await brand(), await brand()]
  await ran(mine, 200, 1, 'waiting')
  await ran(theirs, 200, 2)
  expect(await forgetOldReports(mine, 180)).toBe(0)
  expect(await left(mine)).toMatchObject({ metric_report_run: 1, mail: 1, robot_message: 1 })
  expect(await left(theirs)).toMatchObject({ metric_report_run: 2, mail: 2 })
})

test('missed reports are looked for 35 days back, so fewer than 40 days cannot be set', () => {
  expect(() => readConfig({ HOMEFIELD_REPORT_DAYS: '39' })).toThrow('HOMEFIELD_REPORT_DAYS')
  expect(readConfig({ HOMEFIELD_REPORT_DAYS: '40' }).reportDays).toBe(40)
  expect(readConfig({}).reportDays).toBe(180)
})

test('old looks of alerts go, in several sets; each alert keeps its latest, however old', async () => {
  const ctx = await brand()
  const [asleep, awake] = [randomUUIDv7(), randomUUIDv7()]
  const looked = async (alert: string, daysAgo: number, count: number) => {
    const from = new Date(NOW.getTime() - daysAgo * DAY)
    await sql`insert into metric_alert_look (tenant_id, alert_id, period, looked_at, outcome)
      select ${ctx.tenantId}::uuid, ${alert}::uuid, at, at, 'quiet'
      from generate_series(1, ${count}::integer) n, lateral (select ${from}::timestamptz + n * interval '1 minute' as at) m`.execute(
      ctx.pg,
    )
  }
  for (const [id, name] of [
    [asleep, 'asleep'],
    [awake, 'awake'],
  ])
    await sql`insert into metric_alert (tenant_id, id, name, metric, period, test, created_at, created_by, updated_at)
      values (${ctx.tenantId}, ${id}, ${name}, 'orders', 'day', '{}', ${NOW}, 'system:system', ${NOW})`.execute(
      ctx.pg,
    )
  await looked(asleep, 300, 5)
  await looked(awake, 200, 1_500)
  await looked(awake, 179, 2)
  expect(await forgetOldReports(ctx, 180)).toBe(4 + 1_500)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from metric_alert_look
    where tenant_id = ${ctx.tenantId} group by alert_id order by n`.execute(ctx.pg)
  expect(rows.map(({ n }) => n)).toEqual([1, 2])
})
