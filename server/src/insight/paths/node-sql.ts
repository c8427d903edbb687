// What a step of a path is called while it is counted, and how it is read again.
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import { textOf } from '../question/breakdown.ts'
import type { QuestionReading } from '../question/reading.ts'
import type { PathNode, PathsQuestion } from './shape.ts'

/** Between the parts; no name of an event holds it. */
const UNIT = '\u001f'
export const OTHER = UNIT
const GROUP = `${UNIT}g`
/** No step after. */
export const ENDED = ''
/** A step after, of which the question does not ask. */
export const GOES_ON = `${UNIT}+`

/** The node of a row of the event table. */
export function nodeOf(
  { groups, split }: Pick<PathsQuestion, 'groups' | 'split'>,
  { means }: QuestionReading,
): Sql {
  const cases = [
    ...groups.map(({ of }, i) => sql`${means(of)}, ${as('String', GROUP + i)}`),
    ...split.map(
      ({ event, by }) =>
        sql`name = ${as('String', event)}, concat(toString(name), ${as('String', UNIT)}, ${textOf(by)})`,
    ),
  ]
  return cases.length === 0
    ? sql`toString(name)`
    : sql`multiIf(${join(cases, ', ')}, toString(name))`
}

export function readNode(text: string): PathNode {
  if (text === OTHER) return { is: 'other' }
  if (text.startsWith(GROUP)) return { is: 'group', group: Number(text.slice(GROUP.length)) }
  const at = text.indexOf(UNIT)
  if (at < 0) return { is: 'event', event: text }
  return { is: 'value', event: text.slice(0, at), value: text.slice(at + 1) || null }
}

export function writeNode(node: PathNode): string {
  switch (node.is) {
    case 'other':
      return OTHER
    case 'group':
      return GROUP + node.group
    case 'event':
      return node.event
    case 'value':
      return node.event + UNIT + (node.value ?? '')
  }
}
