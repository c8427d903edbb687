// Days of a brand's zone: where they begin, where windows begin, when something leaves a window. Pure.
import type { Term, Window } from './rules.ts'

/** `YYYY-MM-DD`: days compare as texts. */
export type Day = string

export interface Calendar {
  dayOf(at: number): Day
  /** The moment a day begins. */
  startOf(day: Day): number
  /** The first day that counts for a moment; '' : all. */
  windowFrom(window: Window, at: number): Day
  /** When what was on a day counts no longer; undefined: never. */
  leaves(window: Window, day: Day): number | undefined
  /** When a term that begins at a moment ends; undefined: never. */
  termEnd(term: Term, at: number): number | undefined
  /** The beginning of the day so many days after the day of a moment. */
  daysAfter(at: number, days: number): number
}

const plain = (day: Day) => Temporal.PlainDate.from(day)

/** The first day from which `months` back lie not before the day. */
function leavingDay(day: Day, months: number): Day {
  let left = plain(day).add({ months })
  // A short month ends before: 31 January and a month is 28 February, which less a month is 28 January.
  while (left.subtract({ months }).toString() < day) left = left.add({ days: 1 })
  return left.toString()
}

export function calendarOf(zone: string): Calendar {
  const starts = new Map<Day, number>()
  const dayOf = (at: number): Day =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString()
  const startOf = (day: Day): number => {
    const known = starts.get(day)
    if (known !== undefined) return known
    const start = plain(day).toZonedDateTime(zone).epochMilliseconds
    starts.set(day, start)
    return start
  }
  return {
    dayOf,
    startOf,
    windowFrom(window, at) {
      if (window.kind === 'lifetime') return ''
      const day = dayOf(at)
      return window.kind === 'calendar_year'
        ? `${day.slice(0, 4)}-01-01`
        : plain(day).subtract({ months: window.months }).add({ days: 1 }).toString()
    },
    leaves(window, day) {
      if (window.kind === 'lifetime') return undefined
      if (window.kind === 'calendar_year')
        return startOf(
          plain(`${day.slice(0, 4)}-01-01`)
            .add({ years: 1 })
            .toString(),
        )
      return startOf(leavingDay(day, window.months))
    },
    termEnd(term, at) {
      if (term.kind === 'forever') return undefined
      const day = plain(dayOf(at))
      if (term.kind === 'months') return startOf(day.add({ months: term.months }).toString())
      return startOf(
        plain(`${day.toString().slice(0, 4)}-01-01`)
          .add({ years: term.years + 1 })
          .toString(),
      )
    },
    daysAfter: (at, days) => startOf(plain(dayOf(at)).add({ days }).toString()),
  }
}
