// Each customer's level at a moment, out of nothing but what happened before it: the same for any date,
// whenever it is asked. Rows (c, level).
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { ACTS_ON_RECORDS } from '../../platform/outbox.ts'
import type { OwnershipSettings } from './settings.ts'

const DAY = 86_400_000
const names = (list: readonly string[]): Sql => as_('Array(String)', list)
const as_ = (type: 'Array(String)', value: readonly string[]): Sql => sql`${as(type, [...value])}`
const among = (list: readonly string[]): Sql => sql`has(${names(list)}, toString(name))`
const before = (moment: number): Sql => sql`at < ${as('DateTime64(3)', new Date(moment))}`

/** Who answered to: a staff member, else a content; '' for nobody. */
export const PRODUCER = sql`if(ifNull(staff_id, '') != '', concat('staff:', assumeNotNull(staff_id)),
  if(ifNull(content_id, '') != '', concat('content:', assumeNotNull(content_id)), ''))`

export const responds = ({ responses, needs_producer }: OwnershipSettings): Sql =>
  needs_producer ? sql`(${among(responses)} and ${PRODUCER} != '')` : among(responses)

/**
 * Every relation there ever was, `c`, whether one is `open`, and when the latest of these `began`. A friendship is told
 * apart by staff member: who deletes one of two is still to be reached. Friends that no event tells of
 * come from what is known of them now.
 */
function contacts({ carriers }: OwnershipSettings, moment: number): Sql {
  const begins = carriers.flatMap((c) => c.begins)
  const ends = carriers.flatMap((c) => c.ends)
  const codes = (list: 'begins' | 'ends') => carriers.flatMap((c) => c[list].map(() => c.code))
  const carrier = sql`transform(toString(name), ${names([...begins, ...ends])}, ${names([...codes('begins'), ...codes('ends')])}, '')`
  return sql`select c, max(toUInt8(b > e)) as open, maxIf(b, b > e) as began from (
      select c, carrier, key, maxIf(at, begins) as b, maxIf(at, not begins) as e from (
        select ${CUSTOMER} as c, ${carrier} as carrier, ifNull(staff_id, '') as key, at, ${among(begins)} as begins
        from event where customer_id != 0 and ${among([...begins, ...ends])} and ${before(moment)}
        union all
        select ${CUSTOMER} as c, 'friend' as carrier, key, since as at, text = 'friend' as begins
        from customer_state final where kind = 'friend' and since < ${as('DateTime64(3)', new Date(moment))})
      group by c, carrier, key)
    group by c`
}

export function levelRows(settings: OwnershipSettings, moment: number): Sql {
  const { carriers, services, locks, window_days, grace_days, silent_days } = settings
  const from = moment - (window_days + grace_days) * DAY
  const recent = sql`at >= ${as('DateTime64(3)', new Date(from))}`
  const relations = carriers.flatMap((c) => [...c.begins, ...c.ends])
  const ms = sql`toUnixTimestamp64Milli(at)`
  /** How many of the moments lie in the window that ends `g` days before. */
  const within = (moments: Sql): Sql =>
    sql`arrayCount(x -> x >= ${as('Int64', moment - window_days * DAY)} - g * ${as('Int64', DAY)} and x < ${as('Int64', moment)} - g * ${as('Int64', DAY)}, ${moments})`
  const needed = as('UInt32', settings.responses_needed)
  const met = (condition: Sql): Sql =>
    sql`arrayExists(g -> ${condition}, arrayMap(x -> toInt64(x), range(${as('UInt32', grace_days + 1)})))`
  const related = met(sql`${within(sql`responses`)} >= ${needed}`)
  const owned = met(sql`${within(sql`responses`)} >= ${needed} and ${within(sql`services`)} > 0
    and (${within(sql`purchases`)} > 0 or locked <= ${as('Int64', moment)} - g * ${as('Int64', DAY)})`)
  const silent = as('DateTime64(3)', new Date(moment - silent_days * DAY))
  return sql`select a.c as c, multiIf(r.c = 0, 'exposed', r.open = 0, 'deleted', ${owned}, 'owned', ${related}, 'related',
      greatest(a.alive, r.began) < ${silent}, 'pseudo', 'acquired') as level
    from (select ${CUSTOMER} as c,
        groupArrayIf(${ms}, ${recent} and ${responds(settings)}) as responses,
        groupArrayIf(${ms}, ${recent} and ${among(services)}) as services,
        groupArrayIf(${ms}, ${recent} and name = 'order_paid') as purchases,
        minIf(${ms}, ${among(locks)}) as first_lock, countIf(${among(locks)}) as lock_count,
        if(lock_count = 0, ${as('Int64', 9_000_000_000_000)}, first_lock) as locked,
        maxIf(at, not ${among([...ACTS_ON_RECORDS, ...relations])}) as alive
      from event where customer_id != 0 and ${before(moment)} group by c) as a
    left join (${contacts(settings, moment)}) as r on r.c = a.c`
}

/** Answers of the window before the moment, by customer and producer: (c, producer, n). */
export const answersBy = (settings: OwnershipSettings, moment: number): Sql => sql`
  select ${CUSTOMER} as c, ${PRODUCER} as producer, count() as n from event
  where customer_id != 0 and ${among(settings.responses)} and producer != '' and ${before(moment)}
    and at >= ${as('DateTime64(3)', new Date(moment - settings.window_days * DAY))}
  group by c, producer`
