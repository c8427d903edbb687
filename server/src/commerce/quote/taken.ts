// The last step of a price where a till has the money already. Pure.
import { split } from '../../platform/money.ts'
import type { Note, Working } from './quote.ts'

/** What is left to pay of the lines becomes what was taken for them; what was above the price raises it. */
export function bringTo(work: readonly Working[], takenFen: number, trace: Note[]): void {
  const lefts = work.map((w) => w.leftFen)
  const more = takenFen - lefts.reduce((a, b) => a + b, 0)
  const parts =
    more < 0
      ? split(-more, lefts)
      : split(
          more,
          work.map((w) => Math.max(1, w.grossFen)),
        )
  for (const [i, w] of work.entries()) {
    const part = parts[i] ?? 0
    if (part === 0) continue
    if (more < 0) {
      w.leftFen -= part
      w.off.till = part
      continue
    }
    w.leftFen += part
    // So many pieces at one price, as every line is.
    const { quantity } = w.line
    const over = (quantity - ((w.grossFen + part) % quantity)) % quantity
    w.grossFen += part + over
    if (over > 0) w.off.till = over
  }
  trace.push({
    ...{ step: 'till', code: 'taken_at_till', applied: more !== 0, fen: Math.abs(more) },
    args: { taken: takenFen, more },
  })
}
