import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { revenue, told } from '../commerce/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { resumeImport } from './import.ts'
import { runImport } from './run.ts'
import { bringIn, collectorOf, csv, fates, fileOf, one, shopOrders } from './testing.ts'

describe('an import', () => {
  test('of the same files with the same mapping is refused, unless it is asked for', async () => {
    const ctx = await testCtx()
    const text = csv('type,order,phone,at,sku,qty,price', 'line,1,,2026-03-01 10:00:00,a,1,1')
    await bringIn(ctx, shopOrders(), [fileOf('a.csv', text)])
    await expect(bringIn(ctx, shopOrders(), [fileOf('b.csv', text)])).rejects.toMatchObject({
      code: 'already_imported',
    })
    const again = await bringIn(ctx, shopOrders(), [fileOf('b.csv', text)], { again: true })
    expect(await fates(ctx, again)).toMatchObject({ order_line_known_before: 1 })
  })

  test('of a file that the mapping does not fit fails and says which column is missing', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, shopOrders(), [
      fileOf('a.csv', csv('order,at,sku', '1,2026-03-01,a')),
    ])
    expect(job).toMatchObject({ state: 'failed', error: { code: 'mapping_does_not_fit' } })
    expect(job.error?.message).toContain('no column')
  })

  test('goes on where it stopped, and nothing is doubled', async () => {
    const ctx = await testCtx()
    const rows = Array.from(
      { length: 9000 },
      (_, i) =>
        `line,${i % 3000},1380000${String(i % 3000).padStart(4, '0')},2026-03-01 10:00:00,s${i},1,1.00`,
    )
    const file = fileOf('big.csv', csv('type,order,phone,at,sku,qty,price', ...rows))
    const stops = [1, 3, 2, 4, 3]
    const stopped = async (job: { id: string } | undefined, after: number) => {
      const abort = new AbortController()
      let told = 0
      const onProgress = () => {
        told += 1
        if (told === after) abort.abort()
      }
      if (job)
        return runImport(
          ctx,
          { collector: collectorOf(ctx), onProgress, signal: abort.signal },
          job.id,
        )
      return bringIn(ctx, shopOrders(), [file], { onProgress, signal: abort.signal })
    }
    await expect(stopped(undefined, stops.shift() ?? 1)).rejects.toMatchObject({ code: 'stopping' })
    const [job] = await one<{ id: string }>(ctx, 'select id from data_import where tenant_id = $1')
    for (const after of stops)
      await expect(stopped(job, after)).rejects.toMatchObject({ code: 'stopping' })
    // A crash of the database empties what was staged; it is read again.
    await ctx.stores.pg.pool.query(`truncate import_stage.r${job?.id.replaceAll('-', '')}`)
    const done = await runImport(ctx, { collector: collectorOf(ctx) }, job?.id ?? '')
    expect(done.state).toBe('done')
    expect(await fates(ctx, done)).toEqual({ order_line: 9000 })
    expect(
      await one(
        ctx,
        `select count(*)::int as orders, sum(total_fen)::int as fen from sales_order where tenant_id = $1`,
      ),
    ).toEqual([{ orders: 3000, fen: 900_000 }])
    expect([(await told(ctx)).length, await revenue(ctx)]).toEqual([3000, 900_000])
    const left = await ctx.stores.pg.pool.query(
      `select to_regclass('import_stage.r${job?.id.replaceAll('-', '')}') as stage`,
    )
    expect(left.rows).toEqual([{ stage: null }])
  })

  test('runs with one worker only, and another takes over when that one is silent', async () => {
    const ctx = await testCtx()
    const rows = Array.from({ length: 4500 }, (_, i) => `line,${i},,2026-03-01 10:00:00,a,1,1`)
    const abort = new AbortController()
    const running = bringIn(
      ctx,
      shopOrders(),
      [fileOf('a.csv', csv('type,order,phone,at,sku,qty,price', ...rows))],
      { onProgress: () => abort.abort(), signal: abort.signal },
    )
    await expect(running).rejects.toMatchObject({ code: 'stopping' })
    const [job] = await one<{ id: string }>(ctx, 'select id from data_import where tenant_id = $1')
    await sql`update data_import set lease_until = now() + interval '1 minute' where id = ${job?.id}`.execute(
      ctx.pg,
    )
    expect((await runImport(ctx, { collector: collectorOf(ctx) }, job?.id ?? '')).state).toBe(
      'running',
    )
    await expect(resumeImport(ctx, job?.id ?? '')).rejects.toMatchObject({
      code: 'import_not_resumable',
    })
    await sql`update data_import set lease_until = now() - interval '1 second' where id = ${job?.id}`.execute(
      ctx.pg,
    )
    const both = await Promise.all(
      [1, 2].map(() => runImport(ctx, { collector: collectorOf(ctx) }, job?.id ?? '')),
    )
    expect(both.map((b) => b.state).sort()).toEqual(['done', 'running'])
    expect(
      await one(ctx, 'select count(*)::int as n from sales_order where tenant_id = $1'),
    ).toEqual([{ n: 4500 }])
  })

  test('does not go on with a file that is another one now', async () => {
    const ctx = await testCtx()
    const file = fileOf('a.csv', csv('order,at', '1,2026-03-01'))
    const job = await bringIn(ctx, shopOrders(), [file])
    expect(job.state).toBe('failed')
    writeFileSync(file.path, gzipSync('type,order\n'))
    await resumeImport(ctx, job.id)
    expect(await runImport(ctx, { collector: collectorOf(ctx) }, job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'file_changed' },
    })
  })
})
