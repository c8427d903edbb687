export { checks } from './checks.ts'
export { type Collector, createCollector, type Outcome } from './collector.ts'
export { dailyComparisons } from './daily.ts'
export { countDeadLetters, keepDeadLetters } from './dead-letters.ts'
export type { AttributeChange, Draft, Identifier } from './draft.ts'
export type { EventRule, EventRules, TenantRules } from './event-rules.ts'
export { collectExports } from './exports.ts'
export {
  ensureFirstUse,
  type OpenedTenant,
  openDemoTenant,
  openTenant,
  openTenantAsSystem,
} from './first-keys.ts'
export { createKeyring, type Keyring } from './keys-seen.ts'
export { createListener } from './listener.ts'
export { collectData } from './personal-data.ts'
export type { Submission } from './prepare.ts'
export { countEventsOf } from './queries.ts'
export { forgetOld, recoverBatches } from './recovery.ts'
export { redactProperty } from './redact.ts'
export { drainOutbox } from './relay.ts'
export {
  identifiersInEvents,
  nodesWithEvents,
  openBatchesDecided,
  removeEventsOf,
} from './remove.ts'
export { routes } from './routes.ts'
export {
  consumeSignals,
  hearOnly,
  type Interest,
  registerInterest,
  type Signal,
  withdrawInterest,
} from './signals.ts'
export { eventsOfSnapshot } from './snapshot.ts'
export { tenantRoutes } from './tenant-routes.ts'
export { timelineOf, useProductNames } from './timeline.ts'
export { forgetTouched, type Touched, touchedNodes } from './touched.ts'
export { writeKeyRoutes } from './write-key-routes.ts'
export { createWriteKey, touchWriteKey, type WriteKeyKind } from './write-keys.ts'
