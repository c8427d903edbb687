// Orders over HTTP: the whole checkout (quote, place, begin to pay, paid), one SKU that everybody wants at
// once, and quotes with 20 live offers of which 6, then 12 apply (`offers` has the reckoning alone). Prints figures a second beside what the same server answers for an empty route.
// npm run bench -- checkout
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpuOf, ownCpuOf, start } from './processes.ts'

const PORT = 7398
const KEY = 'hfk_bench_0123456789_0123456789'
const WRITE_KEY = 'hfw_bench_0123456789'
const SKUS = 50
const BUYERS = 200
const HOT = 300

interface Answer {
  status: number
  text: string
}
/** One keep-alive connection, one request at a time. */
function client(): Promise<
  (method: string, path: string, body?: object, key?: string) => Promise<Answer>
> {
  return new Promise((ready, reject) => {
    const socket: Socket = connect({ port: PORT, host: '127.0.0.1', noDelay: true })
    let text = ''
    let done: ((answer: Answer) => void) | undefined
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const head = text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
      if (text.length < head + 4 + length) return
      const answer = { status: Number(text.slice(9, 12)), text: text.slice(head + 4) }
      text = ''
      done?.(answer)
    })
    socket.unref()
    socket.on('connect', () =>
      ready((method, path, body, key) => {
        const payload = body === undefined ? '' : JSON.stringify(body)
        socket.write(
          `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${KEY}\r\n${key ? `idempotency-key: ${key}\r\n` : ''}${payload ? 'content-type: application/json\r\n' : ''}content-length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`,
        )
        return new Promise((resolve) => {
          done = resolve
        })
      }),
    )
  })
}

type Ask = Awaited<ReturnType<typeof client>>
async function demand(ask: Ask, method: string, path: string, body?: object, key?: string) {
  const answer = await ask(method, path, body, key)
  if (answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status} ${answer.text.slice(0, 300)}`)
  return answer.text ? JSON.parse(answer.text) : undefined
}

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
  const batch = Array.from({ length: BUYERS }, (_, i) => ({
    ...{ type: 'track', event: 'visited', userId: `buyer-${i}`, messageId: randomUUID() },
  }))
  const sent = await fetch(`http://127.0.0.1:${PORT}/v1/batch`, {
    ...{ method: 'POST', body: JSON.stringify({ batch }) },
    headers: {
      authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
  })
  if (!sent.ok) throw new Error(`events: ${sent.status} ${await sent.text()}`)
  const buyers: number[] = []
  for (let i = 0; i < BUYERS; i++)
    buyers.push((await api('GET', `/customers/by/member_id/buyer-${i}`)).id)
  return buyers
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

async function measure(
  label: string,
  pid: number,
  connections: number,
  seconds: number,
  work: (ask: Ask, n: number) => Promise<unknown>,
) {
  const asks = await Promise.all(Array.from({ length: connections }, client))
  const until = performance.now() + seconds * 1000
  const took: number[] = []
  let n = 0
  const cpu = cpuOf(pid)
  const own = ownCpuOf(pid)
  const started = performance.now()
  await Promise.all(
    asks.map(async (ask) => {
      while (performance.now() < until) {
        const at = performance.now()
        await work(ask, n++)
        took.push(performance.now() - at)
      }
    }),
  )
  const wall = (performance.now() - started) / 1000
  took.sort((a, b) => a - b)
  const micros = (seconds: number) => ((seconds * 1e6) / took.length).toFixed(0).padStart(6)
  const at = (q: number) => took[Math.floor(took.length * q)]?.toFixed(1)
  console.log(
    `  ${label.padEnd(44)} ${Math.round(took.length / wall)
      .toLocaleString('en')
      .padStart(
        8,
      )}/s   ${micros(cpuOf(pid) - cpu)} µs CPU each, ${micros(ownCpuOf(pid) - own)} of it Node   p50 ${at(0.5)} p99 ${at(0.99)} ms`,
  )
}

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`)
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
try {
  const buyers = await prepare(await client())
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
  await measure('warm up', server.pid, 16, 5, whole)
  await measure('baseline: a list of nothing', server.pid, 16, 3, (ask) =>
    demand(ask, 'GET', '/api/v1/payment-statements'),
  )
  await measure('quotes', server.pid, 16, 5, (ask, n) =>
    demand(ask, 'POST', '/api/v1/checkout/quote', basket(n)),
  )
  await measure('orders placed', server.pid, 16, 8, place)
  await measure('whole checkout: quote, place, pay, paid', server.pid, 16, 10, whole)
  const outcomes = new Map<number, number>()
  await measure('one hot SKU, 256 buyers at once', server.pid, 256, 10, async (ask, n) => {
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
  const [hot] = (await demand(await client(), 'GET', '/api/v1/stock?q=hot')).items
  console.log(`  stock: ${hot.on_hand} on hand, ${hot.reserved} reserved, ${hot.free} free`)
  if (outcomes.get(201) !== HOT || hot.reserved !== HOT) throw new Error('not exact')
  const five = { ...FIVE, customer_id: buyers[0] }
  const quoteFive = (ask: Ask) => demand(ask, 'POST', '/api/v1/checkout/quote', five)
  const ask = await client()
  const measureFive = async (may: number) => {
    const { trace } = await quoteFive(ask)
    const taken = (trace as { step: string; applied: boolean }[]).filter(
      (note) => note.step === 'offers' && note.applied,
    ).length
    const label = `quotes, 20 live offers, ${may} may apply, ${taken} taken`
    await measure(label, server.pid, 16, 5, quoteFive)
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
