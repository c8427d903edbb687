// A board's days, as moments of the brand's calendar. The console reads the same words.

/** First and last day, both counted, of `last_30`, `this_month` or `2026-05-01..2026-05-31`. */
export function readDays(text: string, now: Date, zone: string): { from: string; to: string } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  const said = (from: Temporal.PlainDate, to: Temporal.PlainDate) => ({
    ...{ from: from.toString(), to: to.toString() },
  })
  const own = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text)
  if (own) return { from: own[1] as string, to: own[2] as string }
  if (text === 'today') return said(today, today)
  const yesterday = today.subtract({ days: 1 })
  if (text === 'yesterday') return said(yesterday, yesterday)
  if (text === 'this_month') return said(today.with({ day: 1 }), today)
  if (text === 'last_month') {
    const end = today.with({ day: 1 }).subtract({ days: 1 })
    return said(end.with({ day: 1 }), end)
  }
  const back = Number(/^last_(\d+)$/.exec(text)?.[1] ?? 30)
  return said(today.subtract({ days: back - 1 }), today)
}
