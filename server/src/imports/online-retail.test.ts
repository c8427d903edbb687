import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { reportOf } from './report.ts'
import { shippedMappings } from './saved-mappings.ts'
import { bringIn, fates, fileOf } from './testing.ts'

const mapping = shippedMappings().get('online_retail')
const real = fileURLToPath(
  new URL('../../../../shared/data/online_retail/online_retail.csv.gz', import.meta.url),
)

const HEADER =
  '"InvoiceNo","StockCode","Description","Quantity","InvoiceDate","UnitPrice","CustomerID","Country"\n'
const lines = (rows: string[]) => HEADER + rows.map((r) => `${r}\n`).join('')

test('each kind of line of the shop becomes what it is', async () => {
  const ctx = await testCtx()
  const job = await bringIn(ctx, mapping, [
    fileOf(
      'online_retail.csv',
      lines([
        '"536365","85123A","LANTERN, WHITE",6,2010-12-01 08:26:00,2.55,17850,"United Kingdom"',
        '"536366","22633","HAND WARMER",1,2010-12-01 08:28:00,1.85,17850,"United Kingdom"',
        // The rest of the first invoice stands apart from it.
        '"536365","71053","LAMP",2,2010-12-01 08:27:00,3.39,17850,"United Kingdom"',
        '"536365","71053","LAMP",2,2010-12-01 08:27:00,3.39,17850,"United Kingdom"',
        '"536367","PADS","PADS",12,2011-07-01 08:27:00,0.001,,"France"',
        '"C536379","D","Discount",-1,2010-12-01 09:41:00,27.5,14527,"United Kingdom"',
        '"C536380","22000","TAG",-3,2010-12-02 09:41:00,0.5,,"United Kingdom"',
        '"536414","22139","",56,2010-12-01 11:52:00,0,,"United Kingdom"',
        '"536589","21777","",-10,2010-12-01 16:50:00,0,,"United Kingdom"',
        '"536390","22960","GIFT",1,2010-12-01 10:00:00,0,17850,"United Kingdom"',
        '"A563185","B","Adjust bad debt",1,2011-08-12 14:50:00,11062.06,,"United Kingdom"',
      ]),
    ),
  ])
  expect(job.state).toBe('done')
  expect(await fates(ctx, job)).toEqual({
    order_line: 6,
    'order_line/repeated_line': 1,
    'order_line/without_customer': 1,
    'order_line/rounded': 1,
    'order_line/free_line': 1,
    refund_line: 2,
    'refund_line/without_customer': 1,
    'aside:stock_adjustment': 2,
    'aside:stock_adjustment/without_customer': 2,
    'aside:bad_debt': 1,
    'aside:bad_debt/without_customer': 1,
  })
  const { rows } = await sql<{
    external_id: string
    total_fen: number
    currency: string
    at: Date
  }>`
    select external_id, total_fen, currency, placed_at as at from sales_order where tenant_id = ${ctx.tenantId} order by 1`.execute(
    ctx.pg,
  )
  expect(rows.map((r) => [r.external_id, r.total_fen, r.at.toISOString()])).toEqual([
    ['536365', 1530 + 678 + 678, '2010-12-01T08:26:00.000Z'],
    ['536366', 185, '2010-12-01T08:28:00.000Z'],
    ['536367', 1, '2011-07-01T07:27:00.000Z'],
    ['536390', 0, '2010-12-01T10:00:00.000Z'],
  ])
})

// The data sets lie beside the project or not at all; the tests above prove the same on small data.
if (existsSync(real))
  test('the whole shop comes in, every line accounted for', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, mapping, [{ name: 'online_retail.csv.gz', path: real }])
    expect(job).toMatchObject({ state: 'done', error: null })
    expect(await fates(ctx, job)).toEqual({
      order_line: 530_510,
      'order_line/without_customer': 132_586,
      'order_line/repeated_line': 5231,
      'order_line/free_line': 411,
      'order_line/rounded': 4,
      refund_line: 9288,
      'refund_line/without_customer': 383,
      'refund_line/repeated_line': 37,
      'aside:stock_adjustment': 2108,
      'aside:stock_adjustment/without_customer': 2108,
      'aside:bad_debt': 3,
      'aside:bad_debt/without_customer': 3,
    })
    // 541,909 lines; 135,080 of them without a customer; 5,268 that repeat another: nothing is lost.
    const { fates: list, rows } = await reportOf(ctx, job)
    const noted = (note: string) => list.reduce((sum, f) => sum + (f.notes[note] ?? 0), 0)
    expect([rows, noted('without_customer'), noted('repeated_line')]).toEqual([
      541_909, 135_080, 5268,
    ])
    const { rows: stored } = await sql`select
      (select count(*) from sales_order where tenant_id = ${ctx.tenantId}) as orders,
      (select sum(total_fen)::bigint from sales_order where tenant_id = ${ctx.tenantId}) as paid,
      (select sum(l.total_fen)::bigint from order_line l where tenant_id = ${ctx.tenantId}) as lines,
      (select count(*) from refund where tenant_id = ${ctx.tenantId}) as refunds,
      (select sum(amount_fen)::bigint from refund where tenant_id = ${ctx.tenantId}) as back,
      (select count(*) from customer where tenant_id = ${ctx.tenantId}) as customers`.execute(
      ctx.pg,
    )
    // The file's own sums, counted apart: every line with a price, and every cancelled line.
    expect(stored).toEqual([
      {
        orders: 19_963,
        paid: 1_065_562_248,
        lines: 1_065_562_248,
        refunds: 3836,
        back: 89_681_249,
        customers: 4372,
      },
    ])
  })
