// How fast the page was, told once a load: when it is left, or after 15 seconds.
import type { Finish, Report } from './automatic.ts'

interface Shift extends PerformanceEntry {
  value: number
  hadRecentInput: boolean
}

/** From what was measured before; undefined where the browser does not measure it. */
function observe(
  type: string,
  see: (entries: PerformanceEntryList) => void,
): PerformanceObserver | undefined {
  try {
    const observer = new PerformanceObserver((list) => see(list.getEntries()))
    observer.observe({ type, buffered: true })
    return observer
  } catch {
    // The figure stays absent.
    return undefined
  }
}

export function watchTiming(report: Report): Finish {
  let cls = 0
  let burst = 0
  let burstBegan = 0
  let shiftedAt = 0
  let isTold = false
  // The worst burst of shifts: at most 5 s long, with gaps under 1 s; what the visitor caused is none.
  const shifts = observe('layout-shift', (entries) => {
    for (const { value, hadRecentInput, startTime } of entries as Shift[]) {
      if (hadRecentInput) continue
      if (startTime - shiftedAt > 1000 || startTime - burstBegan > 5000) {
        burst = 0
        burstBegan = startTime
      }
      burst += value
      shiftedAt = startTime
      cls = Math.max(cls, burst)
    }
  })
  const tell = () => {
    if (isTold) return
    isTold = true
    shifts?.disconnect()
    // The browser keeps these: nothing has to listen while a page loads.
    const lcp = observe('largest-contentful-paint', () => {})
      ?.takeRecords()
      .pop()
    const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    const [fcp] = performance.getEntriesByName('first-contentful-paint')
    const ms = (at: number | undefined) => Math.round(at ?? 0) || undefined
    report('page_timed', {
      lcp_ms: ms(lcp?.startTime),
      fcp_ms: ms(fcp?.startTime),
      ttfb_ms: ms(load?.responseStart),
      cls_milli: Math.round(cls * 1000),
    })
  }
  setTimeout(tell, 15_000)
  return tell
}
