// Orders that count and contacts that were added, with the channel, activity or guide they are owed to.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { pairsAdded } from '../adds/adds-sql.ts'
import { countedOrders } from '../mode/counted-sql.ts'
import type { Mode } from '../mode/mode.ts'
import type { QuestionReading, Stretch } from '../question/reading.ts'
import type { OutlayQuestion } from './shape.ts'

export interface Ledger {
  by: OutlayQuestion['by']
  mode: Mode
  currency: string
  stretch: Stretch
  reading: QuestionReading
}

/** Rows of orders: `c`, `v`, `source`, `order_id`, `at`, `n`, `fen`, `paid`. */
export function orderRows({ by, mode, currency, stretch, reading }: Ledger): Sql {
  const counted = countedOrders(mode, stretch, reading.whose, currency)
  const columns = sql`c, toString(source) as source, ifNull(order_id, '') as order_id, at, n, fen, paid`
  if (by !== 'channel') {
    const own = by === 'guide' ? sql`staff_id` : sql`activity_id`
    return sql`select ${columns}, ifNull(${own}, '') as v from (${counted})`
  }
  const first = sql`select ${CUSTOMER} as c, argMin(ifNull(channel_id, ''), (at, event_id)) as v from event
    where ${reading.whose} and ifNull(channel_id, '') != '' group by c`
  return sql`select o.c as c, o.source as source, o.order_id as order_id, o.at as at, o.n as n, o.fen as fen, o.paid as paid,
      if(o.own != '', o.own, k.v) as v
    from (select ${columns}, ifNull(channel_id, '') as own from (${counted})) as o left join (${first}) as k on k.c = o.c`
}

/** A row a contact: `c`, `v`, `channel`, `moment`. */
export function addedRows({ by, stretch, reading }: Omit<Ledger, 'mode' | 'currency'>): Sql {
  const v = { channel: sql`channel`, activity: sql`activity`, guide: sql`staff` }[by]
  return sql`select c, ${v} as v, channel, moment
    from (${pairsAdded({ customers: reading.whose, known: sql`true` })})
    where moment >= ${as('Int64', stretch.from)} and moment < ${as('Int64', stretch.to)}`
}
