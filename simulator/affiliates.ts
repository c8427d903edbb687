// Customers who share the shop, orders that came by their links, of which one went back in part, and the commission
// that these earned: some of it paid out, some on its way.
import { ask, type Door } from './sender.ts'
import { HOME, pay, place } from './storefront.ts'

const CODES = ['xiaoman', 'zhixia']
const ORDERS = [
  { affiliate: 0, sku: 'QH-LHX-3', quantity: 1 },
  { affiliate: 0, sku: 'QH-BHYZ-50', quantity: 2 },
  { affiliate: 1, sku: 'QH-PE-357', quantity: 1 },
  { affiliate: 0, sku: 'QH-TGY-125', quantity: 1 },
  { affiliate: 1, sku: 'QH-JJM-50', quantity: 1 },
]
const CAME_BACK = 1
/** Not fetched yet: what it earns is not due. */
const WAITS = 4
const RULE = {
  ...{ version: 0, default_bp: 800, categories: [{ path: ['礼盒'], bp: 1_200 }] },
  ...{ products: [{ sku: 'QH-PE-357', bp: 1_000 }], cap_fen: 10_000, due_when: 'receipt' },
  ...{ own_purchases: false, least_payout_fen: 1_000 },
}

/**
 * Told before: the same key is the same order.
 * @param sharing who shares; `buyers` come by their links
 */
export async function shareOut(
  door: Door,
  { sharing, buyers }: { sharing: readonly number[]; buyers: readonly number[] },
): Promise<void> {
  const { version } = await ask<{ version: number }>(door, 'GET', '/commission-rule')
  if (version === 0) await ask(door, 'PUT', '/commission-rule', { body: RULE })
  const codes: string[] = []
  for (const [i, wanted] of CODES.entries()) {
    const customer_id = sharing[i]
    if (customer_id === undefined) return
    const { code } = await ask<{ code?: string }>(door, 'POST', '/affiliates', {
      ...{ body: { customer_id, code: wanted }, passes: [409] },
    })
    if (code === undefined) return
    codes.push(code)
  }
  for (const [i, { affiliate, sku, quantity }] of ORDERS.entries()) {
    const customer_id = buyers[i]
    if (customer_id === undefined) return
    const basket = {
      ...{ storefront: HOME, customer_id, lines: [{ sku, quantity }], address: null },
      came_by: { affiliate: codes[affiliate] },
    }
    const order = await place(door, basket, `demo-shared-${i}`)
    if (order === undefined) continue
    await pay(door, order)
    if (i !== WAITS) await fetchGoods(door, order)
    if (i === CAME_BACK) await bringBack(door, order, sku)
  }
  await payOut(door)
}

async function fetchGoods(door: Door, order: string): Promise<void> {
  const { pick_up_code, state } = await ask<{ pick_up_code: string | null; state: string }>(
    door,
    'GET',
    `/own-orders/${order}`,
  )
  if (state === 'to_pick_up' && pick_up_code)
    await ask(door, 'POST', '/own-orders/pick-up', {
      ...{ body: { code: pick_up_code }, passes: [409] },
    })
}

/** The bank has paid the first of them; the other's money is on its way. */
async function payOut(door: Door): Promise<void> {
  const { id } = await ask<{ id?: string }>(door, 'POST', '/commission-payouts', {
    ...{ body: { key: 'demo-payout', note: '本月佣金，银行代发' }, passes: [409] },
  })
  if (id !== undefined)
    await ask(door, 'POST', `/commission-payouts/${id}/settle`, {
      ...{ body: { as: 'paid', numbers: [1], note: '已到账' }, passes: [409] },
    })
}

async function bringBack(door: Door, order: string, sku: string): Promise<void> {
  const sale = await ask<{ id?: string }>(door, 'POST', `/own-orders/${order}/after-sales`, {
    body: {
      ...{ key: `demo-shared-back-${order}`, kind: 'money', reason: '买多了' },
      lines: [{ sku, quantity: 1 }],
    },
    passes: [409],
  })
  if (sale.id)
    await ask(door, 'POST', `/after-sales/${sale.id}/approve`, { body: {}, passes: [409] })
}
