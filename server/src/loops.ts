// What goes on beside requests in every process that collects or works.
import { keepAudiences } from './audiences/index.ts'
import { type Collector, consumeSignals, drainOutbox, recoverBatches } from './collect/index.ts'
import { ordersFromSignals } from './commerce/index.ts'
import { projectAliases } from './identity/index.ts'
import type { Uploads } from './imports/index.ts'
import {
  consumerOf,
  deliverAll,
  deliveriesOfSignals,
  importMessages,
  type Outbound,
  type Plugin,
  runPlugin,
  WEBHOOK_CONSUMER,
} from './integration/index.ts'
import {
  FIRST_ORDER_CONSUMER,
  followFirstOrders,
  LEAD_CONSUMER,
  winBySignals,
} from './leads/index.ts'
import {
  giveTrials,
  JOIN_CONSUMER,
  joinBySignals,
  keepLevels,
  LEVEL_CONSUMER,
  POINTS_CONSUMER,
  pointsFromSignals,
  touchBySignals,
} from './membership/index.ts'
import type { Ctx } from './platform/ctx.ts'
import { type Loop, startLoop } from './platform/loop.ts'
import type { Secrets } from './platform/secrets.ts'
import {
  countActivity,
  projectCustomers,
  TAG_RULE_CONSUMER,
  tagBySignals,
} from './profile/index.ts'

export const ORDER_CONSUMER = 'commerce.orders'

/** What goes on beside requests: moving own events, projecting merges, deciding lost batches. */
export function startLoops(
  system: Ctx,
  ctxOf: (tenantId: string) => Ctx,
  collector: Collector,
  state: { alias: unknown },
  outside: {
    secrets: Secrets
    outbound: Outbound
    uploads: Uploads
    plugins: readonly Plugin[]
  },
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
  const tagRules = startLoop(
    300,
    async () => {
      const taken = await consumeSignals(ctxOf, TAG_RULE_CONSUMER, 2000, tagBySignals)
      if (taken > 0) relay.poke()
    },
    report('events wait for the tag rules'),
  )
  const levels = startLoop(
    1_000,
    async () => {
      const joined = await consumeSignals(ctxOf, JOIN_CONSUMER, 2000, joinBySignals)
      const heard = await consumeSignals(ctxOf, LEVEL_CONSUMER, 2000, touchBySignals)
      const tried = await giveTrials(system, ctxOf)
      const looked = await keepLevels(system, ctxOf)
      if (joined + tried + looked > 0) relay.poke()
      return joined + heard + tried + looked
    },
    report('levels wait for what has happened'),
    { times: 1, mostMs: 1_000 },
  )
  const points = startLoop(
    500,
    () => consumeSignals(ctxOf, POINTS_CONSUMER, 2000, pointsFromSignals),
    report('events wait for the rules of points'),
  )
  const leads = startLoop(
    1_000,
    async () => {
      const taken =
        (await consumeSignals(ctxOf, LEAD_CONSUMER, 2000, winBySignals)) +
        (await consumeSignals(ctxOf, FIRST_ORDER_CONSUMER, 2000, followFirstOrders))
      if (taken > 0) relay.poke()
    },
    report('paid orders wait to close leads and to start services'),
  )
  // Whatever moves customers in this process says so; what others write, and moments that come, are found
  // by looking. Rested from, so that under load one look takes many events together.
  const audiences = startLoop(
    2_000,
    () => keepAudiences(system, ctxOf),
    report('audiences wait for what has happened'),
    { times: 1, mostMs: 1_000 },
  )
  collector.onStored(audiences.poke)
  const aliases = startLoop(
    1000,
    async () => {
      if ((await projectAliases(system)) > 0) audiences.poke()
    },
    (error) => {
      state.alias = error
      report('merges wait for the alias dictionary')(error)
    },
  )
  const customers = startLoop(
    500,
    async () => {
      if ((await projectCustomers(system)) > 0) audiences.poke()
    },
    report('lists and search wait for what has changed'),
  )
  // Rarely, since a customer who does much within seconds is then written once; under load more so.
  const activity = startLoop(
    4_000,
    () => countActivity(system),
    report('lists wait for what customers did'),
    { times: 20, mostMs: 15_000 },
  )
  const recovery = startLoop(
    5_000,
    () => recoverBatches(system),
    report('unfinished batches could not be decided yet'),
  )
  const webhooks = startLoop(
    500,
    () => deliverAll(system, outside),
    report('webhooks wait to be told'),
  )
  const forWebhooks = startLoop(
    500,
    async () => {
      if ((await consumeSignals(ctxOf, WEBHOOK_CONSUMER, 1000, deliveriesOfSignals)) > 0)
        webhooks.poke()
    },
    report('events wait to become deliveries'),
  )
  const inbound = startLoop(
    5_000,
    () => importMessages(ctxOf, system, outside.uploads),
    report('messages from outside wait to be imported'),
  )
  const plugins = outside.plugins.map((plugin) =>
    startLoop(
      500,
      async () => {
        const taken = await consumeSignals(ctxOf, consumerOf(plugin), 1000, (ctx, signals) =>
          runPlugin(plugin, ctx, signals),
        )
        if (taken > 0) relay.poke()
      },
      report(`events wait for the plugin ${plugin.name}`),
    ),
  )
  return [
    ...plugins,
    forWebhooks,
    webhooks,
    inbound,
    orders,
    tagRules,
    levels,
    points,
    leads,
    relay,
    aliases,
    customers,
    activity,
    audiences,
    recovery,
  ]
}
