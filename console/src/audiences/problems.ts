// What is missing in a rule before the server is asked, at the same paths as the server's own refusals.
import type { Group, Node, Path } from './draft.ts'
import type {
  EventPattern,
  Leaf,
  NumberTest,
  OrderWhere,
  ValueTest,
  Where,
  Window,
} from './rule.ts'

export interface Problem {
  path: Path
  code: string
  message?: string
  values?: Record<string, unknown>
}

type Found = [path: Path, code: string][]

const below = (name: string | number, found: Found): Found =>
  found.map(([path, code]) => [[name, ...path], code])
const demand = (name: string, value: string | readonly unknown[] | undefined): Found =>
  value === undefined || value.length > 0 ? [] : [[[name], 'required']]

export function problemsOf(root: Group): Problem[] {
  const visit = (node: Node): Found => {
    const own: Found =
      node.kind === 'condition'
        ? ofLeaf(node.leaf)
        : node.nodes.length === 0
          ? [[[], 'empty_group']]
          : below(
              'rules',
              node.nodes.flatMap((one, at) => below(at, visit(one))),
            )
    return node.isExcluded ? below('rule', own) : own
  }
  return visit(root).map(([path, code]) => ({ path, code }))
}

function ofLeaf(leaf: Leaf): Found {
  const found: Found = []
  for (const [name, value] of Object.entries(leaf)) {
    if (name === 'kind') continue
    if (typeof value === 'string' || Array.isArray(value)) {
      if (name === 'steps')
        (value as EventPattern[]).forEach((one, at) => {
          found.push(...below(name, below(at, ofEvent(one))))
        })
      else found.push(...demand(name, value))
    }
  }
  if ('event' in leaf) found.push(...below('event', ofEvent(leaf.event)))
  if ('window' in leaf) found.push(...below('window', ofWindow(leaf.window)))
  switch (leaf.kind) {
    case 'attribute':
    case 'attribute_held':
    case 'event_value':
      return [...found, ...below('is', ofValue(leaf.is))]
    case 'did':
      return [...found, ...below('times', ofNumber(leaf.times))]
    case 'touchpoints':
      return [...found, ...below('live', ofNumber(leaf.live))]
    case 'measure':
      return [...found, ...below('is', ofNumber(leaf.is))]
    case 'orders':
      return [...found, ...below('where', ofOrders(leaf.where)), ...below('is', ofNumber(leaf.is))]
    case 'top':
      if (leaf.by.kind === 'orders') found.push(...below('by', ofOrders(leaf.by.where)))
      else found.push(...below('by', below('event', ofEvent(leaf.by.event))))
      if (leaf.by.kind === 'sum') found.push(...below('by', demand('property', leaf.by.property)))
      return found
    case 'sequence':
      if (leaf.without) found.push(...below('without', ofEvent(leaf.without)))
      return found
    case 'regularly':
      return leaf.periods > leaf.of
        ? [...found, [['periods'], 'more_periods_than_there_are']]
        : found
    case 'bucket':
      return leaf.from >= leaf.to ? [...found, [['to'], 'empty_share']] : found
    default:
      return found
  }
}

/** Whether every part of it is filled in. */
export const isWhole = (pattern: EventPattern): boolean => ofEvent(pattern).length === 0

const ofEvent = (pattern: EventPattern): Found =>
  below(
    'any_of',
    pattern.any_of.flatMap((one, at) =>
      below(at, [...demand('event', one.event), ...below('where', ofWheres(one.where))]),
    ),
  )

const ofWheres = (wheres: readonly Where[]): Found =>
  wheres.flatMap((where, at) =>
    below(at, [...demand('property', where.property), ...below('is', ofValue(where.is))]),
  )

function ofWindow(window: Window): Found {
  if (window.kind === 'since') return demand('from', window.from)
  if (window.kind !== 'days') return []
  if (window.from === '' || window.to === '') return [[['from'], 'required']]
  return window.from > window.to ? [[['to'], 'window_backwards']] : []
}

const ofNumber = (test: NumberTest): Found =>
  'from' in test && test.from > test.to ? [[['to'], 'range_backwards']] : []

const ofOrders = (where: OrderWhere): Found => [
  ...Object.entries(where).flatMap(([name, value]) =>
    Array.isArray(value) ? demand(name, value) : [],
  ),
  ...(where.amount_fen ? below('amount_fen', ofNumber(where.amount_fen)) : []),
]

function ofValue(test: ValueTest): Found {
  if (test.op === 'length') return below('is', ofNumber(test.is))
  if (test.op === 'matches') {
    if (test.pattern === '') return [[['pattern'], 'required']]
    return isPattern(test.pattern) ? [] : [[['pattern'], 'pattern_refused']]
  }
  if (test.op === 'version' && !/^\d{1,9}(\.\d{1,9}){0,3}$/.test(test.value))
    return [[['value'], test.value === '' ? 'required' : 'bad_version']]
  if ('from_days' in test && test.from_days > test.to_days)
    return [[['to_days'], 'range_backwards']]
  if ('from' in test && test.from > test.to) return [[['to'], 'range_backwards']]
  if ('value' in test && typeof test.value === 'string') return demand('value', test.value)
  if ('values' in test) return demand('values', test.values)
  if ('days' in test) return demand('days', test.days)
  return []
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    // What it refuses is said beside the field.
    return false
  }
}
