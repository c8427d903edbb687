// What customers did within the window, as rows (c, m, v, facts): the customer, the measure, its value and
// of how many facts it is made. One statement for all customers.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import { ACTS_ON_RECORDS } from '../../platform/outbox.ts'
import { SHARED_AS } from '../gmv/sums-sql.ts'
import type { SuperUserSettings } from './settings.ts'

export interface Stretch {
  from: Date
  to: Date
}

const among = (names: readonly string[]): Sql =>
  sql`has(${as('Array(String)', names)}, toString(name))`
export const during = ({ from, to }: Stretch): Sql =>
  sql`at >= ${as('DateTime64(3)', from)} and at < ${as('DateTime64(3)', to)}`
const ORDERS = ['order_paid', 'order_corrected', 'order_refunded']

/** Orders of which money was kept, one row each: `c`, `at` of payment, `kept_fen`, `discount_fen`, `o`. */
export const keptOrders = (stretch: Stretch): Sql => sql`
  select ${CUSTOMER} as c, JSONExtractString(props, 'commerce_order') as o,
    minIf(at, name != 'order_refunded') as paid_at, sum(revenue_fen) as kept_fen,
    sumIf(JSONExtractInt(props, 'discount_fen'), name = 'order_paid') as discount_fen
  from event where customer_id != 0 and ${among(ORDERS)} and ${during(stretch)}
  group by c, o having kept_fen > 0`

/** Signs of life of hers: not what was done to her record. */
const LIVES = sql`not ${among(ACTS_ON_RECORDS)}`

/**
 * Whom links of hers brought, and when they were here for the first time ever. A share is named by its own
 * property or, as our SDKs do, beside the properties; there a visit says what it came by.
 */
const brought = (sharing: readonly string[], stretch: Stretch): Sql => sql`
  select s.c as c, v.c as guest, v.arrived as arrived, f.first as first from (
    select ${CUSTOMER} as c, ${SHARED_AS} as link
    from event where customer_id != 0 and ${among(sharing)} and ${during(stretch)} group by c, link having link != '') as s
  inner join (
    select ${CUSTOMER} as c, share_id as link, min(at) as arrived from event
    where customer_id != 0 and share_id != '' and not ${among(sharing)} and ${during(stretch)} group by c, link) as v
    on v.link = s.link
  inner join (
    select ${CUSTOMER} as c, min(at) as first from event where customer_id != 0 group by c) as f on f.c = v.c
  where v.c != s.c`

