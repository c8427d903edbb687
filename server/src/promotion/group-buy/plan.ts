// How groups that would not come together are put together. Pure.

export interface OpenGroup {
  id: string
  /** Paid seats. */
  joined: number
  expiresAt: Date
}
/** So many seats of a group move over. */
export interface Part {
  id: string
  seats: number
}

/**
 * Whose people complete a group that needs `need` more. Whole groups where that comes out even, those that
 * run out first before others; else the groups that run out first, and of the last only as many as are
 * needed, so that friends are parted in one group at most.
 * @returns undefined when all of them together are too few
 */
export function planMerge(need: number, others: readonly OpenGroup[]): Part[] | undefined {
  const soonest = others
    .filter((group) => group.joined > 0)
    .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1))
  if (soonest.reduce((sum, group) => sum + group.joined, 0) < need) return undefined
  const whole = evenly(need, soonest)
  if (whole) return whole.map(({ id, joined }) => ({ id, seats: joined }))
  const parts: Part[] = []
  let left = need
  for (const { id, joined } of soonest) {
    if (left === 0) break
    const seats = Math.min(joined, left)
    parts.push({ id, seats })
    left -= seats
  }
  return parts
}

/** Groups that are together exactly `need`; of several choices the one found with those that run out first. */
function evenly(need: number, groups: readonly OpenGroup[]): OpenGroup[] | undefined {
  const found = new Map<number, OpenGroup[]>([[0, []]])
  for (const group of groups) {
    for (const [sum, chosen] of [...found]) {
      const more = sum + group.joined
      if (more <= need && !found.has(more)) found.set(more, [...chosen, group])
    }
    const exact = found.get(need)
    if (exact) return exact
  }
  return undefined
}
