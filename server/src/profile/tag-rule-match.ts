// When a rule's conditions hold of an event, and which rules may set off each other. Pure.

export const OPERATIONS = [
  'is',
  'is_not',
  'in',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'set',
  'not_set',
] as const
export type Operation = (typeof OPERATIONS)[number]
export interface Condition {
  /** A property's name; `event.platform` and the like for what every event carries. */
  property: string
  op: Operation
  value?: string | number | boolean | (string | number)[] | undefined
}

/** What every event carries besides its properties. */
export const EVENT_FIELDS = [
  'event.platform',
  'event.source',
  'event.store_id',
  'event.staff_id',
  'event.channel_id',
  'event.activity_id',
  'event.content_id',
] as const

/** Looks a property up; undefined when the event does not say. */
export type Lookup = (property: string) => unknown

/** A condition on what the event does not say does not hold, but for `not_set`. */
export function holds(condition: Condition, look: Lookup): boolean {
  const value = look(condition.property)
  const isThere = value !== undefined && value !== null && value !== ''
  const wanted = condition.value
  switch (condition.op) {
    case 'set':
      return isThere
    case 'not_set':
      return !isThere
    case 'is':
      return isThere && value === wanted
    case 'is_not':
      return isThere && value !== wanted
    case 'in':
      return isThere && Array.isArray(wanted) && wanted.some((w) => w === value)
    case 'contains':
      if (typeof wanted !== 'string') return false
      return Array.isArray(value)
        ? value.includes(wanted)
        : typeof value === 'string' && value.includes(wanted)
    default:
      return compares(condition.op, value, wanted)
  }
}

function compares(op: 'gt' | 'gte' | 'lt' | 'lte', value: unknown, wanted: unknown): boolean {
  const comparable =
    (typeof value === 'number' && typeof wanted === 'number') ||
    (typeof value === 'string' && value !== '' && typeof wanted === 'string')
  if (!comparable) return false
  const [a, b] = [value as number, wanted as number]
  return op === 'gt' ? a > b : op === 'gte' ? a >= b : op === 'lt' ? a < b : a <= b
}

export const allHold = (conditions: readonly Condition[], look: Lookup) =>
  conditions.every((c) => holds(c, look))

export interface RuleShape {
  id: string
  name: string
  eventName: string
  conditions: readonly Condition[]
  tag: string
  days: number | null
}

interface Effect {
  eventName: 'tag_added' | 'tag_removed'
  tag: string
}

/**
 * The rules that set off each other in a circle through `changed`, in order; undefined when none.
 * @param rivals the other tags of a tag's group, where a customer holds one of them only
 */
export function circleThrough(
  changed: RuleShape,
  rules: readonly RuleShape[],
  rivals: (tag: string) => readonly string[],
): RuleShape[] | undefined {
  const all = [...rules.filter((r) => r.id !== changed.id), changed]
  const next = (rule: RuleShape) => {
    const effects = effectsOf(rule, rivals)
    return all.filter((other) => effects.some((effect) => mayBeSetOff(other, effect)))
  }
  const seen = new Set<string>()
  const walk = (path: RuleShape[]): RuleShape[] | undefined => {
    const last = path.at(-1)
    if (!last) return undefined
    for (const rule of next(last)) {
      if (rule.id === changed.id) return path
      if (seen.has(rule.id)) continue
      seen.add(rule.id)
      const found = walk([...path, rule])
      if (found) return found
    }
    return undefined
  }
  return walk([changed])
}

function effectsOf(rule: RuleShape, rivals: (tag: string) => readonly string[]): Effect[] {
  return [
    { eventName: 'tag_added', tag: rule.tag },
    // It goes by itself after its days.
    ...(rule.days === null ? [] : [{ eventName: 'tag_removed' as const, tag: rule.tag }]),
    ...rivals(rule.tag).map((tag) => ({ eventName: 'tag_removed' as const, tag })),
  ]
}

/** Only the tag is known beforehand; everything else of the event might be as the rule wants it. */
function mayBeSetOff(rule: RuleShape, effect: Effect): boolean {
  if (rule.eventName !== effect.eventName) return false
  return rule.conditions
    .filter((c) => c.property === 'tag')
    .every((c) => holds(c, () => effect.tag))
}
