// What the first or last of a customer's events says, in the total order (at, received_at, event_id). `at`
// alone tells of nearly everybody and is read fast; only for customers of whom it does not tell is the rest
// of the order read too.
import { type Sql, sql } from '../platform/sql.ts'
import { CUSTOMER, holds } from './event-sql.ts'
import type { Leaf } from './rule.ts'
import type { Clock } from './windows.ts'

/** A condition on rows: those of the customers of whom `at` alone does not tell. */
const UNTOLD = sql`bitmapCardinality(untold) > 0 and bitmapContains(untold, ${CUSTOMER})`

/**
 * @param byTime c, fits, is_untold: as far as `at` tells
 * @param exactly c, fits: of the rows under `UNTOLD`, in the whole order
 */
const setOf = (byTime: Sql, exactly: Sql): Sql =>
  sql`(with (select (groupBitmapStateIf(c, fits and not is_untold), groupBitmapStateIf(c, is_untold)) from (${byTime})) as told,
      told.1 as fitting, told.2 as untold
    select bitmapOr(fitting, (select groupBitmapState(c) from (${exactly}) where fits)))`

/** The first or the last of somebody's events says so. */
export function valueSet(
  leaf: Extract<Leaf, { kind: 'event_value' }>,
  rows: Sql,
  clock: Clock,
): Sql {
  const says = sql`ifNull(${holds({ property: leaf.property, is: leaf.is }, clock)}, false)`
  const isLast = leaf.which === 'last'
  const moment = sql`toUnixTimestamp64Milli(at)`
  const twice = isLast ? sql`2 * ${moment}` : sql`-2 * ${moment}`
  // Of the events of the decisive moment: does one say so, does one not?
  const byTime = sql`select c, bitTest(max(place + says), 0) as fits, fits and bitTest(max(place + not says), 0) as is_untold
    from (select ${CUSTOMER} as c, ${twice} as place, ${says} as says ${rows}) group by c`
  const chosen = isLast ? sql`argMax` : sql`argMin`
  const exactly = sql`select c, ${chosen}(says, place) as fits
    from (select ${CUSTOMER} as c, ${PLACE} as place, ${says} as says ${rows} and ${UNTOLD}) group by c`
  return setOf(byTime, exactly)
}

/** The total order as one number: a tuple takes three times as long. */
const PLACE = sql`(bitShiftLeft(toUInt256(toUnixTimestamp64Milli(at)), 192)
  + bitShiftLeft(toUInt256(toUnixTimestamp64Micro(received_at)), 128) + toUInt256(toUInt128(event_id)))`
