// A flash sale in the middle of which the server is killed: nothing oversold, nothing lost, and the check says so.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, apiOf } from '../harness/api.ts'
import { KEYS, type RunningServer, startServer } from '../harness/server.ts'
import { check } from './rounds.ts'

export interface FlashKillReport {
  pieces: number
  shoppers: number
  /** Orders that were answered before the kill. */
  before: number
  /** Requests that the kill cut off; sent again, as a phone would. */
  cutOff: number
  ordered: number
  figures: { quantity: number; held: number; sold: number; left: number }
  /** What must stay empty. */
  wrong: string[]
}
const PIECES = 40
const SHOPPERS = 60
/** So many answered orders, then it dies. */
const KILL_AFTER = 12

interface Shopper {
  id: number
  key: string
  token: string | undefined
  order: string | undefined
  refused: string | undefined
}

export async function killFlashSale(print: (line: string) => void): Promise<FlashKillReport> {
  const data = mkdtempSync(join(tmpdir(), 'homefield-kill-flash-'))
  let server: RunningServer | undefined
  const api = apiOf(() => server?.url ?? '')
  const report: FlashKillReport = {
    ...{ pieces: PIECES, shoppers: SHOPPERS, before: 0, cutOff: 0, ordered: 0, wrong: [] },
    figures: { quantity: 0, held: 0, sold: 0, left: 0 },
  }
  try {
    server = await startServer({ data })
    const { sale, slot } = await openSale(api)
    const shoppers = await makeShoppers(api, server.url)
    const ordered = () => shoppers.filter(({ order }) => order !== undefined).length
    let dying: Promise<void> | undefined
    const rush = async (one: Shopper) => {
      // Without an answer she does not know; she asks again when the server is back.
      const lost = await attempt(server?.url ?? '', slot, one).then(
        () => false,
        () => true,
      )
      if (lost) report.cutOff += 1
      if (ordered() >= KILL_AFTER) dying ??= server?.kill()
    }
    await Promise.all(shoppers.map(rush))
    await dying
    report.before = ordered()
    print(`killed after ${report.before} answered orders, ${report.cutOff} cut off`)
    server = await startServer({ data })
    for (let left = shoppers; left.length > 0; ) {
      const { url } = server
      await Promise.all(left.map((one) => attempt(url, slot, one)))
      left = left.filter(({ order, refused }) => order === undefined && refused === undefined)
    }
    report.ordered = new Set(shoppers.flatMap(({ order }) => order ?? [])).size
    const { slots } = await api.need<{
      slots: { items: FlashKillReport['figures'][] }[]
    }>('GET', `/flash-sales/${sale}/figures`)
    const [item] = slots.flatMap(({ items }) => items)
    if (!item) throw new Error('the slot has no goods')
    const { quantity, held, sold, left } = item
    report.figures = { quantity, held, sold, left }
    await server.stop()
    const { code, said } = await check(data)
    if (code !== 0) report.wrong.push(`homefield check says\n${said}`)
  } finally {
    await server?.kill()
    rmSync(data, { recursive: true, force: true })
  }
  return report
}

/** A shop, its goods, and a sale that runs all day. */
async function openSale(api: Api): Promise<{ sale: string; slot: string }> {
  await api.need('POST', '/products', {
    sku: 'kettle',
    name: '提梁壶',
    category: [],
    price_fen: 1000,
  })
  await api.need('POST', '/stores', { code: 'main', name: '湖滨店', kind: 'direct' })
  await api.need('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 'main', note: '' },
    lines: [{ sku: 'kettle', quantity: 1000, unit_cost_fen: 100 }],
  })
  await api.need('PUT', '/storefronts/flagship', {
    ...{ name: '旗舰店', kind: 'flagship', store: 'main', sells_all: true, state: 'open' },
    ...{ freight: null, deepest_bp: null, revision: 0 },
  })
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000)
  const { id: activity } = await api.need<{ id: string }>('POST', '/activities', {
    ...{ name: '秒杀日', starts_at: hours(-1).toISOString(), ends_at: hours(240).toISOString() },
    ...{
      owner_id: null,
      audiences: [],
      goods: {},
      storefronts: [],
      carriers: [],
      budget_fen: null,
    },
    short_objective: { measure: 'orders', target: 100 },
    long_objective: { measure: 'new_customers', target: 30 },
  })
  await api.need('POST', `/activities/${activity}/publish`, {})
  // From an hour ago for a day, by the brand's clock: it runs for as long as this takes.
  const [on = '', from = ''] = hours(-1)
    .toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
    .slice(0, 16)
    .split(' ')
  const { id, slots } = await api.need<{ id: string; slots: { id: string }[] }>(
    'POST',
    `/activities/${activity}/flash-sales`,
    {
      ...{ name: '茶器秒杀', comes_back: 'unsent', stacks: false, budget_fen: null },
      slots: [
        {
          ...{ on, from, to: from },
          items: [{ sku: 'kettle', price_fen: 600, quantity: PIECES, per_customer: 1 }],
        },
      ],
    },
  )
  await api.need('POST', `/flash-sales/${id}/publish`, {})
  return { sale: id, slot: slots[0]?.id ?? '' }
}

async function makeShoppers(api: Api, url: string): Promise<Shopper[]> {
  const sent = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      events: Array.from({ length: SHOPPERS }, (_, i) => ({
        ...{ id: `came-${i}`, name: 'page_viewed', platform: 'web' },
        identifiers: [{ namespace: 'member_id', value: `m-${i}` }],
      })),
    }),
  })
  if (!sent.ok) throw new Error(`the events answered ${await sent.text()}`)
  const known = await Promise.all(
    Array.from({ length: SHOPPERS }, (_, i) => api.customerBy('member_id', `m-${i}`)),
  )
  return known.map((customer, i) => {
    if (!customer) throw new Error(`nobody is m-${i}`)
    return {
      ...{ id: customer.id, key: `order-${i}` },
      ...{ token: undefined, order: undefined, refused: undefined },
    }
  })
}

/** Leave to order, then the order; what she has of either already she sends again as it was. */
async function attempt(url: string, slot: string, one: Shopper): Promise<void> {
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${KEYS.api}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    })
    const said = (await answer.json()) as { id?: string; error?: { code: string } }
    return { status: answer.status, id: said.id, code: said.error?.code ?? '' }
  }
  if (one.token === undefined) {
    const given = await post(`/flash-slots/${slot}/tokens`, { customer_id: one.id, sku: 'kettle' })
    if (given.status !== 201) {
      one.refused = given.code
      return
    }
    one.token = given.id
  }
  const placed = await post(
    '/orders/place',
    {
      ...{ storefront: 'flagship', customer_id: one.id, expected_due_fen: 600 },
      lines: [{ sku: 'kettle', quantity: 1 }],
      flash_sale: { slot, token: one.token },
    },
    { 'idempotency-key': one.key },
  )
  if (placed.status === 201) one.order = placed.id
  else one.refused = placed.code
}
