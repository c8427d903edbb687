// What a customer did one after the other, cut into visits.
import { z } from 'zod'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { ACTS_ON_RECORDS } from '../../platform/outbox.ts'
import { QuestionPattern } from './pattern.ts'
import { type QuestionReading, rowsIn, type Stretch } from './reading.ts'

export const GapMinutes = z
  .number()
  .int()
  .min(1)
  .max(1_440)
  .default(30)
  .describe('A visit ends when she does nothing for longer')

/** Which events make up visits. */
export const seen = {
  events: QuestionPattern.optional().describe(
    'Only these; all that customers did unless given, which is not what was done with their records',
  ),
  except: z
    .array(z.string().min(1).max(200))
    .max(50)
    .default([])
    .describe('Names of events that are passed over'),
}
export interface Seen {
  events?: QuestionPattern | undefined
  except: readonly string[]
}

const isSeen = ({ events, except }: Seen, { means }: QuestionReading): Sql => sql`
  ${events ? means(events) : sql`name not in ${as('Array(String)', ACTS_ON_RECORDS)}`}
  and name not in ${as('Array(String)', [...except])}`

/**
 * A row a customer: `c`, and `rows`, all she did in its order: when in milliseconds, when it was received,
 * then what else is asked for of each event. Events of one moment stand as they were received.
 */
export const deeds = (
  asked: Seen,
  each: Sql,
  reading: QuestionReading,
  stretch: Stretch,
): Sql => sql`
  select ${CUSTOMER} as c,
    arraySort(groupArray((toUnixTimestamp64Milli(at), toUnixTimestamp64Micro(received_at), ${each}))) as rows
  from event where ${reading.whose} and ${isSeen(asked, reading)} and ${rowsIn(stretch)} group by c`

/** `rows` cut wherever nothing happened for longer than so many minutes: arrays of rows. */
export const cutAtGaps = (rows: Sql, minutes: number): Sql =>
  sql`arraySplit((row, gap) -> abs(gap) > ${as('Int64', minutes * 60_000)}, ${rows}, arrayDifference(${rows}.1))`
