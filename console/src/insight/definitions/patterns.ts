// Back from events as a question asks for them to events as the builder has them.
import type { EventPattern, ValueTest } from '../../audiences/rule.ts'
import type { VirtualInput } from './api.ts'

export const fromQuestion = ({ any_of }: VirtualInput['pattern']): EventPattern => ({
  any_of: any_of.map(({ event, where = [] }) => ({
    event,
    where: where.map(({ of: _, property, ...test }) => ({
      property,
      is: { op: 'is', ...test } as ValueTest,
    })),
  })),
})
