// What a computed attribute hangs on, said in the language of rules: a rule with a condition for each
// thing it reads. Whom that rule may touch, and when time may, is known already.
import { countsDays, type Definition, type Formula, sourcesOf } from './computed.ts'
import { type Needs, needsOf } from './needs.ts'
import type { Leaf, Rule } from './rule.ts'
import { type Clock, startOf } from './windows.ts'

const SOME = { op: 'gte', value: 1 } as const

/** Holds of nobody in particular: only what it reads matters. */
export function watchOf(definition: Definition): Rule {
  const rules = watched(definition)
  return rules.length === 0 ? { kind: 'everybody' } : { kind: 'any', rules }
}

function watched(definition: Definition): Rule[] {
  switch (definition.kind) {
    case 'event_figure':
    case 'event_value':
    case 'event_day':
    case 'order_figure':
    case 'order_value':
    case 'order_day':
      return [sourceLeaf(definition)]
    case 'formula':
      return ofFormula(definition.formula)
    case 'bins':
      return ofFormula(definition.of)
    case 'cases':
      return definition.cases.map((c) => c.when)
    case 'rfm':
      return [
        {
          kind: 'orders',
          of: 'count',
          window: definition.window,
          where: definition.where,
          is: SOME,
        },
      ]
  }
}

const ofFormula = (formula: Formula): Rule[] => sourcesOf(formula).map(sourceLeaf)

function sourceLeaf(
  source:
    | ReturnType<typeof sourcesOf>[number]
    | Extract<Definition, { kind: 'event_value' | 'order_value' }>,
): Leaf {
  switch (source.kind) {
    case 'attribute':
      return { kind: 'attribute', name: source.name, is: { op: 'is_set' } }
    case 'event_figure':
    case 'event_value':
    case 'event_day':
      return { kind: 'did', event: source.event, window: source.window, times: SOME }
    default:
      return { kind: 'orders', of: 'count', window: source.window, where: source.where, is: SOME }
  }
}

/** Everybody's value is another one the next day. */
export function turnsDaily(definition: Definition): boolean {
  if (definition.kind === 'formula') return countsDays(definition.formula)
  if (definition.kind === 'bins') return countsDays(definition.of)
  return definition.kind === 'rfm'
}

export function needsOfDefinition(definition: Definition): Needs {
  const needs = needsOf(watchOf(definition))
  if (turnsDaily(definition)) needs.isClocked = true
  return needs
}

export const today = (clock: Clock) => startOf(clock, 'day', 0)
export const tomorrow = (clock: Clock) => startOf(clock, 'day', -1)
