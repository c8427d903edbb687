// An order that we keep and that a client's SDK reported too is one line of a timeline: ours, with
// what was reported under it.
import type { TimelineLine } from './api.ts'

export interface Told extends TimelineLine {
  /** The same thing as clients told it, newest first. */
  reported: TimelineLine[]
}

type Turn = 'paid' | 'refunded' | 'cancelled'

/** What our own event of an order says; only these carry money. */
const OURS: ReadonlyMap<string, Turn> = new Map([
  ['order_placed', 'paid'],
  ['order_paid', 'paid'],
  ['order_refunded', 'refunded'],
  ['order_cancelled', 'cancelled'],
])

/** What a client's event says, in the spellings SDKs use: `Order Completed`, `order_paid_reported`. */
function turnReported(name: string): Turn | undefined {
  switch (
    name
      .toLowerCase()
      .replace(/_reported$/, '')
      .replace(/[^a-z]/g, '')
  ) {
    case 'ordercompleted':
    case 'orderpaid':
    case 'orderplaced':
    case 'payorder':
      return 'paid'
    case 'orderrefunded':
    case 'orderpartiallyrefunded':
    case 'refundorder':
      return 'refunded'
    case 'ordercancelled':
      return 'cancelled'
    default:
      return undefined
  }
}

/** What a client reported of an order, and nobody of ours told, stays a line of its own. */
export function withReported(lines: readonly TimelineLine[]): Told[] {
  const told = lines.map((line) => ({ ...line, reported: [] as TimelineLine[] }))
  const ours = Map.groupBy(
    told.filter((line) => line.order_id !== null && OURS.has(line.name)),
    (line) => line.order_id,
  )
  return told.filter((line) => {
    const turn = OURS.has(line.name) ? undefined : turnReported(line.name)
    const same = ours.get(line.order_id)?.filter((one) => OURS.get(one.name) === turn) ?? []
    // Paid says more than placed; of several refunds it is the one nearest in time.
    const [best] = same.toSorted(
      (a, b) =>
        Number(b.name === 'order_paid') - Number(a.name === 'order_paid') ||
        apart(a, line) - apart(b, line),
    )
    best?.reported.push(line)
    return best === undefined
  })
}

const apart = (a: TimelineLine, b: TimelineLine) => Math.abs(Date.parse(a.at) - Date.parse(b.at))
