// The rule language as the API takes it, by its parts.
import type { components } from '../api/api.d.ts'

type Schemas = components['schemas']

export type Rule = Schemas['AudienceRule']
export type Span = Schemas['Span']
export type Unit = Span['unit']
export type NumberTest = Schemas['NumberTest']
export type ValueTest = Schemas['ValueTest']
export type Operator = ValueTest['op']
export type Window = Schemas['EventWindow']
export type CalendarUnit = Extract<Window, { kind: 'calendar' }>['unit']
export type EventPattern = Schemas['EventPattern']
export type OneEvent = EventPattern['any_of'][number]
export type Where = OneEvent['where'][number]
export type OrderWhere = Schemas['OrderWhere']
/** In a question's conditions on events, before the name of what is asked of the customer herself. */
export const OF_CUSTOMER = 'customer:'
/** A condition: a rule that holds no others. */
export type Leaf = Exclude<Rule, { kind: 'all' | 'any' | 'not' }>
export type LeafKind = Leaf['kind']
export type LeafOf<Kind extends LeafKind> = Extract<Leaf, { kind: Kind }>
export type OrderMeasure = LeafOf<'orders'>['of']
export type Measure = LeafOf<'top'>['by']
