// The identity rules: which customer an event belongs to, and what the event teaches the graph.
import type { Namespace, Namespaces } from './namespaces.ts'
import {
  type ConflictKind,
  type Group,
  groupOf,
  holdStrong,
  type Ident,
  identKey,
  isKnown,
  join,
  newGroup,
  type World,
  whyNotHold,
  whyNotJoin,
} from './world.ts'

/** Normalised, placeholders gone. */
export interface Value {
  kind: Namespace
  value: string
}
export interface Evidence {
  values: Value[]
  /** Epoch ms of the event on its own (corrected) clock. */
  at: number
  isVerified: boolean
  source: string
  reason: string
}

interface Clash {
  why: ConflictKind
  namespace: string
  value: string
  ident: Ident | undefined
}

/** Returns the node the event is stored under, or null when nothing in it identifies anybody. */
export function settle(world: World, evidence: Evidence, kindOf: Namespaces): number | null {
  const values = [...evidence.values].sort(strongestFirst)
  const strong = values.filter((v) => !v.kind.isWeak)
  const weak = values.filter((v) => v.kind.isWeak)
  const held = (v: Value) => {
    const found = world.idents.get(identKey(v.kind.namespace, v.value))
    return found?.isDetached ? undefined : found
  }
  const usable = (v: Value) => !held(v)?.isShared
  const strongUsable = strong.filter(usable)
  const weakUsable = weak.filter(usable)
  if (strongUsable.length + weakUsable.length === 0) return null

  let target: Group | undefined
  let anchor: Ident | undefined
  const fresh = new Map<string, Set<string>>()
  const freshValues: Value[] = []
  const clashes: Clash[] = []
  const moves: Ident[] = []

  const take = (ident: Ident) => {
    target = groupOf(ident)
    anchor = ident
  }
  const fits = (group: Group) =>
    freshValues
      .map((f) => whyNotHold(group.strong, f.kind, f.value))
      .find((why) => why !== undefined)
  const tryJoin = (ident: Ident): ReturnType<typeof whyNotJoin> => {
    const other = groupOf(ident)
    if (!target || !anchor || other === target) return undefined
    const why = whyNotJoin(target, other, kindOf)
    if (why) return why
    const misfit = fits(other)
    if (misfit) return { kind: misfit, namespace: freshValues[0]?.kind.namespace ?? '' }
    world.edges.push({
      nodeA: anchor.node,
      nodeB: ident.node,
      evidence: evidence.isVerified ? 'verified' : 'claimed',
      at: evidence.at,
      reason: evidence.reason,
    })
    target = join(world, target, other)
    return undefined
  }

  for (const v of strongUsable) {
    const found = held(v)
    if (!found) {
      const why =
        whyNotHold(fresh, v.kind, v.value) ?? (target && whyNotHold(target.strong, v.kind, v.value))
      if (why) clashes.push({ why, namespace: v.kind.namespace, value: v.value, ident: undefined })
      else {
        freshValues.push(v)
        add(fresh, v)
      }
    } else if (!target) {
      const why = fits(groupOf(found))
      if (why) clashes.push({ why, namespace: v.kind.namespace, value: v.value, ident: found })
      else take(found)
    } else {
      const why = tryJoin(found)
      if (why)
        clashes.push({ why: why.kind, namespace: v.kind.namespace, value: v.value, ident: found })
    }
  }

  const isLogin = strongUsable.length > 0
  for (const v of weakUsable) {
    const found = held(v)
    if (!found) continue
    const group = groupOf(found)
    if (group === target) continue
    const joinsKnown = !(found.isContested && isKnown(group) && isLogin)
    if (!target && joinsKnown && fits(group) === undefined) take(found)
    else if (!target || !joinsKnown || tryJoin(found)) {
      // A shared phone, not a conflict: the value follows the later login, its past stays.
      if (isLogin) moves.push(found)
    }
  }

  let home = target as Group | undefined
  let node = (anchor as Ident | undefined)?.node
  if (!home || node === undefined) {
    home = newGroup(world)
    node = home.canonical
  }
  const attach = (v: Value, to: { node: number; group: Group }): Ident => {
    const ident: Ident = {
      kind: v.kind,
      value: v.value,
      node: to.node,
      group: to.group,
      isVerified: evidence.isVerified,
      isShared: false,
      isContested: false,
      boundAt: v.kind.isWeak && isLogin ? evidence.at : 0,
      source: evidence.source,
      firstSeenAt: evidence.at,
      isNew: true,
      isChanged: false,
      isDetached: false,
    }
    const before = world.idents.get(identKey(v.kind.namespace, v.value))
    if (before && !before.isNew) {
      // Detached and attached again within one batch: the stored row changes hands.
      Object.assign(before, { ...ident, isNew: false, isChanged: true })
      if (!v.kind.isWeak) holdStrong(to.group, v.kind, v.value)
      return before
    }
    world.idents.set(identKey(v.kind.namespace, v.value), ident)
    if (!v.kind.isWeak) holdStrong(to.group, v.kind, v.value)
    return ident
  }

  for (const v of freshValues) attach(v, { node, group: home })
  const lead = strongUsable[0] && held(strongUsable[0])
  const eventNode = lead && groupOf(lead) === home ? lead.node : node
  for (const v of weakUsable) {
    const found = held(v)
    if (!found) attach(v, { node: eventNode, group: home })
    else if (groupOf(found) === home && isLogin && evidence.at > found.boundAt) {
      found.boundAt = evidence.at
      found.isChanged = true
    }
  }
  for (const ident of moves) {
    const loses = groupOf(ident)
    world.claims.push({ ident, node: ident.node, at: ident.boundAt || evidence.at })
    world.claims.push({ ident, node: eventNode, at: evidence.at })
    if (evidence.at < ident.boundAt || loses === home) continue
    Object.assign(ident, {
      node: eventNode,
      group: home,
      boundAt: evidence.at,
      isContested: true,
      isChanged: true,
    })
  }
  for (const clash of clashes) {
    // A value that nobody holds and this customer may not: a unique one is somebody else's.
    const other = clash.ident ?? (clash.why === 'different_values' ? ownCustomer(clash) : undefined)
    world.conflicts.push({
      kind: clash.why,
      nodeA: eventNode,
      nodeB: other?.node ?? eventNode,
      namespace: clash.namespace,
      value: clash.value,
      at: evidence.at,
      evidence: values.map((v) => ({ namespace: v.kind.namespace, value: v.value })),
    })
    if (clash.ident) {
      world.claims.push({ ident: clash.ident, node: eventNode, at: evidence.at })
      world.claims.push({ ident: clash.ident, node: clash.ident.node, at: evidence.at })
    }
  }
  if (evidence.isVerified) confirm(home)
  return eventNode

  function ownCustomer(clash: Clash): Ident {
    const group = newGroup(world)
    return attach(
      { kind: kindOf(clash.namespace), value: clash.value },
      { node: group.canonical, group },
    )
  }
  function confirm(group: Group): void {
    const nodes = new Set<number>()
    for (const v of [...strongUsable, ...weakUsable]) {
      const ident = held(v)
      if (!ident || groupOf(ident) !== group) continue
      if (!ident.isVerified) Object.assign(ident, { isVerified: true, isChanged: true })
      nodes.add(ident.node)
    }
    const [first, ...others] = nodes
    if (first !== undefined) for (const other of others) world.confirmed.push([first, other])
  }
}

/** Takes values away from the customer who holds them; the past stays where it is. */
export function detach(world: World, values: Value[], subject: Group | undefined): Ident[] {
  const gone: Ident[] = []
  for (const v of values) {
    const ident = world.idents.get(identKey(v.kind.namespace, v.value))
    if (!ident || ident.isDetached) continue
    // Only its own holder may let go of it: a public key could name anybody's phone.
    if (subject && groupOf(ident) !== subject) continue
    const group = groupOf(ident)
    group.strong.get(v.kind.namespace)?.delete(v.value)
    if (group.strong.get(v.kind.namespace)?.size === 0) group.strong.delete(v.kind.namespace)
    ident.isDetached = true
    gone.push(ident)
  }
  return gone
}

const strongestFirst = (a: Value, b: Value) =>
  a.kind.rank - b.kind.rank ||
  compare(a.kind.namespace, b.kind.namespace) ||
  compare(a.value, b.value)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function add(map: Map<string, Set<string>>, v: Value): void {
  const set = map.get(v.kind.namespace)
  if (set) set.add(v.value)
  else map.set(v.kind.namespace, new Set([v.value]))
}
