// Invoices that buyers asked for: one is issued, one is refused, one waits. And an order whose guide was written down
// wrong, put right with the reason.
import { STAFF } from './brand.ts'
import { ask, type Door } from './sender.ts'

const ASKED = [
  {
    wanted: {
      ...{ kind: 'company', title: '杭州云栖文化传播有限公司', tax_number: '91330106MA27DEMO0X' },
      email: 'finance@example.com',
    },
    decision: { state: 'issued', answer: '电子发票已发至邮箱' },
  },
  {
    wanted: { kind: 'company', title: '个人', tax_number: '000000000000000000', email: null },
    decision: { state: 'refused', answer: '税号与抬头不符，请核对后重新提交' },
  },
  { wanted: { kind: 'person', title: '个人', tax_number: null, email: 'me@example.com' } },
]

/** Told before: where one is asked for, it stays as it is. */
export async function askForInvoices(door: Door): Promise<void> {
  const { items } = await ask<{ items: { id: string; refunded_fen: number }[] }>(
    door,
    'GET',
    '/own-orders?state=picked_up&limit=50',
  )
  const orders = items.filter(({ refunded_fen }) => refunded_fen === 0).reverse()
  for (const [i, { wanted, decision }] of ASKED.entries()) {
    const order = orders[i]
    if (!order) return
    const asked = await ask<{ error?: object }>(door, 'PUT', `/own-orders/${order.id}/invoice`, {
      ...{ body: wanted, passes: [409] },
    })
    // Refused where nothing of it was paid with money.
    if (decision && !asked.error)
      await ask(door, 'POST', `/own-orders/${order.id}/invoice/decide`, {
        ...{ body: decision, passes: [409] },
      })
  }
  await setRight(door, orders[ASKED.length]?.id)
}

async function setRight(door: Door, order: string | undefined): Promise<void> {
  const [one, other] = STAFF
  if (order === undefined || !one || !other) return
  await ask(door, 'POST', `/own-orders/${order}/credit`, {
    body: {
      kind: 'staff',
      shares: [
        { subject: one.id, share_bp: 6_000 },
        { subject: other.id, share_bp: 4_000 },
      ],
      reason: '两位导购一起接待，按六四分',
    },
    passes: [409],
  })
}
