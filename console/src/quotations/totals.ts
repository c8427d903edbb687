// What is being written comes to, while it is written; the server reckons it again.

export interface Priced {
  quantity: number
  listFen: number
  unitFen: number
}
export const fen = (yuan: number) => Math.round(yuan * 100)

/** What a line takes off its list price, basis points, rounded up as the limit is compared with it. */
export const offBp = ({ listFen, unitFen }: Pick<Priced, 'listFen' | 'unitFen'>): number =>
  listFen <= unitFen ? 0 : Math.ceil(((listFen - unitFen) * 10_000) / listFen)

export type DepositWish = { shareBp: number } | { fen: number }
export function totalsOf(
  lines: readonly Priced[],
  shippingFen: number,
  deposit: DepositWish | null,
) {
  const sum = (of: (line: Priced) => number) => lines.reduce((all, l) => all + of(l), 0)
  const goodsFen = sum((l) => l.unitFen * l.quantity)
  const totalFen = goodsFen + shippingFen
  const depositFen =
    deposit &&
    ('fen' in deposit
      ? deposit.fen
      : Math.max(1, Math.floor((totalFen * deposit.shareBp) / 10_000)))
  return {
    ...{ goodsFen, totalFen, depositFen },
    listFen: sum((l) => l.listFen * l.quantity),
    deepestBp: Math.max(0, ...lines.map(offBp)),
    balanceFen: depositFen === null ? null : totalFen - depositFen,
  }
}
