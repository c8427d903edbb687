// Lines of a timeline drawn together: what a customer looked at in one visit is one line that opens.
import type { TimelineLine } from './api.ts'

export interface Visit<Line> {
  visit: string
  /** Newest first, as in the timeline. */
  lines: Line[]
}

/** Fewer are read as fast as a summary of them. */
const WORTH_FOLDING = 3
/** Without a session's name, a pause this long ends a visit. */
const PAUSE_MS = 30 * 60_000

export function withVisits<Line extends TimelineLine>(
  lines: readonly Line[],
): (Line | Visit<Line>)[] {
  const entries: (Line | Visit<Line>)[] = []
  let run: Line[] = []
  const end = () => {
    const [newest] = run
    if (newest && run.length >= WORTH_FOLDING) entries.push({ visit: newest.event_id, lines: run })
    else entries.push(...run)
    run = []
  }
  for (const line of lines) {
    const last = run.at(-1)
    if (last && !isSameVisit(last, line)) end()
    if (line.kind === 'visit') run.push(line)
    else {
      end()
      entries.push(line)
    }
  }
  end()
  return entries
}

function isSameVisit(newer: TimelineLine, older: TimelineLine): boolean {
  if (older.kind !== 'visit' || newer.platform !== older.platform) return false
  if (newer.session_id !== null && older.session_id !== null)
    return newer.session_id === older.session_id
  return Date.parse(newer.at) - Date.parse(older.at) <= PAUSE_MS
}

/** What it was about, each once, what came first in front. */
export function subjectsOf(lines: readonly TimelineLine[]): string[] {
  const isProduct = (line: TimelineLine) => /product/i.test(line.name)
  const wanted = lines.some(isProduct) ? lines.filter(isProduct) : lines
  return [...new Set(wanted.toReversed().flatMap((line) => line.subject ?? []))]
}
