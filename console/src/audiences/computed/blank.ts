// A definition of each kind to begin with.
import { blankEvent } from '../blank.ts'
import { draftOf } from '../draft.ts'
import { problemsOf } from '../problems.ts'
import type { Rule, Window } from '../rule.ts'
import type { Definition, DefinitionKind } from './api.ts'

/** In the order in which they are offered. */
export const DEFINITION_KINDS = [
  'order_figure',
  'order_value',
  'order_day',
  'event_figure',
  'event_value',
  'event_day',
  'formula',
  'bins',
  'cases',
  'rfm',
] as const satisfies readonly DefinitionKind[]

const LAST_90_DAYS: Window = { kind: 'last', span: { n: 90, unit: 'day' } }
const EVER: Window = { kind: 'ever' }

export function blankDefinition(kind: DefinitionKind): Definition {
  switch (kind) {
    case 'event_figure':
      return { kind, event: blankEvent(), window: LAST_90_DAYS, of: 'count' }
    case 'event_value':
      return {
        kind,
        event: blankEvent(),
        window: LAST_90_DAYS,
        which: 'most_frequent',
        property: '',
      }
    case 'event_day':
      return { kind, event: blankEvent(), window: EVER, which: 'last' }
    case 'order_figure':
      return { kind, of: 'amount_fen', window: LAST_90_DAYS, where: {} }
    case 'order_value':
      return { kind, which: 'most_frequent', by: 'category', window: LAST_90_DAYS, where: {} }
    case 'order_day':
      return { kind, which: 'last', window: EVER, where: {} }
    case 'formula':
      return { kind, formula: { kind: 'attribute', name: '' } }
    case 'bins':
      return {
        kind,
        of: { kind: 'order_figure', of: 'average_fen', window: EVER, where: {} },
        cuts: [10_000, 30_000],
        labels: ['', '', ''],
      }
    case 'cases':
      return { kind, cases: [{ when: { kind: 'all', rules: [] }, value: '' }] }
    case 'rfm':
      return {
        kind,
        window: { kind: 'last', span: { n: 1, unit: 'year' } },
        where: {},
        money: 'average_fen',
        output: 'cell',
        cuts: { kind: 'fifths', anew: 'month' },
      }
  }
}

const isEventful = (event: { any_of: { event: string }[] }) =>
  event.any_of.every((one) => one.event !== '')

/** Is there enough to ask the server? What is wrong with it, the server says. */
export function isFilled(definition: Definition): boolean {
  switch (definition.kind) {
    case 'event_figure':
      return isEventful(definition.event) && (definition.of === 'count' || !!definition.property)
    case 'event_value':
      return isEventful(definition.event) && definition.property !== ''
    case 'event_day':
      return isEventful(definition.event)
    case 'formula':
      return definition.formula.kind !== 'attribute' || definition.formula.name !== ''
    case 'bins':
      return (
        definition.labels.every((label) => label.trim() !== '') &&
        (definition.of.kind !== 'attribute' || definition.of.name !== '')
      )
    case 'cases':
      return definition.cases.every(
        ({ when, value }) => String(value).trim() !== '' && isWhole(when),
      )
    default:
      return true
  }
}

const isWhole = (rule: Rule): boolean => {
  const root = draftOf(rule)
  return root.nodes.length > 0 && problemsOf(root).length === 0
}
