export {
  compareAliases,
  forgetAliases,
  holdAliases,
  projectAliases,
  rebuildAliases,
} from './alias.ts'
export { countOnlyFrom } from './brought.ts'
export { checks } from './checks.ts'
export {
  countOpenConflicts,
  declareNamespace,
  listConflicts,
  listNamespaces,
  type MergeRow,
  mergesOf,
} from './conflicts.ts'
export {
  forgetIdentity,
  type HeldIdentifier,
  identifiersOfNodes,
  identityRecords,
  removeNodes,
} from './erase.ts'
export { type Forgotten, forgetUntouched, type Traces } from './forget.ts'
export { canonicalOf, groupOf, joinedNodes, nodesOf, verifiedNodesOf } from './groups.ts'
export { createMemory, type IdentityMemory } from './memory.ts'
export { mergeCustomers, unmerge } from './merges.ts'
export {
  DEFAULT_NAMESPACES,
  type Namespace,
  type Namespaces,
  normalise,
  phone,
} from './namespaces.ts'
export { type MergePolicy, useMergePolicy } from './policy.ts'
export {
  type Resolution,
  type Resolved,
  type ResolveRequest,
  resolve,
  writeBounds,
} from './resolve.ts'
export { routes } from './routes.ts'
export { loadNamespaces, lockIdentity, raiseEpoch, readEpoch } from './store.ts'