export function measureRows(settings: SuperUserSettings, stretch: Stretch, zone: string): Sql {
  const zoned = as('String', zone)
  const { attitude } = settings
  const answer = sql`JSONExtractFloat(props, ${as('String', attitude.property)})`
  const isAnswer = sql`name = ${as('String', attitude.event)} and JSONType(props, ${as('String', attitude.property)}) in ('Int64', 'UInt64', 'Double')`
  const weeks = Math.max(1, Math.round(settings.window_days / 7))
  const months = Math.max(1, Math.ceil(settings.window_days / 30.44))
  const did = sql`select c, arrayJoin([
      tuple('active_days', toFloat64(days), days),
      tuple('active_weeks', least(1, weeks / ${as('UInt32', weeks)}), weeks),
      tuple('feedback', toFloat64(feedback), feedback),
      tuple('attitude', attitude, answers),
      tuple('shares', toFloat64(shares), shares)]) as t, t.1 as m, t.2 as v, toUInt64(t.3) as facts
    from (select ${CUSTOMER} as c, uniqExactIf(toDate(at, ${zoned}), ${LIVES}) as days,
        uniqExactIf(toMonday(toDate(at, ${zoned})), ${LIVES}) as weeks,
        countIf(${among(settings.feedback)}) as feedback, countIf(${isAnswer}) as answers,
        if(answers = 0, 0, sumIf(${answer}, ${isAnswer}) / answers) as attitude,
        countIf(${among(settings.sharing)}) as shares
      from event where customer_id != 0 and ${during(stretch)} group by c)
    where facts > 0`
  const paid = sql`select c, arrayJoin([tuple('payments', toFloat64(orders), orders),
      tuple('paying_months', least(1, months / ${as('UInt32', months)}), months)]) as t, t.1 as m, t.2 as v, toUInt64(t.3) as facts
    from (select c, count() as orders, uniqExact(toStartOfMonth(toDate(paid_at, ${zoned}))) as months
      from (${keptOrders(stretch)}) group by c)`
  const spread = sql`select c, arrayJoin([tuple('reached', toFloat64(guests), guests), tuple('recruits', toFloat64(recruits), recruits)]) as t,
      t.1 as m, t.2 as v, toUInt64(t.3) as facts
    from (select c, uniqExact(guest) as guests,
        uniqExactIf(guest, arrived = first and (guest in (select c from (${keptOrders(stretch)}))
          or guest in (select ${CUSTOMER} from customer_state final where kind = 'known'))) as recruits
      from (${brought(settings.sharing, stretch)}) group by c)
    where facts > 0`
  const known = sql`select ${CUSTOMER} as c, 'completeness' as m,
      uniqExact(key) / ${as('UInt32', Math.max(1, settings.attributes.length))} as v, uniqExact(key) as facts
    from customer_state final where kind = 'attribute' and has(${as('Array(String)', settings.attributes)}, key)
    group by c`
  return join(
    [did, paid, spread, known].map(
      (rows) => sql`select c, toString(m) as m, toFloat64(v) as v, facts from (${rows})`,
    ),
    ' union all ',
  )
}

/** A customer and what of her peers she is compared with: everybody who showed a sign of life. */
export function peerRows(settings: SuperUserSettings, stretch: Stretch): Sql {
  const alive = sql`select ${CUSTOMER} as c from event where customer_id != 0 and ${LIVES} and ${during(stretch)} group by c`
  if (settings.peers === null) return sql`select c, '' as peer from (${alive})`
  return sql`select a.c as c, p.peer as peer from (${alive}) as a left join (
    select ${CUSTOMER} as c, any(if(type = 'text', text, toString(number))) as peer from customer_state final
    where kind = 'attribute' and key = ${as('String', settings.peers)} group by c) as p on p.c = a.c`
}

/**
 * Of each active customer every measure with its percentile: the peers below her and half of those like her.
 * `measures` are (code, value, percentile, facts).
 */
export const rankedRows = (settings: SuperUserSettings, stretch: Stretch, zone: string): Sql => sql`
  select c, groupArray(tuple(m, v, percentile, facts)) as measures from (
    select p.c as c, m, v, facts, p.peers as peers,
      (p.peers - count() over (partition by p.peer, m)
        + rank() over (partition by p.peer, m order by v) - 1
        + count() over (partition by p.peer, m, v) / 2) / p.peers as percentile
    from (${measureRows(settings, stretch, zone)}) as r
    inner join (select c, peer, count() over (partition by peer) as peers from (${peerRows(settings, stretch)})) as p on p.c = r.c)
  group by c`

/** With which somebody becomes the brand's own: `member_joined` is what other systems call joining. */
const JOINED = ['member_joined', 'membership_joined', 'relation_added', 'wecom_friend_added']

