// What is bought together and what is bought in its hour: a group buy with groups that are complete and one that
// waits for somebody, a flash sale with the slot that runs and those of tomorrow.
import { wallClock } from './order.ts'
import { ask, type Door } from './sender.ts'
import { HOME, type Named, named, pay, place } from './storefront.ts'
import { DAY } from './world.ts'

const ACTIVITY = '秋茶上新季'
const GROUP_BUY = '袋泡茶三人团'
const FLASH_SALE = '晚八点茶器秒杀'
const SKU = 'QH-LPWL-20'
const ITEMS = [
  { sku: 'QH-GW-1', price_fen: 8_900, quantity: 20, per_customer: 1 },
  { sku: 'QH-PB-1', price_fen: 5_900, quantity: 30, per_customer: 2 },
]

interface Buyers {
  customers: readonly number[]
  now: number
}

/** Told before: a start that was cut off makes what is missing. */
export async function openSales(door: Door, buyers: Buyers): Promise<void> {
  const activity = await named(door, '/activities', ACTIVITY)
  if (!activity) return
  await sellTogether(door, activity.id, buyers.customers)
  await sellInSlots(door, activity.id, buyers)
}

interface Group {
  id: string
  state: string
  size: number
  joined: number
}

async function sellTogether(
  door: Door,
  activity: string,
  customers: readonly number[],
): Promise<void> {
  const { id, state } =
    (await named(door, `/activities/${activity}/group-buys`, GROUP_BUY)) ??
    (await ask<Named>(door, 'POST', `/activities/${activity}/group-buys`, {
      body: {
        ...{ name: GROUP_BUY, size: 3, live_hours: 48, per_order: 2, per_customer: 3 },
        ...{ who: 'anyone', merges: true, complete_from: 2 },
        items: [{ sku: SKU, price_fen: 4_500 }],
      },
    }))
  if (state !== 'draft') return
  await ask(door, 'POST', `/group-buys/${id}/publish`)
  // Eight people: two groups are complete, the third waits for one more.
  for (const customer of customers.slice(0, 8)) {
    const { items: open } = await ask<{ items: Group[] }>(
      door,
      'GET',
      `/group-buys/${id}/groups?state=open&limit=1`,
    )
    const order = await place(
      door,
      {
        ...{ storefront: HOME, customer_id: customer, lines: [{ sku: SKU, quantity: 1 }] },
        ...{ address: null, group_buy: { id, group: open[0]?.id ?? null } },
      },
      `demo-group-${id}-${customer}`,
    )
    if (order !== undefined) await pay(door, order)
  }
}

interface Sale {
  slots: { id: string; has_begun: boolean }[]
}

async function sellInSlots(
  door: Door,
  activity: string,
  { customers, now }: Buyers,
): Promise<void> {
  const dayOf = (at: number) => wallClock(at).slice(0, 10)
  const { id, state } =
    (await named(door, '/flash-sales', FLASH_SALE)) ??
    (await ask<Named>(door, 'POST', `/activities/${activity}/flash-sales`, {
      body: {
        ...{ name: FLASH_SALE, comes_back: 'unsent', stacks: false, budget_fen: 300_000 },
        slots: [
          // Whenever the brand is opened a slot runs.
          { on: dayOf(now), from: '00:00', to: '00:00', items: ITEMS },
          ...[DAY, 2 * DAY].map((days) => ({
            ...{ on: dayOf(now + days), from: '20:00', to: '22:00' },
            items: ITEMS,
          })),
        ],
      },
    }))
  if (state !== 'draft') return
  const { slots } = await ask<Sale>(door, 'POST', `/flash-sales/${id}/publish`)
  const slot = slots.find(({ has_begun }) => has_begun)
  if (!slot) return
  for (const [i, customer] of customers.slice(8, 20).entries()) {
    const sku = ITEMS[i % ITEMS.length]?.sku
    const token = await ask<{ id?: string }>(door, 'POST', `/flash-slots/${slot.id}/tokens`, {
      body: { sku, customer_id: customer },
      passes: [409],
    })
    if (token.id === undefined) continue
    const order = await place(
      door,
      {
        ...{ storefront: HOME, customer_id: customer, lines: [{ sku, quantity: 1 }] },
        ...{ address: null, flash_sale: { slot: slot.id, token: token.id } },
      },
      `demo-flash-${slot.id}-${customer}`,
    )
    // One thinks it over.
    if (order !== undefined && i !== 5) await pay(door, order)
  }
}
