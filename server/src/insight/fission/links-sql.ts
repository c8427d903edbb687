// Shares, whom their links brought, and who took part, out of the events.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { ordersOf } from '../buyers/orders-sql.ts'
import { CAME_BY_LINK, SHARED_AS } from '../gmv/sums-sql.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'

export interface FissionReading {
  reading: QuestionReading
  stretch: Stretch
  currency: string
  /** Rows by which somebody takes part. */
  means: Sql
}

export const SHARES = ['page_shared', '$MPShare', 'poster_shared', 'invite_sent']
const DAY_MS = as('Int64', 86_400_000)
const MS = sql`toInt64(toUnixTimestamp64Milli(at))`
const shares = (whose: Sql) =>
  sql`${whose} and name in ${as('Array(String)', SHARES)} and ${SHARED_AS} != ''`

/** `link`, `sharer` and `shared` of each share, by who told of it first. */
const sharesTold = ({ reading }: FissionReading): Sql =>
  sql`select ${SHARED_AS} as link, argMin(${CUSTOMER}, at) as sharer, min(${MS}) as shared from event
    where ${shares(reading.whose)} group by link`

/** Who takes part: `c` and since when. */
export const participants = ({ reading, stretch, means }: FissionReading): Sql =>
  sql`select ${CUSTOMER} as c, min(${MS}) as joined from event
    where ${reading.whose} and ${means} and ${rowsIn(stretch)} group by c`

/** Of who takes part: who shared within the range. */
export const sharers = (asked: FissionReading): Sql =>
  sql`select c from (select ${CUSTOMER} as c from event
      where ${shares(asked.reading.whose)} and ${rowsIn(asked.stretch)} group by c)
    where c in (select c from (${participants(asked)}))`

/** Of them: whose link somebody else opened within the range. */
export function opened(asked: FissionReading): Sql {
  const visits = sql`select ${CUSTOMER} as visitor, share_id from event
    where ${asked.reading.whose} and ${CAME_BY_LINK} and ${rowsIn(asked.stretch)} group by visitor, share_id`
  return sql`select s.sharer as c from (${visits}) as v join (${sharesTold(asked)}) as s on s.link = v.share_id
    where v.visitor != s.sharer and s.sharer in (select c from (${sharers(asked)})) group by c`
}

/**
 * A row a customer first seen in the range who came by a link within a day of her first trace, as GMV counts
 * them: `newcomer`, `at`, `inviter` (0: nobody told of that share), `shared`, `joined` (when the inviter began to
 * take part, 0: she does not), `first` (the inviter's first trace), `alike`, `bought`, `shared_on`.
 */
export function newcomers(asked: FissionReading): Sql {
  const { reading, stretch, currency } = asked
  const { whose } = reading
  const came = sql`select ${CUSTOMER} as c, min(at) as first, minIf(${MS}, ${CAME_BY_LINK}) as linked,
      argMinIf(share_id, (at, event_id), ${CAME_BY_LINK}) as link, countIf(${CAME_BY_LINK}) as links
    from event where ${whose} and protocol != 'own' group by c
    having ${rowsIn(stretch, sql`first`)} and links > 0 and linked - toUnixTimestamp64Milli(first) <= ${DAY_MS}`
  const linked = sql`select n.c as newcomer, toInt64(toUnixTimestamp64Milli(n.first)) as came, s.sharer as inviter, s.shared as shared
    from (${came}) as n left join (${sharesTold(asked)}) as s on s.link = n.link`
  // Two customers whom one identifier names, and whom identity has kept apart.
  const names = (
    who: Sql,
  ) => sql`select ${CUSTOMER} as c, min(${MS}) as first, groupUniqArrayArray(identifiers) as ids
    from event where ${whose} and protocol != 'own' and c in (${who}) group by c`
  const theirs = sql`select newcomer from (${linked})`
  const whoBrought = sql`select inviter from (${linked})`
  return sql`select l.newcomer as newcomer, l.came as at, l.inviter as inviter, l.shared as shared,
      p.joined as joined, i.first as first, toUInt8(l.inviter != 0 and l.inviter != l.newcomer and hasAny(i.ids, m.ids)) as alike,
      toUInt8(l.newcomer in (select c from (${ordersOf({ reading, currency })}))) as bought,
      toUInt8(l.newcomer in (select ${CUSTOMER} from event where ${shares(whose)})) as shared_on
    from (${linked}) as l
    left join (${participants(asked)}) as p on p.c = l.inviter
    left join (${names(whoBrought)}) as i on i.c = l.inviter
    left join (${names(theirs)}) as m on m.c = l.newcomer`
}
