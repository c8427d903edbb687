// The brand's other storefronts: one that members of the upper levels see, one for those who have bought nothing yet,
// one whose things are for besties. What some of them sold.
import { STORES } from './brand.ts'
import { ask, type Door } from './sender.ts'
import { ADDRESS, pay, place } from './storefront.ts'

export const MEMBERS_SHOP = 'members'
const HEAVY = {
  name: '茶器防震包装',
  rules: [
    { regions: [[]], first_g: 1_000, first_fen: 1_200, next_g: 1_000, next_fen: 300 },
    {
      regions: [['新疆维吾尔自治区'], ['西藏自治区']],
      ...{ first_g: 1_000, first_fen: 2_500, next_g: 500, next_fen: 1_000 },
    },
  ].map((rule) => ({ ...rule, free_from_fen: null })),
  refused: [['香港特别行政区'], ['澳门特别行政区'], ['台湾省']],
}
interface Counter {
  code: string
  /** By name: of those who are shown it. */
  audience?: string
  [field: string]: unknown
}
const COUNTERS: readonly Counter[] = [
  {
    ...{ code: MEMBERS_SHOP, name: '银叶会员专享店', kind: 'members', freight: 'fragile' },
    ...{ categories: [['茶器'], ['白茶'], ['普洱']], deepest_bp: 4_000 },
    prices: [
      { sku: 'QH-SM-350', fen: 26_800 },
      { sku: 'QH-CXH-1', fen: 13_800 },
    ],
    visible_to: { levels: ['silver_leaf', 'gold_leaf'] },
  },
  {
    ...{ code: 'newcomers', name: '新人礼店', kind: 'newcomers', freight: 'standard' },
    ...{ skus: ['QH-MF-50', 'QH-JH-40', 'QH-MLHC-60', 'QH-CPHC-20'], deepest_bp: 7_000 },
    prices: [{ sku: 'QH-MF-50', fen: 6_900 }],
    audience: '新客待首单',
  },
  {
    ...{ code: 'besties', name: '闺蜜卡店', kind: 'besties', freight: 'standard' },
    ...{ skus: ['QH-MLHC-60', 'QH-JH-40', 'QH-LHX-3', 'QH-CD-1'], deepest_bp: 5_000 },
  },
]
const SOLD = ['QH-SM-350', 'QH-CXH-1', 'QH-SM-350']

/** Told before: a start that was cut off makes what is missing. */
export async function openCounters(door: Door): Promise<void> {
  const store = STORES[0]?.id
  await openFreight(door)
  const { items } = await ask<{ items: { code: string }[] }>(door, 'GET', '/storefronts')
  const { items: audiences } = await ask<{ items: { id: string; name: string }[] }>(
    door,
    'GET',
    '/audiences?limit=200',
  )
  for (const { code, audience, ...counter } of COUNTERS) {
    if (items.some((one) => one.code === code)) continue
    const shown = audiences.find(({ name }) => name === audience)
    await ask(door, 'PUT', `/storefronts/${code}`, {
      body: {
        ...{ sells_all: false, state: 'open', store, in_shop: true, ...counter, revision: 0 },
        ...(shown && { visible_to: { audiences: [shown.id] } }),
      },
    })
  }
}

async function openFreight(door: Door): Promise<void> {
  const { items } = await ask<{ items: { code: string }[] }>(door, 'GET', '/freight-templates')
  if (!items.some(({ code }) => code === 'fragile'))
    await ask(door, 'PUT', '/freight-templates/fragile', { body: { ...HEAVY, revision: 0 } })
}

/** Guides order there for members who may; whoever may not is refused. */
export async function sellToMembers(door: Door, customers: readonly number[]): Promise<void> {
  const { items } = await ask<{ items: { customer_id: number; level: string }[] }>(
    door,
    'GET',
    '/membership/members?limit=200',
  )
  const upper = new Set(
    items.filter(({ level }) => level !== 'leaf').map(({ customer_id }) => customer_id),
  )
  const buyers = customers.filter((id) => upper.has(id))
  for (const [i, sku] of SOLD.entries()) {
    const customer_id = buyers[i]
    if (customer_id === undefined) return
    const lines = [{ sku, quantity: 1 }]
    const order = await place(
      door,
      { storefront: MEMBERS_SHOP, customer_id, lines, address: ADDRESS },
      `demo-members-${i}`,
    )
    if (order !== undefined) await pay(door, order)
  }
}
