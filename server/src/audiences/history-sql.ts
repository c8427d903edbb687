// Who is or was in an audience, as SQL. Each version's row holds the difference to the one before, so
// membership is a snapshot and the changes since, taken one from the other by exclusive or: the order
// does not matter, and a customer who came and went several times is where she was last.
import { as, join, type Sql, sql } from '../platform/sql.ts'

/** Up to a version, or to a moment; absent: as it stands. */
export interface Until {
  version?: number
  at?: Date
}

const within = ({ version, at }: Until): Sql =>
  sql`${version === undefined ? sql`true` : sql`version <= ${as('UInt64', version)}`} and ${
    at === undefined ? sql`true` : sql`at <= ${as('DateTime64(3)', at)}`
  }`

/** A bitmap of customers, AggregateFunction(groupBitmap, UInt32): of canonical ids as they were then. */
export function membersOf(audienceId: string, until: Until = {}): Sql {
  const mine = sql`audience_id = ${as('UUID', audienceId)} and ${within(until)}`
  const last = sql`(select max(version) from audience_snapshot where ${mine})`
  // A row that was written twice would undo itself.
  return sql`(select groupBitmapXorState(part) from (
    select members as part from audience_snapshot where ${mine} and version = ${last} limit 1
    union all
    select arrayJoin([entered, left]) as part from (
      select entered, left from audience_change where ${mine} and version > ${last} limit 1 by version)))`
}

/** Customers who came or went after one version and up to another, in changes told of or silent ones. */
export const changedSince = (audienceId: string, from: number, to: number, silent: boolean): Sql =>
  sql`(select groupBitmapOrState(bitmapOr(entered, left)) from audience_change
    where audience_id = ${as('UUID', audienceId)} and version > ${as('UInt64', from)} and version <= ${as('UInt64', to)}
      and silent = ${as('Bool', silent)})`

/** A number of each audience; 0 for any other. */
export const byAudience = (numbers: ReadonlyMap<string, number>): Sql =>
  sql`CAST([${join(
    [...numbers].map(([id, n]) => sql`(${as('UUID', id)}, ${as('UInt64', n)})`),
    ', ',
  )}], 'Map(UUID, UInt64)')[audience_id]`

/**
 * What the members of several audiences are put together of, as they stand: `audience_id` and `part`, to be
 * taken one from the other by exclusive or.
 * @param snapshots the version of a snapshot of each, 0 for none
 */
export function partsOf(snapshots: ReadonlyMap<string, number>): Sql {
  const mine = sql`audience_id in ${as('Array(UUID)', [...snapshots.keys()])}`
  const last = byAudience(snapshots)
  return sql`select audience_id, members as part from audience_snapshot where ${mine} and version = ${last} limit 1 by audience_id
    union all
    select audience_id, arrayJoin([entered, left]) as part from (
      select audience_id, entered, left from audience_change where ${mine} and version > ${last} limit 1 by audience_id, version)`
}
