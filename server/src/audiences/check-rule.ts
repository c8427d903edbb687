// Rules that make no sense are refused, with the reason and the place. Pure; what only the engine can
// say of a pattern is asked by `refusedPatterns`.

import type { Defined } from './defined/expand.ts'
import { idOf, isDerivedName, isVirtualName } from './defined/written.ts'
import { leavesOf, needsOf, patternsOf } from './needs.ts'
import type { NumberTest, ValueTest } from './operators.ts'
import { readingOf } from './positive.ts'
import type { EventPattern, Leaf, OrderWhere, Rule, Window } from './rule.ts'

export type Path = (string | number)[]
export interface Problem {
  /** Where in the rule's JSON. */
  path: Path
  code: string
  message: string
  /** What a text in another language is filled with. */
  values?: Record<string, string | number>
}

/** What a rule is checked against. */
export interface About {
  /** The audience the rule is for, when it is there already. */
  self?: string
  /** Rules of all audiences that are not archived; a list that was uploaded has none. */
  audiences: ReadonlyMap<string, Rule | undefined>
  isSensitive: (attribute: string) => boolean
  /** Virtual events and derived properties; absent: none are named. */
  defined?: Defined
}

export const MAX_DEPTH = 8
export const MAX_LEAVES = 100

export function checkRule(rule: Rule, about: About): Problem[] {
  const found: Problem[] = []
  walk(rule, [], 1, (leaf, path) => found.push(...problemsOf(leaf, path, about)), found)
  const leaves = leavesOf(rule).length
  if (leaves > MAX_LEAVES)
    found.push(
      problem([], 'rule_too_large', `${leaves} conditions; at most ${MAX_LEAVES}`, {
        count: leaves,
        most: MAX_LEAVES,
      }),
    )
  return found
}

const problem = (
  path: Path,
  code: string,
  message: string,
  values?: Record<string, string | number>,
): Problem => ({ path, code, message, ...(values && { values }) })

function walk(
  rule: Rule,
  path: Path,
  depth: number,
  visit: (leaf: Leaf, path: Path) => void,
  found: Problem[],
): void {
  if (depth > MAX_DEPTH) {
    found.push(
      problem(path, 'rule_too_deep', `Groups nest at most ${MAX_DEPTH} deep`, { most: MAX_DEPTH }),
    )
    return
  }
  switch (rule.kind) {
    case 'all':
    case 'any':
      for (const [i, one] of rule.rules.entries())
        walk(one, [...path, 'rules', i], depth + 1, visit, found)
      return
    case 'not':
      walk(rule.rule, [...path, 'rule'], depth + 1, visit, found)
      return
    default:
      visit(rule, path)
  }
}

function problemsOf(leaf: Leaf, path: Path, about: About): Problem[] {
  const found = patternsOf(leaf).flatMap((pattern) => [
    ...patternProblems(pattern, leaf, path),
    ...undefinedIn(pattern, placeOf(pattern, leaf, path), about),
  ])
  if ('property' in leaf) found.push(...underived(leaf.property, [...path, 'property'], about))
  if (leaf.kind === 'top' && leaf.by.kind === 'sum')
    found.push(...underived(leaf.by.property, [...path, 'by', 'property'], about))
  if ('window' in leaf) found.push(...windowProblems(leaf.window, [...path, 'window']))
  switch (leaf.kind) {
    case 'attribute':
    case 'attribute_held': {
      if (about.isSensitive(leaf.name))
        found.push(
          problem(
            [...path, 'name'],
            'sensitive_attribute',
            `"${leaf.name}" is sensitive and is not used to choose customers`,
            { name: leaf.name },
          ),
        )
      found.push(...valueProblems(leaf.is, [...path, 'is']))
      if (
        leaf.kind === 'attribute_held' &&
        readingOf(leaf.is).test.op === 'is_set' &&
        readingOf(leaf.is).denied
      )
        found.push(
          problem([...path, 'is'], 'held_needs_value', 'What is not there has no time since when'),
        )
      return found
    }
    case 'event_value':
      return [...found, ...valueProblems(leaf.is, [...path, 'is'])]
    case 'did':
      return [...found, ...countProblems(leaf.times, [...path, 'times'])]
    case 'touchpoints':
      return [...found, ...countProblems(leaf.live, [...path, 'live'])]
    case 'measure':
      return [...found, ...rangeProblems(leaf.is, [...path, 'is'])]
    case 'orders':
      return [
        ...found,
        ...orderProblems(leaf.where, [...path, 'where']),
        ...(leaf.of === 'count' || leaf.of === 'products'
          ? countProblems(leaf.is, [...path, 'is'])
          : rangeProblems(leaf.is, [...path, 'is'])),
      ]
    case 'top':
      return leaf.by.kind === 'orders'
        ? [...found, ...orderProblems(leaf.by.where, [...path, 'by', 'where'])]
        : found
    case 'regularly':
      if (leaf.periods > leaf.of)
        found.push(
          problem(
            [...path, 'periods'],
            'more_periods_than_there_are',
            `${leaf.periods} of the last ${leaf.of} cannot be`,
            { periods: leaf.periods, of: leaf.of },
          ),
        )
      return found
    case 'bucket':
      if (leaf.from >= leaf.to)
        found.push(problem([...path, 'to'], 'empty_share', 'The share ends before it begins'))
      return found
    case 'audience':
      return [...found, ...audienceProblems(leaf.audience, [...path, 'audience'], about)]
    default:
      return found
  }
}

