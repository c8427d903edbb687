export { activityOf, countActivity, recountActivity } from './activity.ts'
export {
  arrivalsStatement,
  type CustomerCount,
  countOfCustomers,
} from './arrivals.ts'
export { assignmentQueues } from './assignment-backfill.ts'
export { assignmentData } from './assignment-data.ts'
export { assignAnew, forgetAssignments } from './assignment-forget.ts'
export { type AssignmentEvidence, assignByRules } from './assignment-rules.ts'
export { type AssignmentRow, assignmentsByNode, assignmentsOf } from './assignment-store.ts'
export { checkValue } from './attribute-value.ts'
export { type AttributeWrite, applyAttributes } from './attributes.ts'
export { saidBySource } from './brought.ts'
export { checks } from './checks.ts'
export { mask } from './combine.ts'
export {
  COMPUTED,
  type ComputedWords,
  computedAt,
  computedValues,
  countComputed,
  provideComputed,
  releaseComputed,
  reserveComputed,
  rewordComputed,
  type Stored as StoredComputed,
  writeComputed,
} from './computed.ts'
export { isAllowedTo } from './consent.ts'
export { addText, listPurposes } from './consent-purposes.ts'
export { CHANNELS, type Channel, type ConsentState } from './consent-rules.ts'
export {
  type ConsentWrite,
  consentGiven,
  consentStates,
  consentWithdrawn,
  recordConsents,
} from './consent-store.ts'
export { attributeHistory } from './customer-attributes.ts'
export { CustomerListing, customerColumns, customerRows } from './customer-export.ts'
export { getCustomerPage } from './customer-page.ts'
export {
  type Customer,
  canonicalInScope,
  customersByIds,
  getCustomer,
  getCustomerBy,
  groupInScope,
} from './customers.ts'
export type { Handlings } from './data-class.ts'
export { listDefinitions, type StoredDefinition } from './definitions.ts'
export { FAMILY_ROLES } from './families-rules.ts'
export { CustomerFilter } from './filter.ts'
export { type ForgottenWords, forgetSource, keepRelations, putRelationsBack } from './forget.ts'
export { loadHandlings } from './handling.ts'
export { asHistory } from './history.ts'
export { countCustomers, listCustomers, matchingCustomers } from './list.ts'
export { profileExports } from './list-exports.ts'
export { ListedCustomer as ListedCustomerShape } from './list-routes.ts'
export { type ListedCustomer, listedByIds } from './listed.ts'
export { calledOf, isMeant, withCustomers, withNames } from './meant.ts'
export {
  type CurrencyValue,
  type NodeOrders,
  type OrderBook,
  useOrderBook,
} from './order-figures.ts'
export { consentPolicy } from './policy.ts'
export {
  type Erased,
  type Person,
  type PersonalData,
  type PersonalRow,
  textsOf,
  usePersonalData,
} from './privacy.ts'
export { eraseApproval, sweepErased } from './privacy-erase.ts'
export { privacyQueues } from './privacy-jobs.ts'
export { identityData, profileData } from './privacy-tables.ts'
export { catchUp, projectCustomers } from './projection.ts'
export { CustomerId, routes } from './routes.ts'
export { sealQueue } from './seal.ts'
export { searchData } from './search-data.ts'
export { guardBytes, guardEvents } from './sensitive.ts'
export {
  EVERY_KEY,
  momentOf,
  STATE_KINDS,
  type StateKind,
  type StateType,
  stateKey,
} from './state.ts'
export {
  forgetStateChanges,
  peekStateChanges,
  type StateChange,
  tenantsWithStateChanges,
} from './state-changes.ts'
export { forgetStates } from './state-store.ts'
export { listTagGroups, listTags, usableTags } from './tag-definitions.ts'
export { type Condition, holds, OPERATIONS } from './tag-rule-match.ts'
export { forgetFirings, tagBySignals } from './tag-rule-run.ts'
export { TAG_RULE_CONSUMER, useTagRuleSignals } from './tag-rules.ts'
export { addTags, clearExpiredTags, withdrawTag } from './tagging.ts'
export { applyRelations, applyTags, type RelationWrite, type TagWrite } from './tags.ts'
export { reportOf, TOUCHPOINT_EVENTS, TOUCHPOINT_KINDS } from './touchpoint-rules.ts'
export { liveTouchpoints, recordTouchpoints, type TouchpointWrite } from './touchpoints-store.ts'
export { useVault } from './vault.ts'
