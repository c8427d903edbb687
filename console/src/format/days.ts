// The span of days that a page looks at, as it stands in the address and follows from page to page.

export const PRESETS = [
  'today',
  'yesterday',
  'last_7',
  'last_14',
  'last_30',
  'last_90',
  'last_365',
  'this_month',
  'last_month',
] as const
export type Preset = (typeof PRESETS)[number]

export interface Days {
  /** First and last day, both counted, `2026-05-03`. */
  from: string
  to: string
  /** Absent when the days were chosen one by one. */
  preset?: Preset
}

const DAY = 86_400_000
const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}

/** How many days, both ends counted. */
export function lengthOf(days: Pick<Days, 'from' | 'to'>): number {
  return Math.round((Date.parse(days.to) - Date.parse(days.from)) / DAY) + 1
}

/** Reads `last_7` or `2026-05-01..2026-05-31`; what cannot be read is the preset given. */
export function readDays(text: string | undefined, today: string, otherwise: Preset): Days {
  const preset = PRESETS.find((name) => name === text)
  if (preset) return daysOf(preset, today)
  const [from = '', to = '', ...more] = (text ?? '').split('..')
  if (more.length === 0 && isDay(from) && isDay(to) && from <= to) return { from, to }
  return daysOf(otherwise, today)
}

export function writeDays(days: Days): string {
  return days.preset ?? `${days.from}..${days.to}`
}

export function daysOf(preset: Preset, today: string): Days {
  const back = (count: number) => ({ from: addDays(today, 1 - count), to: today, preset })
  const firstOfMonth = `${today.slice(0, 8)}01`
  switch (preset) {
    case 'today':
      return back(1)
    case 'yesterday': {
      const day = addDays(today, -1)
      return { from: day, to: day, preset }
    }
    case 'last_7':
      return back(7)
    case 'last_14':
      return back(14)
    case 'last_30':
      return back(30)
    case 'last_90':
      return back(90)
    case 'last_365':
      return back(365)
    case 'this_month':
      return { from: firstOfMonth, to: today, preset }
    case 'last_month': {
      const to = addDays(firstOfMonth, -1)
      return { from: `${to.slice(0, 8)}01`, to, preset }
    }
  }
}

/** As many days, directly before: what a change is measured against. */
export function before(days: Pick<Days, 'from' | 'to'>): Days {
  const to = addDays(days.from, -1)
  return { from: addDays(to, 1 - lengthOf(days)), to }
}
