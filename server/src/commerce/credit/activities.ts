// Which activities an order is a doing of.
import { activityOf } from '../checkout/parties.ts'
import { offersApplied } from '../quote/ports.ts'
import type { Quoted, QuoteInput } from '../quote/quote.ts'

interface Priced {
  input: QuoteInput
  quoted: Quoted
}

/** With what each took off or gave; an order that is itself an activity's, as a group buy, counts for that alone. */
export function activitiesOf(order: Priced): { activity: string; fen: number }[] {
  const own = activityOf(order.input)
  if (own !== null) return [{ activity: own, fen: 1 }]
  return offersApplied(order).flatMap(({ activity, fen }) =>
    activity === '' ? [] : [{ activity, fen }],
  )
}

/** The one that took off most; the order's row has room for one. */
export const mainActivity = (order: Priced): string | null =>
  activitiesOf(order).toSorted((a, b) => b.fen - a.fen)[0]?.activity ?? null
