// What shipping costs by region and weight. Pure.

export interface FreightRule {
  /** Paths of regions from the widest, e.g. ['广东省', '深圳市']; [] is everywhere else. */
  regions: readonly (readonly string[])[]
  firstG: number
  firstFen: number
  nextG: number
  /** For each further part of `nextG`, a begun one too. */
  nextFen: number
  /** Free from goods worth so much; null: never. */
  freeFromFen: number | null
}
export interface Freight {
  code: string
  rules: readonly FreightRule[]
  /** Regions nothing is sent to. */
  refused: readonly (readonly string[])[]
}

export type Shipping =
  | { code: 'by_weight' | 'free_from'; fen: number; weightG: number }
  | { code: 'not_delivered' }

const covers = (region: readonly string[], place: readonly string[]) =>
  region.every((name, i) => place[i] === name)

/** How narrow the narrowest of them is that the place lies in; -1 when it lies in none. */
const depthIn = (regions: readonly (readonly string[])[], place: readonly string[]) =>
  Math.max(-1, ...regions.filter((region) => covers(region, place)).map((r) => r.length))

/** The narrowest region that is named decides, for or against. */
export function shippingTo(
  freight: Freight,
  place: readonly string[],
  weightG: number,
  goodsFen: number,
): Shipping {
  const chosen = freight.rules
    .map((rule) => ({ rule, depth: depthIn(rule.regions, place) }))
    .reduce<{ rule: FreightRule | undefined; depth: number }>(
      (best, one) => (one.depth > best.depth ? one : best),
      { rule: undefined, depth: -1 },
    )
  if (!chosen.rule || depthIn(freight.refused, place) >= chosen.depth)
    return { code: 'not_delivered' }
  const { firstG, firstFen, nextG, nextFen, freeFromFen } = chosen.rule
  if (freeFromFen !== null && goodsFen >= freeFromFen) return { code: 'free_from', fen: 0, weightG }
  const parts = Math.ceil(Math.max(0, weightG - firstG) / nextG)
  return { code: 'by_weight', fen: firstFen + parts * nextFen, weightG }
}

/** @returns the region that stands in two rules, or in a rule and among the refused */
export function namedTwice(freight: Pick<Freight, 'rules' | 'refused'>): string | undefined {
  const seen = new Set<string>()
  for (const region of [...freight.rules.flatMap((r) => r.regions), ...freight.refused]) {
    const key = region.join('/')
    if (seen.has(key)) return key
    seen.add(key)
  }
  return undefined
}
