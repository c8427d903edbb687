// Customers who were asked to become contacts, each pair of customer and guide once, and what came of it.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { HOOK, pairsAdded } from './adds-sql.ts'

/** Told as somebody is asked. */
export const ASKED = ['wecom_friend_requested']
export const DAY = 86_400_000
/** So long an answer is waited for, unless another wait is asked about. */
export const ANSWER_DAYS = 7

/**
 * A row a pair: `c`, `staff`, `moment` of the first time she was asked, `channel`, `hook`, and of the answer
 * `accepted` and `open` (the wait is not over and she has not accepted). Without a guide any guide's add counts.
 * @param of whose rows count, and which were there
 */
export function asksSql(
  of: { customers: Sql; known: Sql; now: number },
  days: number = ANSWER_DAYS,
): Sql {
  const asked = sql`select c, staff, min(t) as moment, argMinIf(ch, t, ch != '') as channel, argMinIf(h, t, h != '') as hook
    from (select ${CUSTOMER} as c, ifNull(staff_id, '') as staff, toInt64(toUnixTimestamp64Milli(at)) as t,
        ifNull(channel_id, '') as ch, ${HOOK} as h
      from event where name in ${as('Array(String)', ASKED)} and ${of.customers} and ${of.known})
    group by c, staff`
  const added = sql`select c, groupArray((staff, toInt64(moment))) as times from (${pairsAdded(of)}) group by c`
  const wait = as('Int64', days * DAY)
  const mine = sql`(q.staff = '' or x.1 = q.staff) and x.2 >= q.moment and x.2 <= q.moment + ${wait}`
  return sql`select q.c as c, q.staff as staff, q.moment as moment, q.channel as channel, q.hook as hook,
      toUInt8(arrayExists(x -> ${mine}, a.times)) as accepted,
      toUInt8(not accepted and q.moment + ${wait} > ${as('Int64', of.now)}) as open
    from (${asked}) as q left join (${added}) as a on a.c = q.c`
}
