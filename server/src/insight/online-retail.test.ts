import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { drainOutbox } from '../collect/index.ts'
import { shippedMappings } from '../imports/saved-mappings.ts'
import { bringIn, collectorOf, fileOf } from '../imports/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { readMetrics } from './metric/read.ts'
import { retention } from './retention/retention.ts'
import { RetentionQuestion } from './retention/shape.ts'

const mapping = shippedMappings().get('online_retail')
const real = fileURLToPath(
  new URL('../../../../shared/data/online_retail/online_retail.csv.gz', import.meta.url),
)
const HEADER =
  '"InvoiceNo","StockCode","Description","Quantity","InvoiceDate","UnitPrice","CustomerID","Country"'

/** The file read line by line by nothing of ours: orders, revenue, customers and cohorts by month. */
function plainly(text: string) {
  const orders = new Map<string, { fen: number; customer: string; month: string; at: string }>()
  const refunds = new Set<string>()
  let back = 0
  for (const line of text.trim().split('\n').slice(1)) {
    // The description may hold commas; nothing else does.
    const cells = line.split(',')
    const [invoice = ''] = cells
    const name = invoice.replaceAll('"', '')
    const [quantity = 0, at = '', price = 0, customer = ''] = [
      Number(cells.at(-5)),
      cells.at(-4),
      Number(cells.at(-3)),
      cells.at(-2),
    ]
    const fen = Math.round(Math.abs(quantity) * price * 100 + 1e-6)
    if (name.startsWith('C')) {
      if (price > 0) {
        back += fen
        refunds.add(name)
      }
      continue
    }
    if (name.startsWith('A') || quantity <= 0 || (price <= 0 && customer === '')) continue
    const order = orders.get(name)
    if (order) {
      order.fen += fen
      if (at < order.at) order.at = at
    } else orders.set(name, { fen, customer, month: at.slice(0, 7), at })
  }
  const all = [...orders.values()]
  const months = new Map<string, Set<string>>()
  for (const { customer, at } of all)
    if (customer !== '') {
      const month = at.slice(0, 7)
      months.set(month, (months.get(month) ?? new Set()).add(customer))
    }
  const names = [...months.keys()].sort()
  const seen = new Set<string>()
  const cohorts = names.map((month, i) => {
    const fresh = [...(months.get(month) ?? [])].filter((customer) => !seen.has(customer))
    for (const customer of fresh) seen.add(customer)
    const later = names.slice(i)
    return {
      start: `${month}-01`,
      values: later.map((other) => fresh.filter((one) => months.get(other)?.has(one)).length),
    }
  })
  return {
    orders: all.length,
    paid: all.reduce((sum, { fen }) => sum + fen, 0),
    customers: seen.size,
    ...{ back, refunds: refunds.size, cohorts },
  }
}

async function agrees(file: { name: string; path: string }, text: string, last: string) {
  const ctx = await testCtx()
  await sql`update tenant set currency = 'GBP', timezone = 'Europe/London' where id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  const job = await bringIn(ctx, mapping, [file])
  expect(job).toMatchObject({ state: 'done', error: null })
  const collector = collectorOf(ctx)
  while ((await drainOutbox(ctx, collector)) > 0);
  const plain = plainly(text)
  const range = { date_from: '2010-12-01', date_to: '2011-12-31' }
  const { metrics } = await readMetrics(
    ctx,
    ['orders', 'paid_revenue', 'net_revenue', 'paying_customers'],
    { range },
  )
  const total = (code: string) => metrics.get(code)?.total.value
  expect({
    orders: total('orders'),
    paid: total('paid_revenue'),
    net: total('net_revenue'),
    customers: total('paying_customers'),
  }).toEqual({
    ...{ orders: plain.orders, paid: plain.paid, net: plain.paid - plain.back },
    customers: plain.customers,
  })
  const { cohorts } = await retention(
    ctx,
    RetentionQuestion.parse({
      ...{ target: { any_of: [{ event: 'order_paid' }] }, kind: 'first_time', period: 'month' },
      ...{ intervals: plain.cohorts.length, date_to: last },
    }),
  )
  expect(cohorts.map(({ start, values }) => ({ start, values }))).toEqual(plain.cohorts)
  return plain
}

test('orders, revenue, customers and monthly cohorts are those of reading the file line by line', async () => {
  const text = [
    HEADER,
    '"536365","85123A","LANTERN, WHITE",6,2010-12-01 08:26:00,2.55,17850,"United Kingdom"',
    '"536365","71053","LAMP",2,2010-12-01 08:26:00,3.39,17850,"United Kingdom"',
    '"536366","22633","HAND WARMER",1,2010-12-31 23:58:00,1.85,13047,"United Kingdom"',
    '"540001","22633","HAND WARMER",3,2011-01-04 10:00:00,1.85,17850,"United Kingdom"',
    '"540002","22633","HAND WARMER",3,2011-01-31 10:00:00,2.05,12583,"France"',
    '"540003","22633","HAND WARMER",9,2011-01-31 11:00:00,4.13,,"United Kingdom"',
    '"C540004","22633","HAND WARMER",-1,2011-02-02 10:00:00,1.85,17850,"United Kingdom"',
    '"547001","22633","HAND WARMER",1,2011-02-20 10:00:00,0,13047,"United Kingdom"',
    '"547002","21777","",-10,2011-02-21 16:50:00,0,,"United Kingdom"',
    '"A563185","B","Adjust bad debt",1,2011-02-22 14:50:00,11062.06,,"United Kingdom"',
    '',
  ].join('\n')
  const plain = await agrees(fileOf('online_retail.csv', text), text, '2011-02-28')
  expect(plain).toMatchObject({ orders: 6, customers: 3, refunds: 1 })
  expect(plain.cohorts[0]).toEqual({ start: '2010-12-01', values: [2, 1, 1] })
})

// The data sets lie beside the project or not at all; the test above proves the same on small data.
if (existsSync(real))
  test('the whole shop as well', async () => {
    const text = gunzipSync(readFileSync(real)).toString('utf8')
    const plain = await agrees({ name: 'online_retail.csv.gz', path: real }, text, '2011-12-31')
    expect(plain).toMatchObject({ orders: 19_963, paid: 1_065_562_248, refunds: 3836 })
  })
