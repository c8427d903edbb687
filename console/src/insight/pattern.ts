// Between the events as the rule builder has them and as a question asks for them.
import { type EventPattern, OF_CUSTOMER, type Span, type Where } from '../audiences/rule.ts'
import type { FunnelQuestion } from './api.ts'

type QuestionPattern = FunnelQuestion['steps'][number]

export const asQuestion = (pattern: EventPattern): QuestionPattern => ({
  any_of: pattern.any_of.map(({ event, where }) => ({
    event,
    where: where.map(({ property, is }) =>
      property.startsWith(OF_CUSTOMER)
        ? { of: 'customer', property: property.slice(OF_CUSTOMER.length), ...is }
        : { of: 'event', property, ...is },
    ),
  })),
})

/** The way back, for the words of a question that was saved. */
export const asPattern = ({ any_of }: QuestionPattern): EventPattern => ({
  any_of: any_of.map(({ event, where = [] }) => ({
    event,
    where: where.map(({ of, property, ...is }) => ({
      property: of === 'customer' ? OF_CUSTOMER + property : property,
      is: ('op' in is ? is : { op: 'is', value: is.value }) as Where['is'],
    })),
  })),
})

export const eventsOf = (patterns: readonly EventPattern[]): string[] => [
  ...new Set(patterns.flatMap(({ any_of }) => any_of.map(({ event }) => event)).filter(Boolean)),
]

/** Units of one length; a month has none. */
export const WINDOW_UNITS = ['minute', 'hour', 'day', 'week'] as const
const SECONDS = { minute: 60, hour: 3_600, day: 86_400, week: 604_800 }

export const secondsOf = ({ n, unit }: Span): number =>
  n * (unit in SECONDS ? SECONDS[unit as keyof typeof SECONDS] : SECONDS.day)
