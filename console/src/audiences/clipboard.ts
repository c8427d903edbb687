// Conditions as text: copied from one rule, pasted into another, also from a message of a colleague.
import { blankLeaf, FAMILIES } from './blank.ts'
import type { Leaf, LeafKind, Rule } from './rule.ts'

const KINDS = new Set<string>(FAMILIES.flatMap(({ kinds }) => kinds))
/** What a condition may leave out. */
const OPTIONAL: Record<string, 'array' | 'object'> = {
  staff: 'array',
  channels: 'array',
  kinds: 'array',
  roles: 'array',
  without: 'object',
}

export const ruleJson = (rule: Rule): string => JSON.stringify(rule, null, 2)

/** The rule that a text holds; undefined when it holds none, whatever else it may be. */
export function readRule(text: string): Rule | undefined {
  try {
    const given: unknown = JSON.parse(text)
    return isRule(given, 0) ? given : undefined
  } catch {
    // Not JSON: no rule.
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isRule(given: unknown, depth: number): given is Rule {
  if (!isObject(given) || depth > 20) return false
  if (given.kind === 'not') return isRule(given.rule, depth + 1)
  if (given.kind === 'all' || given.kind === 'any')
    return Array.isArray(given.rules) && given.rules.every((one) => isRule(one, depth + 1))
  return typeof given.kind === 'string' && KINDS.has(given.kind) && isLeaf(given)
}

function isLeaf(given: Record<string, unknown>): boolean {
  const blank = blankLeaf(given.kind as LeafKind) as Leaf & Record<string, unknown>
  const names = Object.keys(given)
  if (names.some((name) => !(name in blank) && !(name in OPTIONAL))) return false
  if (!Object.entries(blank).every(([name, value]) => isOfKind(given[name], kindOf(value))))
    return false
  if (!names.every((name) => !(name in OPTIONAL) || isOfKind(given[name], OPTIONAL[name])))
    return false
  if ('steps' in given && !(given.steps as unknown[]).every(isEvent)) return false
  if ('event' in given && !isEvent(given.event)) return false
  if ('without' in given && !isEvent(given.without)) return false
  return !('window' in given) || (isObject(given.window) && typeof given.window.kind === 'string')
}

function isEvent(given: unknown): boolean {
  return (
    isObject(given) &&
    Array.isArray(given.any_of) &&
    given.any_of.every(
      (one) =>
        isObject(one) &&
        typeof one.event === 'string' &&
        Array.isArray(one.where) &&
        one.where.every(
          (where) => isObject(where) && typeof where.property === 'string' && isObject(where.is),
        ),
    )
  )
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)
const isOfKind = (value: unknown, kind: string | undefined) => kindOf(value) === kind
