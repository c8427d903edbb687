// Customers added by a guide, each pair once, with what she came by.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'

/** Told as a friendship begins. */
export const ADDED = ['relation_added', 'wecom_friend_added']

/** What a customer was won with: a name of its own, else the activity. */
export const HOOK = sql`if(JSONExtractString(props, 'hook') != '', JSONExtractString(props, 'hook'), ifNull(activity_id, ''))`

/**
 * A row a pair of customer and guide: `c`, `staff`, `moment` (milliseconds) of the first time, and the
 * `channel`, `activity` and `hook` first told of it.
 * @param of whose rows count, and which were there
 */
export function pairsAdded({ customers, known }: { customers: Sql; known: Sql }): Sql {
  // What was told as it happened, and friendships that were brought in as they stand.
  const told = sql`
    select ${CUSTOMER} as c, ifNull(staff_id, '') as staff, toUnixTimestamp64Milli(at) as t,
      ifNull(channel_id, '') as ch, ifNull(activity_id, '') as a, ${HOOK} as h
    from event where name in ${as('Array(String)', ADDED)} and ${customers} and ${known}
    union all
    select ${CUSTOMER} as c, key as staff, toUnixTimestamp64Milli(since) as t, '' as ch, '' as a, '' as h
    from customer_state final where kind = 'friend' and text = 'friend' and ${customers}`
  return sql`select c, staff, min(t) as moment, argMinIf(ch, t, ch != '') as channel,
      argMinIf(a, t, a != '') as activity, argMinIf(h, t, h != '') as hook from (${told}) group by c, staff`
}
