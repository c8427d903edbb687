// How fast the page was, told once a load: when it is left, or after 15 seconds.
import type { Finish, Report } from './automatic.ts'

interface Shift extends PerformanceEntry {
  value: number
  hadRecentInput: boolean
}

export function watchTiming(report: Report): Finish {
  let lcp: number | undefined
  let cls = 0
  let burst = 0
  let burstBegan = 0
  let shiftedAt = 0
  let isTold = false
  const observers: PerformanceObserver[] = []
  const observe = (type: string, see: (entry: PerformanceEntry) => void) => {
    try {
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) see(entry)
      })
      observer.observe({ type, buffered: true })
      observers.push(observer)
    } catch {
      // This browser does not measure it; the figure stays absent.
    }
  }
  observe('largest-contentful-paint', (entry) => {
    lcp = entry.startTime
  })
  // The worst burst of shifts: at most 5 s long, with gaps under 1 s; what the visitor caused is none.
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput, startTime } = entry as Shift
    if (hadRecentInput) return
    if (startTime - shiftedAt > 1000 || startTime - burstBegan > 5000) {
      burst = 0
      burstBegan = startTime
    }
    burst += value
    shiftedAt = startTime
    cls = Math.max(cls, burst)
  })
  const tell = () => {
    if (isTold) return
    isTold = true
    for (const observer of observers) observer.disconnect()
    const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    const [fcp] = performance.getEntriesByName('first-contentful-paint')
    const ms = (at: number | undefined) => (at && at > 0 ? Math.round(at) : undefined)
    report('page_timed', {
      lcp_ms: ms(lcp),
      fcp_ms: ms(fcp?.startTime),
      ttfb_ms: ms(load?.responseStart),
      cls_milli: Math.round(cls * 1000),
    })
  }
  setTimeout(tell, 15_000)
  return tell
}
