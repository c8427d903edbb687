// Orders over HTTP: the whole checkout (quote, place, begin to pay, paid), one SKU that everybody wants at
// once, and quotes with 20 live offers of which 6, then 12 apply (`offers` has the reckoning alone). Prints figures a second beside what the same server answers for an empty route and uses when nobody asks.
// npm run bench -- checkout
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Ask,
  client,
  demand,
  KEY,
  makeBuyers,
  measure,
  measureRest,
  WRITE_KEY,
} from './asking.ts'
import { start } from './processes.ts'

const PORT = 7398
const SKUS = 50
const BUYERS = 200
const HOT = 300

async function prepare(ask: Ask): Promise<number[]> {
  const api = (method: string, path: string, body?: object) =>
    demand(ask, method, `/api/v1${path}`, body)
  await api('POST', '/stores', { code: 's1', name: 'One', kind: 'direct' })
  for (let i = 0; i < SKUS; i++)
    await api('POST', '/products', {
      sku: `sku-${i}`,
      name: `Product ${i}`,
      kind: 'goods',
      category: [],
      price_fen: 9_900 + i,
    })
  await api('POST', '/products', {
    sku: 'hot',
    name: 'Hot',
    kind: 'goods',
    category: [],
    price_fen: 100,
  })
  await api('PUT', '/stock/settings', { store: 's1', sku: 'hot', buckets: 16, low_at: null })
  await api('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 's1' },
    lines: [
      ...Array.from({ length: SKUS }, (_, i) => ({ sku: `sku-${i}`, quantity: 1_000_000 })),
      { sku: 'hot', quantity: HOT },
    ],
  })
  await api('PUT', '/storefronts/home', {
    ...{ name: 'Home', kind: 'flagship', store: 's1', sells_all: true, freight: null },
    ...{ deepest_bp: null, state: 'open', revision: 0 },
  })
  await api('PUT', '/payment-providers/test', { is_on: true })
  return makeBuyers(ask, PORT, BUYERS)
}

type Draft = Record<string, unknown>
/** Those that apply to the basket of five, each on its own goods or by its own needs. */
const APPLY: Draft[] = [
  { kind: 'percentage', args: { off_bp: 500 } },
  { kind: 'amount', args: { off_fen: 800 }, needs: { fen: 30_000 } },
  { kind: 'fixed_price', args: { price_fen: 8_000, most: 1 }, goods: { skus: ['sku-0'] } },
  { kind: 'percentage', args: { off_bp: 800 }, goods: { skus: ['sku-1'] } },
  { kind: 'amount', args: { off_fen: 300 }, goods: { skus: ['sku-2'] } },
  { kind: 'steps', args: { steps: [{ from_fen: 20_000, off_fen: 1_000 }] } },
  ...[1, 2, 3, 4].map((n) => ({
    ...{ kind: 'amount', args: { off_fen: 100 * n }, goods: { skus: [`sku-${n}`] } },
  })),
  { kind: 'percentage', args: { off_bp: 300 }, goods: { skus: ['sku-3'] } },
  { kind: 'amount', args: { off_fen: 250 }, needs: { pieces: 5 } },
]
/** Live, and each for another reason not for this basket. */
const NOT: Draft[] = [
  { goods: { skus: ['scarf'] } },
  { where: { storefronts: ['gifts'] } },
  { needs: { fen: 5_000_000 } },
  { who: { levels: ['gold'] } },
].map((why) => ({ kind: 'amount', args: { off_fen: 1_000 }, ...why }))
const FIVE = {
  storefront: 'home',
  lines: Array.from({ length: 5 }, (_, i) => ({ sku: `sku-${i}`, quantity: 1 })),
}

