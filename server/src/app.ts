// The application put together: the static list of domains, their routes and jobs.

import type { Logger } from 'pino'
import {
  type Collector,
  routes as collectRoutes,
  consumeSignals,
  createCollector,
  createKeyring,
  createListener,
  drainOutbox,
  ensureFirstUse,
  forgetOld,
  recoverBatches,
  registerInterest,
  tenantRoutes,
  writeKeyRoutes,
} from './collect/index.ts'
import {
  routes as commerceRoutes,
  ORDER_SIGNAL_NAMES,
  ordersFromSignals,
} from './commerce/index.ts'
import type { Config } from './config.ts'
import { routes as identityRoutes, projectAliases, useMergePolicy } from './identity/index.ts'
import { createAuthenticator, queues as orgQueues, routes as orgRoutes } from './org/index.ts'
import { apiDocs } from './platform/api-docs.ts'
import { type Ctx, SYSTEM } from './platform/ctx.ts'
import { createHttp, type Http } from './platform/http.ts'
import { keepAnswers } from './platform/idempotency.ts'
import { type Queue, type RunningJobs, startJobs } from './platform/jobs.ts'
import { type Loop, startLoop } from './platform/loop.ts'
import { openSecrets, proveSecret } from './platform/secrets.ts'
import { consentPolicy, routes as profileRoutes } from './profile/index.ts'
import { reactionQueues } from './reactions.ts'
import { serveConsole, statusRoutes } from './serving.ts'
import type { OpenStores } from './stores.ts'

const NO_TENANT = '00000000-0000-0000-0000-000000000000'

export interface App {
  http: Http
  collector: Collector
  jobs: RunningJobs
  ctxOf(tenantId: string): Ctx
  /** Printed at start when nobody can sign in yet. */
  ownerLink: string | undefined
  /** Intake stops, what is on its way finishes, background work ends. Stores stay open. */
  stop(): Promise<void>
}

export async function createApp(config: Config, stores: OpenStores, log: Logger): Promise<App> {
  useMergePolicy(consentPolicy)
  const secrets = openSecrets(config)
  await proveSecret(stores.pg.db, secrets)
  let jobs: RunningJobs | undefined
  const base = {
    pg: stores.pg.db,
    ch: stores.ch,
    jobs: {
      send: (...args: Parameters<RunningJobs['send']>) => {
        if (!jobs) throw new Error('jobs are not started yet')
        return jobs.send(...args)
      },
    },
    now: () => new Date(),
    log,
  }
  const ctxOf = (tenantId: string): Ctx => ({ ...base, tenantId, actor: SYSTEM })
  const system = ctxOf(NO_TENANT)
  const collector = createCollector(ctxOf, { maxWaiting: config.collect.maxWaiting })
  const queues: Queue[] = [
    ...orgQueues(ctxOf),
    { name: 'collect.forget', cron: '43 3 * * *', run: () => forgetOld(system) },
    ...reactionQueues(ctxOf),
  ]
  jobs = await startJobs(stores.pg.pool, queues, log)

  const state: { alias: unknown; stopping: boolean } = { alias: undefined, stopping: false }
  const http = await createHttp({
    log,
    trustProxy: config.trustProxy,
    authenticate: createAuthenticator(base),
    collect: config.roles.collect
      ? createListener({
          ctxOf,
          collector,
          keyring: createKeyring(stores.pg.db),
          ...config.collect,
          trustProxy: config.trustProxy,
        })
      : () => false,
  })
  statusRoutes(http, {
    stores,
    problems: () => (state.alias ? ['the alias dictionary does not reload'] : []),
    isStopping: () => state.stopping,
  })
  keepAnswers(http, secrets)
  if (config.roles.web) {
    apiDocs(http, config.publicUrl)
    await http.register(
      async (api) => {
        const routed = api as unknown as Http
        orgRoutes({ base, secrets, publicUrl: config.publicUrl })(routed)
        tenantRoutes(routed)
        writeKeyRoutes(routed)
        await profileRoutes(routed)
        await identityRoutes(routed)
        await collectRoutes(collector)(routed)
        await commerceRoutes(routed)
      },
      { prefix: '/api/v1' },
    )
    await serveConsole(http)
  }

  // An embedded event store has one owner, so every open batch is of a process that is gone.
  await recoverBatches(system, stores.isAlone ? { allButOwner: NO_TENANT } : {})
  // For every brand: the nil tenant stands for all.
  await registerInterest(system, ORDER_CONSUMER, ORDER_SIGNAL_NAMES, { historical: true })
  const loops =
    config.roles.collect || config.roles.worker ? startLoops(system, ctxOf, collector, state) : []
  if (config.roles.worker) await jobs.work(queues)
  const origin = config.publicUrl ?? `http://${config.host}:${config.port}`
  const { link } = await ensureFirstUse(base, {
    owner: config.owner,
    apiKey: config.apiKey,
    writeKey: config.writeKey,
    origin,
  })
  const running = jobs
  return {
    http,
    collector,
    jobs: running,
    ctxOf,
    ownerLink: link,
    async stop() {
      state.stopping = true
      await http.close()
      await running.stop()
      for (const loop of loops) await loop.stop()
      await collector.stop()
    },
  }
}

const ORDER_CONSUMER = 'commerce.orders'

/** What goes on beside requests: moving own events, projecting merges, deciding lost batches. */
function startLoops(
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
  const recovery = startLoop(
    5_000,
    () => recoverBatches(system),
    report('unfinished batches could not be decided yet'),
  )
  return [orders, relay, aliases, recovery]
}
