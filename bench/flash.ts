// A flash sale over HTTP: many buyers at once ask for leave to order, and who gets it orders. Prints attempts
// answered a second while it sells and once it is sold, and proves that exactly its pieces were ordered.
// npm run bench -- flash [--pieces 1000 --buyers 3000 --seconds 10]
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Ask, client, demand, KEY, makeBuyers, measure, WRITE_KEY } from './asking.ts'
import { start } from './processes.ts'

const { values: given } = parseArgs({
  options: {
    pieces: { type: 'string', default: '1000' },
    buyers: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '10' },
  },
})
const PIECES = Number(given.pieces)
const BUYERS = Number(given.buyers)
const SECONDS = Number(given.seconds)
const PORT = 7397
const PRICE = 600

/** A shop, its goods, and a sale that runs all day. */
async function openSale(ask: Ask): Promise<{ sale: string; slot: string }> {
  const api = (method: string, path: string, body?: object) =>
    demand(ask, method, `/api/v1${path}`, body)
  const product = { sku: 'kettle', name: 'Kettle', kind: 'goods', category: [], price_fen: 1_000 }
  await api('POST', '/products', product)
  await api('POST', '/stores', { code: 's1', name: 'One', kind: 'direct' })
  await api('PUT', '/stock/settings', { store: 's1', sku: 'kettle', buckets: 16, low_at: null })
  await api('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 's1' },
    lines: [{ sku: 'kettle', quantity: PIECES * 2 }],
  })
  await api('PUT', '/storefronts/home', {
    ...{ name: 'Home', kind: 'flagship', store: 's1', sells_all: true, freight: null },
    ...{ deepest_bp: null, state: 'open', revision: 0 },
  })
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000)
  const { id: activity } = await api('POST', '/activities', {
    ...{ name: 'Sale', starts_at: hours(-1).toISOString(), ends_at: hours(48).toISOString() },
    ...{ owner_id: null, audiences: [], goods: {}, storefronts: [], carriers: [] },
    budget_fen: null,
    short_objective: { measure: 'orders', target: 100 },
    long_objective: { measure: 'new_customers', target: 30 },
  })
  await api('POST', `/activities/${activity}/publish`, {})
  // From an hour ago for a day, by the brand's clock.
  const [on = '', from = ''] = hours(-1)
    .toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
    .slice(0, 16)
    .split(' ')
  const items = [{ sku: 'kettle', price_fen: PRICE, quantity: PIECES, per_customer: 1 }]
  const { id, slots } = await api('POST', `/activities/${activity}/flash-sales`, {
    ...{ name: 'Kettles', comes_back: 'unsent', stacks: false, budget_fen: null },
    slots: [{ on, from, to: from, items }],
  })
  await api('POST', `/flash-sales/${id}/publish`, {})
  return { sale: id, slot: slots[0].id }
}

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
)
const directory = mkdtempSync(join(tmpdir(), 'homefield-flash-'))
const server = await start(
  fileURLToPath(new URL('../server/src/main.ts', import.meta.url)),
  ['serve'],
  {
    ...{ HOMEFIELD_DATA: directory, HOMEFIELD_PORT: String(PORT), HOMEFIELD_LOG_LEVEL: 'error' },
    ...{ HOMEFIELD_API_KEY: KEY, HOMEFIELD_WRITE_KEY: WRITE_KEY },
  },
  '/console/',
)
const at = { pid: server.pid, port: PORT }
try {
  const ask = await client(PORT)
  const { sale, slot } = await openSale(ask)
  const buyers = await makeBuyers(ask, PORT, BUYERS)
  const answers = new Map<string, number>()
  const note = (answer: string) => answers.set(answer, (answers.get(answer) ?? 0) + 1)
  const codeOf = (text: string) => JSON.parse(text).error?.code as string
  const began = performance.now()
  let soldMs: number | undefined
  /** One request, as a buyer's phone sends it: leave to order, and with it the order. */
  const attempt = async (ask: Ask, n: number) => {
    const customer_id = buyers[n % BUYERS]
    const asked = { customer_id, sku: 'kettle' }
    const given = await ask('POST', `/api/v1/flash-slots/${slot}/tokens`, asked)
    if (given.status !== 201) {
      note(`${given.status} ${codeOf(given.text)}`)
      return
    }
    const order = {
      ...{ storefront: 'home', customer_id, expected_due_fen: PRICE },
      lines: [{ sku: 'kettle', quantity: 1 }],
      flash_sale: { slot, token: JSON.parse(given.text).id },
    }
    const placed = await ask('POST', '/api/v1/orders/place', order, randomUUID())
    note(placed.status === 201 ? 'ordered' : `${placed.status} ${codeOf(placed.text)}`)
    if (placed.status === 201 && answers.get('ordered') === PIECES)
      soldMs = performance.now() - began
  }
  while (soldMs === undefined && performance.now() - began < 300_000)
    await measure('while it sells: leave to order, then the order', at, 256, 2, attempt)
  if (soldMs === undefined) throw new Error(`only ${answers.get('ordered')} were ordered in time`)
  console.log(
    `  ${PIECES} pieces ordered in ${(soldMs / 1000).toFixed(1)} s, ${Math.round(PIECES / (soldMs / 1000))} orders/s`,
  )
  await measure('when all is ordered', at, 256, SECONDS, attempt)
  for (const [answer, n] of answers) console.log(`    ${answer}: ${n.toLocaleString('en')}`)
  const { slots } = await demand(ask, 'GET', `/api/v1/flash-sales/${sale}/figures`)
  const { held, left } = slots[0].items[0]
  const [stock] = (await demand(ask, 'GET', '/api/v1/stock?q=kettle')).items
  console.log(`  the sale: ${held} held, ${left} left; the stock: ${stock.reserved} reserved`)
  if (answers.get('ordered') !== PIECES || held !== PIECES || stock.reserved !== PIECES)
    throw new Error('not exact')
} finally {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
}