async function publish(ask: Ask, drafts: readonly Draft[]): Promise<string[]> {
  const ids: string[] = []
  for (const [i, terms] of drafts.entries()) {
    const made = { name: `Offer ${i}`, terms }
    const { id } = await demand(ask, 'POST', '/api/v1/offers', made)
    await demand(ask, 'POST', `/api/v1/offers/${id}/publish`, {})
    ids.push(id)
  }
  return ids
}

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
)
const directory = mkdtempSync(join(tmpdir(), 'homefield-checkout-'))
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
  const buyers = await prepare(await client(PORT))
  const basket = (n: number) => ({
    ...{ storefront: 'home', customer_id: buyers[n % BUYERS] },
    lines: [{ sku: `sku-${n % SKUS}`, quantity: 1 }],
  })
  const due = (n: number) => 9_900 + (n % SKUS)
  const place = (ask: Ask, n: number) =>
    demand(
      ask,
      'POST',
      '/api/v1/orders/place',
      { ...basket(n), expected_due_fen: due(n) },
      randomUUID(),
    )
  const whole = async (ask: Ask, n: number) => {
    await demand(ask, 'POST', '/api/v1/checkout/quote', basket(n))
    const { id } = await place(ask, n)
    const { prepared } = await demand(ask, 'POST', `/api/v1/own-orders/${id}/payments`, {
      provider: 'test',
      way: 'test',
    })
    const paid = await ask('POST', prepared.url)
    if (paid.status !== 303) throw new Error(`the till answered ${paid.status} ${paid.text}`)
  }
  await measure('warm up', at, 16, 5, whole)
  await measure('baseline: a list of nothing', at, 16, 3, (ask) =>
    demand(ask, 'GET', '/api/v1/payment-statements'),
  )
  await measure('quotes', at, 16, 5, (ask, n) =>
    demand(ask, 'POST', '/api/v1/checkout/quote', basket(n)),
  )
  await measure('orders placed', at, 16, 8, place)
  for (const many of [16, 64])
    await measure(`whole checkout by ${many}: quote, place, pay, paid`, at, many, 10, whole)
  await measureRest(server.pid, 10)
  const outcomes = new Map<number, number>()
  await measure('one hot SKU, 256 buyers at once', at, 256, 10, async (ask, n) => {
    const { status } = await ask(
      'POST',
      '/api/v1/orders/place',
      {
        storefront: 'home',
        customer_id: buyers[n % BUYERS],
        lines: [{ sku: 'hot', quantity: 1 }],
        expected_due_fen: 100,
      },
      randomUUID(),
    )
    outcomes.set(status, (outcomes.get(status) ?? 0) + 1)
  })
  console.log(
    `  of them ${[...outcomes].map(([status, n]) => `${n} answered ${status}`).join(', ')}`,
  )
  const [hot] = (await demand(await client(PORT), 'GET', '/api/v1/stock?q=hot')).items
  console.log(`  stock: ${hot.on_hand} on hand, ${hot.reserved} reserved, ${hot.free} free`)
  if (outcomes.get(201) !== HOT || hot.reserved !== HOT) throw new Error('not exact')
  const five = { ...FIVE, customer_id: buyers[0] }
  const quoteFive = (ask: Ask) => demand(ask, 'POST', '/api/v1/checkout/quote', five)
  const ask = await client(PORT)
  const measureFive = async (may: number) => {
    const { trace } = await quoteFive(ask)
    const taken = (trace as { step: string; applied: boolean }[]).filter(
      (note) => note.step === 'offers' && note.applied,
    ).length
    const label = `quotes, 20 live offers, ${may} may apply, ${taken} taken`
    await measure(label, at, 16, 5, quoteFive)
  }
  await publish(ask, APPLY.slice(0, 6))
  const others = await publish(
    ask,
    Array.from({ length: 14 }, (_, i) => NOT[i % NOT.length] ?? {}),
  )
  await measureFive(6)
  for (const id of others.slice(0, 6)) await demand(ask, 'POST', `/api/v1/offers/${id}/end`, {})
  await publish(ask, APPLY.slice(6))
  await measureFive(12)
} finally {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
}
