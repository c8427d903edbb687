// The range of days in a statement: `{date_from}` and `{date_to}` are put in as moments of the brand's
// zone. What comes of it is read by the engine's parser like everything else she writes. Pure.
import type { Clock } from '../../audiences/index.ts'
import { stretchOfRange } from '../question/reading.ts'

const NAMED = /\{date_(from|to)\}/g

export const namesDays = (text: string): boolean => text.search(NAMED) >= 0

/** What stands between the days, and as what the days are named. */
export const splitAtDays = (text: string): { plain: string[]; named: string[] } => ({
  plain: text.split(/\{date_(?:from|to)\}/),
  named: text.match(NAMED) ?? [],
})

/** @throws 400 bad_days, too_many_days */
export function withDays(
  text: string,
  range: { date_from?: string | undefined; date_to?: string | undefined },
  clock: Clock,
): string {
  if (!namesDays(text)) return text
  const { from, to } = stretchOfRange(range, clock)
  const moment = (ms: number) =>
    `toDateTime64('${Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(clock.timezone).toPlainDateTime().toString({ smallestUnit: 'millisecond' }).replace('T', ' ')}', 3, '${clock.timezone}')`
  return text.replace(NAMED, (_, end: string) => moment(end === 'from' ? from : to))
}
