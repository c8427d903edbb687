// A question in one line: the events it names, in their order.
import type { EventPattern } from '../audiences/rule.ts'
import { eventText, type Sayer } from '../audiences/say.ts'
import { isPattern, isRecord } from './asked.ts'

export const saidOf = (draft: object, sayer: Sayer): string =>
  patternsIn(draft)
    .map((pattern) => eventText(pattern, sayer))
    .join(' · ')

function patternsIn(part: unknown): EventPattern[] {
  if (isPattern(part)) return part.any_of.every(({ event }) => event !== '') ? [part] : []
  if (Array.isArray(part)) return part.flatMap(patternsIn)
  return isRecord(part) ? Object.values(part).flatMap(patternsIn) : []
}
