// The application put together: stores in, listener, jobs and loops out.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { mountApi } from './api.ts'
import { appointmentExports, queues as appointmentQueues } from './appointments/index.ts'
import { audienceCircles, audienceExports, queues as audienceQueues } from './audiences/index.ts'
import {
  type Collector,
  dailyComparisons as collectComparisons,
  collectExports,
  createCollector,
  createKeyring,
  createListener,
  ensureFirstUse,
  forgetOld,
  hearOnly,
  recoverBatches,
  redactProperty,
  registerInterest,
  useProductNames,
} from './collect/index.ts'
import {
  dailyComparisons as commerceComparisons,
  commerceExports,
  queues as commerceQueues,
  createTestProvider,
  customerValue,
  ORDER_SIGNAL_NAMES,
  productNames,
  quotationApproval,
  receiveParcelWords,
  receivePayments,
  subscriptionParty,
  supplementParty,
  useCircles,
  useFixedPrices,
  useHeld,
  useOrderParties,
  usePayIn,
  usePaymentProviders,
  usePricing,
  useTrackingProviders,
} from './commerce/index.ts'
import type { Config } from './config.ts'
import { kuaidi100 } from './connectors/kuaidi100/index.ts'
import { wechatPay } from './connectors/wechat-pay/index.ts'
import {
  deskExports,
  queues as deskQueues,
  exportApproval,
  takeUp as takeUpExports,
  useApprovals,
  useExports,
  useOwnNames,
} from './desk/index.ts'
import { useMergePolicy } from './identity/index.ts'
import { importExports, queues as importQueues, takeUp as takeUpImports } from './imports/index.ts'
import {
  experimentsPort,
  exportQueues,
  queues as insightQueues,
  kocExports,
  npsExports,
  watchQueues,
} from './insight/index.ts'
import {
  consumerOf,
  integrationExports,
  queues as integrationQueues,
  loadPlugins,
  receiveInbound,
} from './integration/index.ts'
import { formChannelNames, leadExports, queues as leadQueues } from './leads/index.ts'
import { ORDER_CONSUMER, startLoops } from './loops.ts'
import {
  benefitProductsParty,
  benefitsParty,
  giveAtLevels,
  heldAtCheckout,
  ledgerQueues,
  memberExports,
  memberQueues,
  payIntoStoredValue,
  planPrices,
  pointsParty,
  pointsPort,
  rewardsParty,
  storedValueParty,
  storedValuePort,
  useBenefitTrials,
  useCouponGiving,
  useCouponTakingBack,
  useLevelEntries,
  useLevelOffers,
} from './membership/index.ts'
import { queues as messageQueues, useMessageSecrets } from './messages/index.ts'
import { createAuthenticator, queues as orgQueues } from './org/index.ts'
import { everyPersonalData } from './personal-data.ts'
import { apiDocs } from './platform/api-docs.ts'
import { useExperiments } from './platform/arms.ts'
import { type Ctx, SYSTEM } from './platform/ctx.ts'
import { createHttp, type Http } from './platform/http.ts'
import { keepAnswers } from './platform/idempotency.ts'
import { type Queue, type RunningJobs, startJobs } from './platform/jobs.ts'
import { openSecrets, proveSecret } from './platform/secrets.ts'
import {
  assignmentQueues,
  clearExpiredTags,
  consentPolicy,
  eraseApproval,
  forgetFirings,
  privacyQueues,
  profileExports,
  sealQueue,
  TAG_RULE_CONSUMER,
  useOrderBook,
  usePersonalData,
  useTagRuleSignals,
  useVault,
} from './profile/index.ts'
import {
  activityApproval,
  activityNames,
  bestieParty,
  flashSaleParty,
  giveWhileThere,
  groupBuyParty,
  levelOffers,
  meetBenefitTrials,
  offersParty,
  offersPricing,
  preSaleParty,
  promotionExports,
  queues as promotionQueues,
  takeBackCoupon,
} from './promotion/index.ts'
import { reactionQueues } from './reactions.ts'
import { reviewExports, queues as reviewQueues, reviewsParty } from './reviews/index.ts'
import { serveConsole, serveSdks, serveShop, statusRoutes } from './serving.ts'
import { createShopAuthenticator, queues as shopQueues } from './shop/index.ts'
import type { OpenStores } from './stores.ts'
import {
  createEventRules,
  trackingExports,
  queues as trackingQueues,
  useComparisons,
} from './tracking/index.ts'
import { queues as wishQueues } from './wishes/index.ts'

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
  useExperiments(experimentsPort)
  useMergePolicy(consentPolicy)
  useComparisons([...collectComparisons, ...commerceComparisons])
  useOrderBook(customerValue)
  usePricing({ offers: offersPricing, points: pointsPort, stored_value: storedValuePort })
  useOrderParties([
    ...[offersParty, benefitsParty, rewardsParty, pointsParty, storedValueParty, groupBuyParty],
    flashSaleParty,
    reviewsParty,
    preSaleParty,
    bestieParty,
    benefitProductsParty,
    subscriptionParty,
    supplementParty,
  ])
  useFixedPrices(planPrices)
  useProductNames(productNames)
  useOwnNames([activityNames, formChannelNames])
  useHeld(heldAtCheckout)
  useCircles(audienceCircles)
  usePayIn(payIntoStoredValue)
  useBenefitTrials(meetBenefitTrials)
  useCouponGiving(giveWhileThere)
  useCouponTakingBack(takeBackCoupon)
  useLevelEntries(giveAtLevels)
  useLevelOffers(levelOffers)
  usePersonalData(everyPersonalData)
  useApprovals({
    export: exportApproval,
    customer_erase: eraseApproval,
    activity: activityApproval,
    quotation: quotationApproval,
  })
  useExports({
    ...deskExports,
    ...collectExports,
    ...commerceExports,
    ...memberExports,
    ...promotionExports,
    ...reviewExports,
    ...leadExports,
    ...appointmentExports,
    ...profileExports,
    ...audienceExports,
    ...kocExports,
    ...npsExports,
    ...trackingExports,
    ...importExports,
    ...integrationExports,
  })
  const secrets = openSecrets(config)
  useVault(secrets)
  const wechatPayDeps = {
    ...{ secrets, baseUrl: config.wechatPayUrl, publicUrl: config.publicUrl },
    ...{ timeoutMs: 5000, clock: { aheadMs: 0 } },
  }
  usePaymentProviders([
    wechatPay(wechatPayDeps),
    createTestProvider(secrets.deriveKey('test payments')),
  ])
  const kuaidi100Deps = {
    ...{ secrets, baseUrl: config.kuaidi100Url, publicUrl: config.publicUrl, timeoutMs: 5000 },
  }
  useTrackingProviders([kuaidi100(kuaidi100Deps)])
  useMessageSecrets(secrets)
  useTagRuleSignals((ctx, names) => hearOnly(ctx, TAG_RULE_CONSUMER, names))
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
  const collector = createCollector(ctxOf, {
    maxWaiting: config.collect.maxWaiting,
    rules: createEventRules(ctxOf),
  })
  const uploads = {
    folder: join(config.dataDir, 'files', 'imports'),
    maxBytes: config.importMaxBytes,
  }
  const exportFiles = { folder: join(config.dataDir, 'files', 'exports') }
  const outbound = { allowPrivate: config.privateWebhooks, timeoutMs: 10_000 }
  const plugins = await loadPlugins(config.plugins)
  const ending = new AbortController()
  const queues: Queue[] = [
    ...orgQueues(ctxOf),
    ...deskQueues(ctxOf, { files: exportFiles, signal: ending.signal }),
    ...privacyQueues(ctxOf),
    ...assignmentQueues(ctxOf),
    ...audienceQueues(ctxOf),
    ...integrationQueues(system),
    ...importQueues(ctxOf, { collector, uploads, signal: ending.signal }),
    sealQueue(ctxOf, redactProperty),
    { name: 'collect.forget', cron: '43 3 * * *', run: () => forgetOld(system) },
    {
      name: 'profile.expire_tags',
      cron: '*/5 * * * *',
      run: () => clearExpiredTags(ctxOf, system),
    },
    { name: 'profile.forget_firings', cron: '47 3 * * *', run: () => forgetFirings(system) },
    ...commerceQueues(ctxOf, system),
    ...ledgerQueues(ctxOf, system),
    ...promotionQueues(ctxOf, system),
    ...memberQueues(ctxOf, system),
    ...messageQueues(ctxOf, system),
    ...shopQueues(ctxOf, system),
    ...reviewQueues(ctxOf, system),
    ...wishQueues(ctxOf, system),
    ...leadQueues(ctxOf, system),
    ...appointmentQueues(ctxOf, system),
    ...trackingQueues(ctxOf, system),
    ...insightQueues(ctxOf, system),
    ...exportQueues(ctxOf, system, { folder: config.eventExport }),
    ...watchQueues(ctxOf, system, {
      ...{ secrets, outbound, publicUrl: config.publicUrl },
      reportDays: config.reportDays,
    }),
    ...reactionQueues(ctxOf),
  ]
  jobs = await startJobs(stores.pg.pool, queues, log)

  const state: { alias: unknown; stopping: boolean } = { alias: undefined, stopping: false }
  const http = await createHttp({
    log,
    trustProxy: config.trustProxy,
    authenticate: createAuthenticator(base),
    authenticateShopper: createShopAuthenticator(base),
    collect: config.roles.collect
      ? createListener({
          ctxOf,
          collector,
          keyring: createKeyring(stores.pg.db),
          ...config.collect,
          trustProxy: config.trustProxy,
          publicUrl: config.publicUrl,
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
        await mountApi(routed, {
          base,
          secrets,
          collector,
          uploads,
          exportFiles,
          outbound,
          plugins,
          wechatPay: wechatPayDeps,
          kuaidi100: kuaidi100Deps,
          publicUrl: config.publicUrl,
        })
      },
      { prefix: '/api/v1' },
    )
    receiveInbound(http, ctxOf)
    receivePayments(http, ctxOf)
    receiveParcelWords(http, ctxOf)
    await serveConsole(http)
    await serveShop(http)
    await serveSdks(http)
  }

  // An embedded event store has one owner, so every open batch is of a process that is gone.
  await recoverBatches(system, stores.isAlone ? { allButOwner: NO_TENANT } : {})
  // For every brand: the nil tenant stands for all.
  await registerInterest(system, ORDER_CONSUMER, ORDER_SIGNAL_NAMES, { historical: true })
  for (const plugin of plugins)
    await registerInterest(system, consumerOf(plugin), plugin.hears, {
      historical: plugin.hearsHistory ?? false,
    })
  const loops =
    config.roles.collect || config.roles.worker
      ? startLoops(system, ctxOf, collector, state, { secrets, outbound, uploads, plugins })
      : []
  if (config.roles.worker) {
    if (stores.isAlone) await Promise.all([takeUpImports(ctxOf), takeUpExports(ctxOf)])
    await jobs.work(queues)
  }
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
      // An import stops after its chunk and is taken up again at the next start.
      ending.abort()
      await http.close()
      await running.stop()
      for (const loop of loops) await loop.stop()
      await collector.stop()
    },
  }
}
