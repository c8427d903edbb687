// Customer value on a brand's own orders: the statement, the fit with its check, and the outlook of all.
// npm run bench -- clv [--customers 100000]
import { randomUUIDv7 } from 'node:crypto'
import { parseArgs } from 'node:util'
import { fitClv } from '../server/src/insight/calc/clv.ts'
import { simulateBuyers } from '../server/src/insight/calc/testing.ts'
import { fitModels } from '../server/src/insight/clv/fit.ts'
import { outlook } from '../server/src/insight/clv/outlook.ts'
import { OutlookQuestion } from '../server/src/insight/clv/shape.ts'
import { openStores, thousands, timed } from './brand.ts'

const { values: given } = parseArgs({
  options: { customers: { type: 'string', default: '100000' } },
})
const customers = Number(given.customers)
const DAY = 86_400_000
const { ctx, close } = await openStores()
const { ch, tenantId } = ctx

// The parameters published for CDNOW, in days; purchases of a buyer are spread over her time.
const buyers = simulateBuyers(
  { r: 0.2426, alpha: 4.4136 * 7, a: 0.7929, b: 2.4259 },
  { p: 6.25, q: 3.74, v: 15.44 * 100 },
  { customers, from: 30, to: 700, seed: 1 },
)
const text = (at: number) => new Date(at).toISOString().slice(0, 23).replace('T', ' ')
let lines: string[] = []
let orders = 0
const flush = async () => {
  if (lines.length === 0) return
  await ch.insert({
    table: 'event',
    columns: [
      ...['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'protocol'],
      ...['currency', 'revenue_fen', 'source', 'order_id'],
    ],
    body: Buffer.from(lines.join('')),
  })
  lines = []
}
for (const [i, { frequency, recency, T, monetary }] of buyers.entries()) {
  for (let n = 0; n <= frequency; n++) {
    const at = Date.now() - (T - (frequency === 0 ? 0 : (recency * n) / frequency)) * DAY
    const fen = Math.max(1, Math.round(monetary || 3_500))
    lines.push(
      `${JSON.stringify([tenantId, 'order_paid', i + 1, text(at), randomUUIDv7(), text(at), 'own', 'CNY', fen, 'shop', `o${orders++}`])}\n`,
    )
  }
  if (lines.length > 20_000) await flush()
}
await flush()
console.log(`${thousands(customers)} buyers, ${thousands(orders)} orders`)
const whole = buyers.map((one) => ({
  ...one,
  recency: Math.floor(one.recency),
  frequency: one.recency < 1 ? 0 : one.frequency,
}))
await timed('both models fitted to the buyers as they are', async () =>
  fitClv(whole.map((one) => ({ ...one, recency: one.frequency === 0 ? 0 : one.recency }))),
)
await timed('Fit now: statements, both models, the check, stored', () => fitModels(ctx))
await timed('the page: statement and outlook of every buyer', () =>
  outlook(ctx, OutlookQuestion.parse({})),
)
await close()
