// What a rule's answer depends on, so that what happens touches only the rules it can change. Pure.
import type { ValueTest } from './operators.ts'
import { ORDER_EVENTS } from './orders-sql.ts'
import type { EventPattern, Leaf, Rule, Window } from './rule.ts'

export interface Needs {
  /** Names of events. */
  events: Set<string>
  /** Of `customer_state`: 'kind\x1fkey', or 'kind\x1f*' for any key of a kind. */
  keys: Set<string>
  /** Ids of other audiences. */
  audiences: Set<string>
  /** Whether one customer is in hangs on all the others. */
  isWhole: boolean
  /** Whether the mere passing of time can change an answer. */
  isClocked: boolean
}

export function leavesOf(rule: Rule): Leaf[] {
  switch (rule.kind) {
    case 'all':
    case 'any':
      return rule.rules.flatMap(leavesOf)
    case 'not':
      return leavesOf(rule.rule)
    default:
      return [rule]
  }
}

export function needsOf(rule: Rule): Needs {
  const needs: Needs = {
    events: new Set(),
    keys: new Set(),
    audiences: new Set(),
    isWhole: false,
    isClocked: false,
  }
  // Who is new is in every audience that says "not".
  needs.keys.add(keyOf('customer', ''))
  for (const leaf of leavesOf(rule)) addLeaf(needs, leaf)
  return needs
}

export const keyOf = (kind: string, key: string) => `${kind}\x1f${key}`
const ANY = '*'

function addLeaf(needs: Needs, leaf: Leaf): void {
  for (const pattern of patternsOf(leaf))
    for (const { event } of pattern.any_of) needs.events.add(event)
  if (leaf.kind === 'orders' || (leaf.kind === 'top' && leaf.by.kind === 'orders'))
    for (const name of ORDER_EVENTS) needs.events.add(name)
  for (const [kind, names] of stateOf(leaf))
    for (const name of names) needs.keys.add(keyOf(kind, name))
  if (leaf.kind === 'audience') needs.audiences.add(leaf.audience)
  if (leaf.kind === 'top') needs.isWhole = true
  if (isClocked(leaf)) needs.isClocked = true
}

/** Kinds and keys of `customer_state` that a leaf reads. */
function stateOf(leaf: Leaf): [kind: string, keys: readonly string[]][] {
  switch (leaf.kind) {
    case 'attribute':
    case 'attribute_held':
      return [['attribute', [leaf.name]]]
    case 'tags':
      return [['tag', leaf.tags]]
    case 'tagged':
      return [['tag', [leaf.tag]]]
    case 'consent':
      return [['consent', [`${leaf.purpose}/${leaf.channel}`]]]
    case 'friend':
      return [['friend', leaf.staff ?? [ANY]]]
    case 'store':
      return [['store', leaf.stores]]
    case 'guide':
      return [['guide', leaf.guides]]
    case 'touchpoints':
      return [['touchpoint', leaf.kinds ?? ['']]]
    case 'group':
      return [['group', leaf.groups ?? [ANY]]]
    case 'identifier':
      return [['identifier', leaf.namespaces]]
    case 'platform':
      return [['platform', leaf.platforms]]
    case 'family':
      return [['family', leaf.roles ?? ['']]]
    case 'known':
      return [['known', ['']]]
    case 'joined':
      return [['figure', ['first_seen']]]
    default:
      return []
  }
}

export function patternsOf(leaf: Leaf): EventPattern[] {
  switch (leaf.kind) {
    case 'did':
    case 'measure':
    case 'first_time':
    case 'last_time':
    case 'regularly':
    case 'stopped':
    case 'started_again':
    case 'event_value':
      return [leaf.event]
    case 'sequence':
      return [...leaf.steps, ...(leaf.without ? [leaf.without] : [])]
    case 'top':
      return leaf.by.kind === 'orders' ? [] : [leaf.by.event]
    default:
      return []
  }
}

export function windowOf(leaf: Leaf): Window | undefined {
  return 'window' in leaf ? leaf.window : undefined
}

/** Tests whose answer hangs on today. */
export const isMoving = (is: ValueTest) =>
  ['in_last', 'more_than_ago', 'in_next', 'anniversary_in'].includes(is.op)

const isMovingWindow = (window: Window | undefined) =>
  window !== undefined && ['last', 'before_last', 'calendar'].includes(window.kind)

export function isClocked(leaf: Leaf): boolean {
  if (isMovingWindow(windowOf(leaf))) return true
  if (patternsOf(leaf).some((p) => p.any_of.some((e) => e.where.some((w) => isMoving(w.is)))))
    return true
  switch (leaf.kind) {
    case 'attribute':
    case 'event_value':
      return isMoving(leaf.is)
    case 'attribute_held':
    case 'regularly':
    case 'stopped':
    case 'started_again':
      return true
    default:
      return false
  }
}
