import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { exportHours } from './hours.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homefield-export-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Events of tests are received at midnight of 1 January 2026. */
const brand = async (now: string): Promise<TestCtx> => {
  const ctx = { ...(await testCtx()), now: () => new Date(now) }
  const [customer = 0] = await newCustomers(ctx, 1)
  await happen(
    ctx,
    [1, 2, 3].map((n) => ({ customer, name: 'came', at: n, props: { n } })),
  )
  return ctx
}
const filesOf = (ctx: TestCtx) =>
  readdirSync(join(folder, ctx.tenantId), { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.includes('hour='),
  )

test('each hour of receipt becomes one Parquet file, once, and an empty hour none', async () => {
  const ctx = await brand('2026-01-01T02:30:00Z')
  expect(await exportHours(ctx, { folder })).toBe(24)
  const file = join('day=2026-01-01', 'hour=00.parquet')
  expect(filesOf(ctx)).toEqual([file])
  const bytes = readFileSync(join(folder, ctx.tenantId, file))
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  const { rows } = await sql<{ rows: number }>`select rows from event_export_hour
    where tenant_id = ${ctx.tenantId} and file is not null`.execute(ctx.pg)
  expect(rows).toEqual([{ rows: 3 }])
  expect(await exportHours(ctx, { folder })).toBe(0)
  const later = { ...ctx, now: () => new Date('2026-01-01T05:10:00Z') }
  expect(await exportHours(later, { folder }), 'hours that have ended since').toBe(3)
})

test('an hour that was broken off is made again, and two workers make it once', async () => {
  const ctx = await brand('2026-01-01T01:15:00Z')
  await exportHours({ ...ctx, now: () => new Date('2026-01-01T00:15:00Z') }, { folder })
  const day = join(folder, ctx.tenantId)
  mkdirSync(join(day, 'day=2026-01-01'), { recursive: true })
  writeFileSync(join(day, 'day=2026-01-01', 'hour=00.parquet.0.part'), 'half of it')
  await Promise.all([exportHours(ctx, { folder }), exportHours(ctx, { folder })])
  const whole = readFileSync(join(day, 'day=2026-01-01', 'hour=00.parquet'))
  expect(whole.subarray(-4).toString()).toBe('PAR1')
  const { rows } = await sql<{ n: number }>`select count(*) as n from event_export_hour
    where tenant_id = ${ctx.tenantId} and file is not null`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(1)
})

test('without a folder nothing is exported', async () => {
  const ctx = await brand('2026-01-01T02:30:00Z')
  expect(await exportHours(ctx, { folder: undefined })).toBe(0)
})
