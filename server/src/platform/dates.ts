// Times as files write them, read in the zone they were written in.

export type TimeReader = (text: string) => number | undefined

const PARTS: Record<string, string> = {
  yyyy: '(?<y>\\d{4})',
  yy: '(?<yy>\\d{2})',
  MM: '(?<mo>\\d{2})',
  M: '(?<mo>\\d{1,2})',
  dd: '(?<d>\\d{2})',
  d: '(?<d>\\d{1,2})',
  HH: '(?<h>\\d{2})',
  H: '(?<h>\\d{1,2})',
  mm: '(?<mi>\\d{2})',
  m: '(?<mi>\\d{1,2})',
  ss: '(?<s>\\d{2})',
  s: '(?<s>\\d{1,2})',
  SSS: '(?<ms>\\d{3})',
}

/** What most exports write, tried when no format is given: date, then an optional time, then an optional zone. */
const USUAL =
  /^(?<y>\d{4})[-/.年](?<mo>\d{1,2})[-/.月](?<d>\d{1,2})日?(?:[T ]+(?<h>\d{1,2}):(?<mi>\d{2})(?::(?<s>\d{2})(?:\.(?<ms>\d{1,3})\d*)?)?)?\s*(?<z>Z|[+-]\d{2}:?\d{2})?$/

/**
 * A reader of times in one format. Without a zone in the text, wall-clock times are of `zone`: an
 * hour that a clock change leaves out or repeats is taken as the first that fits.
 * @throws RangeError for a format or zone that is none
 */
export function timeReader(format: string | undefined, zone: string): TimeReader {
  if (format === 'epoch_ms') return (text) => (/^-?\d{1,14}$/.test(text) ? Number(text) : undefined)
  if (format === 'epoch_s')
    return (text) =>
      /^-?\d{1,11}(\.\d{1,6})?$/.test(text) ? Math.round(Number(text) * 1000) : undefined
  const pattern = format === undefined || format === 'iso' ? USUAL : patternOf(format)
  const offsets = zoneOffsets(zone)
  return (text) => {
    const g = pattern.exec(text.trim())?.groups
    if (!g) return undefined
    const year = g.yy ? 2000 + Number(g.yy) : Number(g.y)
    const [month, day] = [Number(g.mo ?? 1), Number(g.d ?? 1)]
    const [h, mi, s] = [Number(g.h ?? 0), Number(g.mi ?? 0), Number(g.s ?? 0)]
    if (h > 23 || mi > 59 || s > 59) return undefined
    const wall = Date.UTC(year, month - 1, day, h, mi, s, Number((g.ms ?? '0').padEnd(3, '0')))
    const date = new Date(wall)
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
    if (!g.z) return wall - offsets(wall)
    return g.z === 'Z' ? wall : wall - writtenOffset(g.z)
  }
}

function patternOf(format: string): RegExp {
  let seen = ''
  const source = format.replace(
    /yyyy|yy|MM|M|dd|d|HH|H|mm|m|SSS|ss|s|[^A-Za-z]+|[A-Za-z]/g,
    (token) => {
      const part = PARTS[token]
      if (part) {
        if (seen.includes(token.charAt(0)))
          throw new RangeError(`${token} stands twice in the date format`)
        seen += token.charAt(0)
        return part
      }
      if (token === 'T') return 'T'
      if (/[A-Za-z]/.test(token)) throw new RangeError(`a date format has no ${token}`)
      return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    },
  )
  if (!seen.includes('y') || !seen.includes('M') || !seen.includes('d'))
    throw new RangeError('a date format has yyyy, MM and dd')
  return new RegExp(`^${source}$`, 'u')
}

function writtenOffset(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))) * 60_000
}

/** Wall-clock ms → offset ms. Zones change by whole quarters of an hour at most, so each is asked once. */
function zoneOffsets(zone: string): (wall: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsetAt = (utc: number) => {
    const p = Object.fromEntries(
      format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]),
    )
    return (
      Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) -
      Math.floor(utc / 1000) * 1000
    )
  }
  const known = new Map<number, number>()
  return (wall) => {
    const quarter = Math.floor(wall / 900_000)
    let offset = known.get(quarter)
    if (offset === undefined) {
      const start = quarter * 900_000
      // The earlier of the two readings of a repeated hour has the larger offset.
      const guesses = [offsetAt(start - 86_400_000), offsetAt(start + 86_400_000)].sort(
        (a, b) => b - a,
      )
      offset = guesses.find((g) => offsetAt(start - g) === g) ?? guesses[0] ?? 0
      known.set(quarter, offset)
    }
    return offset
  }
}
