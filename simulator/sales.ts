// What is bought together and what is bought in its hour: a group buy with groups that are complete and one that
// waits for somebody, one whose lonely group gives the money back within the hour, one that is over and one that is
// planned; a flash sale with the slot that runs and those of tomorrow.
import { AUTUMN } from './activities.ts'
import { wallClock } from './order.ts'
import { ask, type Door } from './sender.ts'
import { HOME, type Named, named, pay, place } from './storefront.ts'
import { DAY } from './world.ts'

interface Together {
  name: string
  sku: string
  terms: object
  /** Which members buy, one after the other. */
  buyers: readonly number[]
  /** Absent: it goes on. */
  fate?: 'end' | 'draft'
}
const TOGETHER: readonly Together[] = [
  {
    ...{ name: '袋泡茶三人团', sku: 'QH-LPWL-20' },
    terms: {
      ...{ size: 3, live_hours: 48, per_order: 2, per_customer: 3, who: 'anyone' },
      ...{ merges: true, complete_from: 2, items: [{ sku: 'QH-LPWL-20', price_fen: 4_500 }] },
    },
    // Two groups are complete, the third waits for one more.
    buyers: [0, 1, 2, 3, 4, 5, 6, 7],
  },
  {
    ...{ name: '曲奇一小时双人团', sku: 'QH-CD-1' },
    terms: {
      ...{ size: 2, live_hours: 1, per_order: 1, per_customer: 2, who: 'new_joiners' },
      ...{ merges: false, complete_from: null, items: [{ sku: 'QH-CD-1', price_fen: 2_900 }] },
    },
    // Who joins has bought nothing before: the one who opened it stays alone.
    buyers: [9],
  },
  {
    ...{ name: '胎菊尝鲜双人团', sku: 'QH-JH-40', fate: 'end' },
    terms: {
      ...{ size: 2, live_hours: 24, per_order: 1, per_customer: 1, who: 'anyone' },
      ...{ merges: true, complete_from: null, items: [{ sku: 'QH-JH-40', price_fen: 3_500 }] },
    },
    buyers: [10, 11],
  },
  {
    ...{ name: '年货礼盒五人团', sku: 'QH-LH-6', fate: 'draft', buyers: [] },
    terms: {
      ...{ size: 5, live_hours: 72, per_order: 1, per_customer: 2, who: 'anyone' },
      ...{ merges: true, complete_from: 3, items: [{ sku: 'QH-LH-6', price_fen: 45_800 }] },
    },
  },
]
const FLASH_SALE = '晚八点茶器秒杀'
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
  const activity = await named(door, '/activities', AUTUMN)
  if (!activity) return
  for (const sale of TOGETHER) await sellTogether(door, activity.id, sale, buyers.customers)
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
  { name, sku, terms, buyers, fate }: Together,
  customers: readonly number[],
): Promise<void> {
  const { id, state } =
    (await named(door, `/activities/${activity}/group-buys`, name)) ??
    (await ask<Named>(door, 'POST', `/activities/${activity}/group-buys`, {
      body: { name, ...terms },
    }))
  if (state !== 'draft' || fate === 'draft') return
  await ask(door, 'POST', `/group-buys/${id}/publish`)
  for (const customer of buyers.flatMap((at) => customers[at] ?? [])) {
    const { items: open } = await ask<{ items: Group[] }>(
      door,
      'GET',
      `/group-buys/${id}/groups?state=open&limit=1`,
    )
    const order = await place(
      door,
      {
        ...{ storefront: HOME, customer_id: customer, lines: [{ sku, quantity: 1 }] },
        ...{ address: null, group_buy: { id, group: open[0]?.id ?? null } },
      },
      `demo-group-${id}-${customer}`,
    )
    if (order !== undefined) await pay(door, order)
  }
  if (fate === 'end') await ask(door, 'POST', `/group-buys/${id}/end`)
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