function patternProblems(pattern: EventPattern, leaf: Leaf, path: Path): Problem[] {
  const at = placeOf(pattern, leaf, path)
  return pattern.any_of.flatMap((event, i) =>
    event.where.flatMap((where, j) =>
      valueProblems(where.is, [...at, 'any_of', i, 'where', j, 'is']),
    ),
  )
}

const underived = (property: string, path: Path, { defined }: About): Problem[] =>
  isDerivedName(property) && !defined?.derived.has(idOf(property))
    ? [problem(path, 'derived_unknown', 'There is no such derived property')]
    : []

/** What a pattern names that nobody defined. */
const undefinedIn = (pattern: EventPattern, at: Path, about: About): Problem[] =>
  pattern.any_of.flatMap(({ event, where }, i) => [
    ...(isVirtualName(event) && !about.defined?.virtual.has(idOf(event))
      ? [
          problem(
            [...at, 'any_of', i, 'event'],
            'virtual_unknown',
            'There is no such virtual event',
          ),
        ]
      : []),
    ...where.flatMap(({ property }, j) =>
      underived(property, [...at, 'any_of', i, 'where', j, 'property'], about),
    ),
  ])

function placeOf(pattern: EventPattern, leaf: Leaf, path: Path): Path {
  if (leaf.kind !== 'sequence')
    return [...path, ...(leaf.kind === 'top' ? ['by', 'event'] : ['event'])]
  const step = leaf.steps.indexOf(pattern)
  return step < 0 ? [...path, 'without'] : [...path, 'steps', step]
}

function windowProblems(window: Window, path: Path): Problem[] {
  if (window.kind === 'days' && window.from > window.to)
    return [problem([...path, 'to'], 'window_backwards', 'The window ends before it begins')]
  return []
}

const backwards = (path: Path) =>
  problem([...path, 'to'], 'range_backwards', 'The range ends before it begins')

function rangeProblems(test: NumberTest, path: Path): Problem[] {
  return 'from' in test && test.from > test.to ? [backwards(path)] : []
}

/** A number of things is whole and not below none. */
function countProblems(test: NumberTest, path: Path): Problem[] {
  const found = rangeProblems(test, path)
  const never =
    (test.op === 'lt' && test.value <= 0) ||
    (test.op === 'lte' && test.value < 0) ||
    (test.op === 'is' && (test.value < 0 || !Number.isInteger(test.value))) ||
    (test.op === 'between' && test.to < 0)
  if (never) found.push(problem(path, 'never_true', 'No number of times is that'))
  const always =
    (test.op === 'gte' && test.value <= 0) ||
    (test.op === 'gt' && test.value < 0) ||
    (test.op === 'is_not' && (test.value < 0 || !Number.isInteger(test.value))) ||
    (test.op === 'not_between' && test.to < 0)
  if (always) found.push(problem(path, 'always_true', 'Every number of times is that'))
  return found
}

function valueProblems(test: ValueTest, path: Path): Problem[] {
  switch (test.op) {
    case 'between':
    case 'not_between':
      return test.from > test.to ? [backwards(path)] : []
    case 'between_days':
      return test.from > test.to ? [backwards(path)] : []
    case 'anniversary_in':
      return test.from_days > test.to_days ? [backwards(path)] : []
    case 'length':
      return countProblems(test.is, [...path, 'is'])
    default:
      return []
  }
}

const orderProblems = (where: OrderWhere, path: Path): Problem[] =>
  where.amount_fen ? rangeProblems(where.amount_fen, [...path, 'amount_fen']) : []

function audienceProblems(id: string, path: Path, about: About): Problem[] {
  if (!about.audiences.has(id))
    return [problem(path, 'audience_unknown', 'This audience is not there, or archived')]
  if (about.self !== undefined && leadsTo(id, about.self, about))
    return [problem(path, 'audience_circle', 'This audience asks for the one that is being made')]
  return []
}

function leadsTo(from: string, to: string, about: About): boolean {
  const seen = new Set<string>()
  const next = [from]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (id === to) return true
    if (seen.has(id)) continue
    seen.add(id)
    const rule = about.audiences.get(id)
    if (rule) next.push(...needsOf(rule).audiences)
  }
  return false
}

/** Every regular expression of a rule, and where. */
export function expressionsOf(rule: Rule): { path: Path; pattern: string }[] {
  const found: { path: Path; pattern: string }[] = []
  const add = (test: ValueTest, path: Path) => {
    if (test.op === 'matches') found.push({ path: [...path, 'pattern'], pattern: test.pattern })
  }
  walk(
    rule,
    [],
    1,
    (leaf, path) => {
      if (
        leaf.kind === 'attribute' ||
        leaf.kind === 'attribute_held' ||
        leaf.kind === 'event_value'
      )
        add(leaf.is, [...path, 'is'])
      for (const pattern of patternsOf(leaf))
        for (const [i, { where }] of pattern.any_of.entries())
          for (const [j, { is }] of where.entries())
            add(is, [...placeOf(pattern, leaf, path), 'any_of', i, 'where', j, 'is'])
    },
    [],
  )
  return found
}
