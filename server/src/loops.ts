// What goes on beside requests in every process that collects or works.
import { type Collector, consumeSignals, drainOutbox, recoverBatches } from './collect/index.ts'
import { ordersFromSignals } from './commerce/index.ts'
import { projectAliases } from './identity/index.ts'
import type { Ctx } from './platform/ctx.ts'
import { type Loop, startLoop } from './platform/loop.ts'
import { countActivity, projectCustomers } from './profile/index.ts'

export const ORDER_CONSUMER = 'commerce.orders'

/** What goes on beside requests: moving own events, projecting merges, deciding lost batches. */
export function startLoops(
  system: Ctx,
  ctxOf: (tenantId: string) => Ctx,
  collector: Collector,
  state: { alias: unknown },
): Loop[] {
  const report = (what: string) => (error: unknown) => {
    if (error) system.log.error({ err: error }, what)
  }
  const relay = startLoop(
    500,
    () => drainOutbox(system, collector),
    report('own events wait; the relay tries again'),
  )
  const orders = startLoop(
    300,
    async () => {
      const taken = await consumeSignals(ctxOf, ORDER_CONSUMER, 2000, async (ctx, signals) => {
        await ordersFromSignals(ctx, signals)
      })
      if (taken > 0) relay.poke()
    },
    report('order events wait to become orders'),
  )
  const aliases = startLoop(
    1000,
    () => projectAliases(system),
    (error) => {
      state.alias = error
      report('merges wait for the alias dictionary')(error)
    },
  )
  const customers = startLoop(
    1000,
    async () => {
      await countActivity(system)
      await projectCustomers(system)
    },
    report('lists and search wait for what has changed'),
  )
  const recovery = startLoop(
    5_000,
    () => recoverBatches(system),
    report('unfinished batches could not be decided yet'),
  )
  return [orders, relay, aliases, customers, recovery]
}
