// A formula as an expression over `given`, the numbers it stands on; NULL where one is missing.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import type { DaySource, Definition, Formula, NumberSource } from './computed.ts'
import { dayNumber } from './computed-days.ts'
import type { Clock } from './windows.ts'

/** The place of a source among the numbers given, from 0. */
export interface Operands {
  number: (source: NumberSource) => number
  day: (source: DaySource) => number
}

export function formulaValue(formula: Formula, operands: Operands, clock: Clock): Sql {
  const value = (part: Formula): Sql => {
    switch (part.kind) {
      case 'number':
        return sql`toNullable(${as('Float64', part.value)})`
      case 'attribute':
      case 'event_figure':
      case 'order_figure':
        return given(operands.number(part))
      case 'days_since':
        return sql`(${as('Float64', dayNumber(clock))} - ${given(operands.day(part.of))})`
      case 'add':
        return folded(part.parts.map(value), (a, b) => sql`(${a} + ${b})`)
      case 'multiply':
        return folded(part.parts.map(value), (a, b) => sql`(${a} * ${b})`)
      case 'min':
      case 'max': {
        const best = part.kind === 'min' ? sql`arrayMin` : sql`arrayMax`
        return sql`arrayMap(xs -> if(arrayExists(x -> isNull(x), xs), NULL, ${best}(xs)), [[${join(part.parts.map(value), ', ')}]])[1]`
      }
      case 'subtract':
        return sql`(${value(part.left)} - ${value(part.right)})`
      case 'divide':
        return sql`(${value(part.left)} / nullIf(${value(part.right)}, 0))`
      case 'or':
        return sql`ifNull(${value(part.left)}, ${value(part.right)})`
      case 'round':
        return sql`arrayMap(x -> ${rounded(sql`x`, part.digits)}, [${value(part.of)}])[1]`
    }
  }
  return value(formula)
}

const given = (place: number) => sql`given[${as('UInt16', place + 1)}]`

function folded(parts: readonly Sql[], by: (a: Sql, b: Sql) => Sql): Sql {
  const [first, ...rest] = parts
  if (!first) throw new Error('a formula without parts')
  return rest.reduce(by, first)
}

/** Half away from zero, as people round. */
export const rounded = (value: Sql, digits: number): Sql => {
  const scale = as('Float64', 10 ** digits)
  return sql`(sign(${value}) * floor(abs(${value}) * ${scale} + 0.5) / ${scale})`
}

/** Of a row with a number `n`. */
export function binOf({ cuts, labels }: Extract<Definition, { kind: 'bins' }>): Sql {
  const bounds = join(
    cuts.map((cut) => sql`${as('Float64', cut)}`),
    ', ',
  )
  return sql`${as('Array(String)', labels)}[1 + arrayCount(cut -> assumeNotNull(n) >= cut, [${bounds}])]`
}
