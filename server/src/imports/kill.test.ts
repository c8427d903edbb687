import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { revenue, told } from '../commerce/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { createImport } from './import.ts'
import { soundMapping } from './saved-mappings.ts'
import { fates, fileOf } from './testing.ts'

const script = fileURLToPath(new URL('./kill-child.ts', import.meta.url))

/** Runs a worker until it has told of its progress so often, then kills it; true when it got to the end. */
async function worker(ctx: TestCtx, importId: string, killAfter: number): Promise<boolean> {
  const child = spawn(process.execPath, [script, ctx.stores.pgUrl, ctx.tenantId, importId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  let told = 0
  let ended = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ended') ended = true
    told += 1
    if (told === killAfter) child.kill('SIGKILL')
  }
  await exited
  return ended
}

test('a worker killed again and again is followed by others, and every order is there once', async () => {
  const ctx = await testCtx()
  const count = 12_000
  const phoneOf = (order: number) => `1390000${String(order % 1500).padStart(4, '0')}`
  const rows = Array.from(
    { length: count },
    (_, i) => `${i % 4000},${phoneOf(i % 4000)},2026-03-01 10:00:00,s${i},1,${i % 97}.55`,
  )
  const fields = {
    order_id: 'order',
    'identifiers.phone': 'phone',
    placed_at: 'at',
    sku: 'sku',
    quantity: 'qty',
    unit_price: 'price',
  }
  const mapping = soundMapping({
    name: 'm',
    source: 'shop',
    zone: 'UTC',
    parts: [{ kind: 'orders', fields }],
  })
  const file = fileOf('a.csv', `order,phone,at,sku,qty,price\n${rows.join('\n')}\n`)
  const job = await createImport(ctx, { mapping, files: [file] })
  let ended = false
  for (const killAfter of [1, 3, 4, 2, 5, 3, 1000]) {
    ended = await worker(ctx, job.id, killAfter)
    // A lease runs out by itself; a test does not wait for it.
    await sql`update data_import set lease_until = now() - interval '1 second' where id = ${job.id} and state = 'running'`.execute(
      ctx.pg,
    )
  }
  expect(ended).toBe(true)
  expect(await fates(ctx, job)).toEqual({ order_line: count })
  const { rows: sums } = await sql<{
    orders: number
    lines: number
    fen: number
    customers: number
  }>`select
      (select count(*) from sales_order where tenant_id = ${ctx.tenantId}) as orders,
      (select count(*) from order_line where tenant_id = ${ctx.tenantId}) as lines,
      (select sum(total_fen)::bigint from sales_order where tenant_id = ${ctx.tenantId}) as fen,
      (select count(*) from customer where tenant_id = ${ctx.tenantId}) as customers`.execute(
    ctx.pg,
  )
  const fen = rows.reduce((sum, _, i) => sum + (i % 97) * 100 + 55, 0)
  expect(sums).toEqual([{ orders: 4000, lines: count, fen, customers: 1500 }])
  expect([(await told(ctx)).length, await revenue(ctx)]).toEqual([4000, fen])
})
