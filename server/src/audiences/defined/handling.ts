// How a property's values are handled: a derived one as the strictest of what it is made of.
import type { Handlings } from '../../profile/index.ts'
import { propertiesOf } from './expression.ts'
import { readWritten } from './written.ts'

export function handlingOf(handlings: Handlings, property: string): ReturnType<Handlings['of']> {
  const derived = readWritten(property)
  if (!derived) return handlings.of(property)
  const made = propertiesOf(derived.is).map((name) => handlingOf(handlings, name))
  return (
    made.find(({ dataClass }) => dataClass === 'sensitive') ??
    made.find(({ isMasked }) => isMasked) ??
    made.find(({ dataClass }) => dataClass !== 'public') ??
    made[0] ??
    handlings.of('')
  )
}
