// The part of the identity graph that a set of events touches, in memory: decisions, no I/O.
import type { Namespace } from './namespaces.ts'

export interface Ident {
  kind: Namespace
  value: string
  node: number
  group: Group
  isVerified: boolean
  isShared: boolean
  isContested: boolean
  /** Epoch ms of the latest login; 0 when it never came with a strong identifier. */
  boundAt: number
  source: string
  firstSeenAt: number
  isNew: boolean
  isChanged: boolean
  isDetached: boolean
}

export interface Group {
  /** Smallest node: the customer's id. */
  canonical: number
  /** Canonical ids of stored groups that are part of it now. */
  stored: number[]
  /** Nodes made here. */
  made: number[]
  /** Strong values by namespace. */
  strong: Map<string, Set<string>>
  keptApart: Set<number>
  /** Its consent forbids joining it with others. */
  staysAlone: boolean
  into: Group | undefined
}

export interface Edge {
  nodeA: number
  nodeB: number
  evidence: 'claimed' | 'verified'
  at: number
  reason: string
}
export type ConflictKind = 'different_values' | 'over_limit' | 'kept_apart' | 'consent'
export interface Conflict {
  kind: ConflictKind
  nodeA: number
  nodeB: number
  namespace: string
  value: string
  at: number
  evidence: { namespace: string; value: string }[]
}
export interface Claim {
  ident: Ident
  node: number
  at: number
}

export interface World {
  idents: Map<string, Ident>
  groups: Set<Group>
  edges: Edge[]
  confirmed: [number, number][]
  conflicts: Conflict[]
  claims: Claim[]
  /** Gives the next unused customer id. */
  nextId: () => number
}

export const identKey = (namespace: string, value: string) => `${namespace}\x1f${value}`

export function emptyWorld(nextId: () => number): World {
  return {
    idents: new Map(),
    groups: new Set(),
    edges: [],
    confirmed: [],
    conflicts: [],
    claims: [],
    nextId,
  }
}

export function groupOf(ident: Ident): Group {
  return rootOf(ident.group)
}

export function rootOf(group: Group): Group {
  let root = group
  while (root.into) root = root.into
  // Short paths keep chains of merges in one batch linear.
  if (root !== group) group.into = root
  return root
}

export function storedGroup(world: World, canonical: number): Group {
  const group: Group = {
    canonical,
    stored: [canonical],
    made: [],
    strong: new Map(),
    keptApart: new Set(),
    staysAlone: false,
    into: undefined,
  }
  world.groups.add(group)
  return group
}

export function newGroup(world: World): Group {
  const id = world.nextId()
  const group = storedGroup(world, id)
  group.stored = []
  group.made = [id]
  return group
}

export const isKnown = (group: Group) => group.strong.size > 0

export function holdStrong(group: Group, kind: Namespace, value: string): void {
  const values = group.strong.get(kind.namespace)
  if (values) values.add(value)
  else group.strong.set(kind.namespace, new Set([value]))
}

/** Why a strong value may not be added to what a group (or a set of new values) holds. */
export function whyNotHold(
  held: Map<string, Set<string>>,
  kind: Namespace,
  value: string,
): ConflictKind | undefined {
  const values = held.get(kind.namespace)
  if (!values || values.has(value)) return undefined
  if (kind.isUnique) return 'different_values'
  return values.size >= kind.maxValues ? 'over_limit' : undefined
}

/** Why two groups may not become one; undefined when they may. */
export function whyNotJoin(
  a: Group,
  b: Group,
  kindOf: (namespace: string) => Namespace,
): { kind: ConflictKind; namespace: string } | undefined {
  for (const [namespace, values] of b.strong) {
    const mine = a.strong.get(namespace)
    if (!mine) continue
    const kind = kindOf(namespace)
    const together = new Set([...mine, ...values])
    if (kind.isUnique && together.size > 1) return { kind: 'different_values', namespace }
    if (together.size > kind.maxValues) return { kind: 'over_limit', namespace }
  }
  if (
    [...a.stored, ...a.made].some((id) => b.keptApart.has(id)) ||
    [...b.stored, ...b.made].some((id) => a.keptApart.has(id))
  )
    return { kind: 'kept_apart', namespace: '' }
  if (a.staysAlone || b.staysAlone) return { kind: 'consent', namespace: '' }
  return undefined
}

/** Makes one group of two; the customer keeps the smaller id. */
export function join(world: World, a: Group, b: Group): Group {
  const [keep, gone] = a.canonical < b.canonical ? [a, b] : [b, a]
  keep.stored.push(...gone.stored)
  keep.made.push(...gone.made)
  for (const [namespace, values] of gone.strong) {
    const mine = keep.strong.get(namespace)
    if (mine) for (const value of values) mine.add(value)
    else keep.strong.set(namespace, values)
  }
  for (const id of gone.keptApart) keep.keptApart.add(id)
  keep.staysAlone ||= gone.staysAlone
  gone.into = keep
  world.groups.delete(gone)
  return keep
}
