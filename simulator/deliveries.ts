// Tea that comes again and again: plans, and members who agreed to one on their phones. Of theirs one skips the next
// delivery and one has cancelled.

import { phoneOfMember } from './person.ts'
import { Phone, shopOf } from './phone.ts'
import { ask, type Door } from './sender.ts'
import { ADDRESS, pay } from './storefront.ts'

const MONTHLY = {
  ...{ sku: 'QH-DH-200', name: '口粮茶每月一罐', unit: 'month', every: 1 },
  ...{ price_fen: null, off_bp: 1_500, swaps: ['QH-ZSXZ-100'], most_quantity: 3 },
  terms: '每期随单附一张当季冲泡卡。',
}
const FORTNIGHTLY = {
  ...{ sku: 'QH-MLHC-60', name: '花草茶双周鲜', unit: 'week', every: 2 },
  ...{ price_fen: 5_900, off_bp: null, swaps: ['QH-JH-40'], most_quantity: 6, terms: '' },
}
type Fate = 'goes_on' | 'skip' | 'cancel'
const WHO: readonly (readonly [plan: typeof MONTHLY | typeof FORTNIGHTLY, fate: Fate])[] = [
  [MONTHLY, 'goes_on'],
  [FORTNIGHTLY, 'skip'],
  [MONTHLY, 'cancel'],
  [FORTNIGHTLY, 'goes_on'],
]

interface Subscription {
  id: string
  cycle: number
  state: string
}

/** Told before: a start that was cut off makes what is missing. */
export async function openDeliveries(door: Door, members: readonly string[]): Promise<void> {
  const { items } = await ask<{ items: { id: string; name: string }[] }>(
    door,
    'GET',
    '/subscription-plans',
  )
  const plans = new Map(items.map(({ id, name }) => [name, id]))
  for (const plan of [MONTHLY, FORTNIGHTLY])
    if (!plans.has(plan.name)) {
      const { id } = await ask<{ id: string }>(door, 'POST', '/subscription-plans', { body: plan })
      plans.set(plan.name, id)
    }
  const shop = await shopOf(door)
  if (!shop) return
  for (const [i, [plan, fate]] of WHO.entries()) {
    const member = members[i]
    const id = plans.get(plan.name)
    if (member === undefined || id === undefined) return
    const phone = new Phone(door, shop.slug)
    if (!(await phone.signIn(phoneOfMember(member), shop.privacy_version))) continue
    await subscribe(door, phone, { id, sku: plan.sku, key: `demo-plan-${i}` })
    await decide(phone, fate)
  }
}

async function subscribe(
  door: Door,
  phone: Phone,
  { id, sku, key }: { id: string; sku: string; key: string },
): Promise<void> {
  const { items: hers } = await phone.call<{ items: Subscription[] }>('GET', '/subscriptions')
  if (hers.length > 0) return
  const { items } = await phone.call<{
    items: { id: string; agreement: { version: string } }[]
  }>('GET', `/products/${sku}/subscription-plans`)
  const agreed = items.find((plan) => plan.id === id)?.agreement.version
  if (agreed === undefined) return
  const cart = { lines: [{ sku, quantity: 1 }], address: ADDRESS, plan: { id, agreed } }
  const quote = await phone.call<{ due_fen?: number }>('POST', '/quote', cart)
  if (quote.due_fen === undefined) return
  const order = await phone.call<{ id?: string }>('POST', '/orders', {
    ...{ ...cart, key, expected_due_fen: quote.due_fen },
  })
  if (order.id !== undefined) await pay(door, order.id)
}

async function decide(phone: Phone, fate: Fate): Promise<void> {
  if (fate === 'goes_on') return
  const { items } = await phone.call<{ items: Subscription[] }>('GET', '/subscriptions')
  const [one] = items
  // Once: the second delivery is the one to skip.
  if (one?.state !== 'active' || one.cycle !== 1) return
  await phone.call(
    'POST',
    `/subscriptions/${one.id}/change`,
    fate === 'skip' ? { act: 'skip', cycle: one.cycle + 1 } : { act: 'cancel' },
  )
}