/** Kept payments at any time, the signals of the fallback, and what speaks against a true fan. */
export function knownRows(settings: SuperUserSettings, stretch: Stretch): Sql {
  const ever: Stretch = { from: new Date(0), to: stretch.to }
  const { suspect } = settings
  const orders = sql`select c, count() as payments, min(paid_at) as first_paid, max(paid_at) as last_paid,
      argMin(discount_fen / (discount_fen + kept_fen), paid_at) as first_discount
    from (${keptOrders(ever)}) group by c`
  const seen = sql`select ${CUSTOMER} as c,
      maxIf(at, ${LIVES} and not ${among(ORDERS)}) as last_seen, minIf(at, ${among(JOINED)}) as joined,
      countIf(${among(JOINED)}) as joins,
      countIf(${among(settings.intent)} and ${during(stretch)}) as intents,
      maxIf(at, ${among(settings.benefit)}) as benefit_at, countIf(${among(settings.benefit)}) as benefits,
      minIf(at, ${among(['wecom_friend_added', 'relation_added'])}) as added, countIf(${among(['wecom_friend_added', 'relation_added'])}) as adds,
      minIf(at, ${among(['wecom_friend_deleted', 'relation_ended'])}) as deleted, countIf(${among(['wecom_friend_deleted', 'relation_ended'])}) as deletions
    from event where customer_id != 0 and at < ${as('DateTime64(3)', stretch.to)} group by c`
  const silent = sql`toIntervalDay(${as('UInt32', suspect.silent_days)})`
  const to = as('DateTime64(3)', stretch.to)
  return sql`select s.c as c, toUInt32(o.payments) as payments, arrayFilter(x -> x != '', [
      if(o.payments > 0 and s.joins > 0 and o.last_paid > s.joined, 'paid_as_member', ''),
      if(o.payments > 1 and o.last_paid >= ${as('DateTime64(3)', stretch.from)}, 'keeps_paying', ''),
      if(s.intents > 0, 'stated_intent', '')]) as signals,
    arrayFilter(x -> x != '', [
      if(s.adds > 0 and s.deletions > 0 and o.payments < 2 and s.deleted >= s.added
        and s.deleted < s.added + toIntervalDay(${as('UInt32', suspect.deleted_within_days)}), 'deleted_soon', ''),
      if(o.payments < 2 and multiIf(s.benefits > 0, greatest(s.benefit_at, s.last_seen) < ${to} - ${silent} and s.last_seen < s.benefit_at + ${silent},
        o.payments = 1 and o.first_discount * 100 >= ${as('Float64', suspect.discount_share)},
          greatest(o.last_paid, s.last_seen) < ${to} - ${silent} and s.last_seen < o.first_paid + ${silent},
        false), 'benefit_then_silent', '')]) as suspicions
    from (${seen}) as s left join (${orders}) as o on o.c = s.c`
}

/** What the model of customer value writes of each buyer, where the brand keeps that. */
export const EXPECTED = 'clv_value_365'

/**
 * Of each active customer the lifetime value known: `kept_fen` so far, `expected_fen` of a year to come, and
 * the `percentile` of both together among her peers; who has none has 0.
 */
export function worthRows(settings: SuperUserSettings, stretch: Stretch): Sql {
  const ever: Stretch = { from: new Date(0), to: stretch.to }
  const kept = sql`select c, toInt64(sum(kept_fen)) as kept from (${keptOrders(ever)}) group by c`
  const expected = sql`select ${CUSTOMER} as c, toInt64(round(greatest(0, max(number)))) as expected from customer_state final
    where kind = 'attribute' and key = ${as('String', EXPECTED)} group by c`
  return sql`select c, kept, expected, if(ltv = 0, 0, (rank() over (partition by peer order by ltv) - 1
      + count() over (partition by peer, ltv) / 2) / peers) as percentile
    from (select p.c as c, p.peer as peer, p.peers as peers, k.kept as kept, e.expected as expected, kept + expected as ltv
      from (select c, peer, count() over (partition by peer) as peers from (${peerRows(settings, stretch)})) as p
      left join (${kept}) as k on k.c = p.c left join (${expected}) as e on e.c = p.c)`
}

/** Whether there is anything to expect: the brand keeps the model's values. */
export const isExpecting: Sql = sql`(select count() > 0 from customer_state final
  where kind = 'attribute' and key = ${as('String', EXPECTED)})`
