// Telling "this event can be stored by nobody" from "nothing can be stored now".
import { AppError } from '../platform/errors.ts'

/** PostgreSQL: data, cardinality and constraint errors, and program limits (an index row too big). */
const ROW_CLASSES = /^(21|22|23|54)...$/
/** ClickHouse: what its parsers say of a line they cannot read. */
const ROW_CODES = new Set([
  '6',
  '25',
  '26',
  '27',
  '38',
  '41',
  '53',
  '69',
  '70',
  '72',
  '117',
  '130',
  '131',
  '321',
  '349',
  '441',
])

/**
 * True when the events themselves are refused. Such a group is halved until the event at fault
 * stands alone, so that one event can never hold up the others for ever.
 */
export function isPoison(error: unknown): boolean {
  if (error instanceof AppError) return false
  if (error instanceof RangeError) return true
  const code = String((error as { code?: unknown } | undefined)?.code ?? '')
  if (ROW_CLASSES.test(code)) return true
  const text = error instanceof Error ? error.message : ''
  return ROW_CODES.has(/^Code: (\d+)/.exec(text)?.[1] ?? code)
}
