// A plugin to start from: whoever pays a large order gets a tag and the day of it as an attribute,
// and an event of the plugin's own tells webhooks and rules.
import type { Plugin } from '../server/src/integration/plugin.ts'

/** 1,000.00 of the brand's currency. */
const LARGE_FEN = 100_000
const TAG = '大额订单'

export const plugin: Plugin = {
  name: 'large-order',
  hears: ['order_paid'],
  async onEvents(host, events) {
    const large = events.filter(
      (e) => e.customer !== null && e.currency === host.brand.currency && e.revenueFen >= LARGE_FEN,
    )
    if (large.length === 0) return
    const newest = new Map<number, Date>()
    for (const { customer, at } of large) {
      const known = newest.get(customer ?? 0)
      if (!known || known < at) newest.set(customer ?? 0, at)
    }
    await host.tag([...newest.keys()], TAG)
    await host.setAttributes(
      [...newest].map(([customer, at]) => ({
        customer,
        name: 'last_large_order_on',
        value: at.toISOString().slice(0, 10),
      })),
    )
    await host.record(
      large.map(({ customer, at, revenueFen, links }) => ({
        name: 'large_order_paid',
        customer,
        at,
        props: { order_id: links.order_id ?? null, fen: revenueFen },
      })),
    )
    host.log('large orders', { count: large.length })
  },
}
