// Paths as plain reading has them: one customer, one event after the other. Slow; for tests.
export interface Deed {
  customer: number
  at: number
  name: string
  colour?: string
}
export interface PlainPaths {
  isBack: boolean
  anchor: string | undefined
  visit: { gapMs: number } | { windowMs: number }
  nodeOf: (deed: Deed) => string
  collapse: boolean
  steps: number
  nodes: number
}

const OTHER = 'all others'

/** Of one customer, in the order they were received. */
export function pathsOfOne(asked: PlainPaths, given: readonly Deed[]): string[][] {
  // Sorting keeps the order of what happened at one moment.
  const deeds = given.toSorted((a, b) => a.at - b.at)
  if (asked.isBack) deeds.reverse()
  const isAnchor = (deed: Deed) => asked.anchor === undefined || deed.name === asked.anchor
  const visits: Deed[][] = []
  for (const deed of deeds) {
    const visit = visits.at(-1)
    const last = visit?.at(-1)
    const first = visit?.[0]
    if ('gapMs' in asked.visit) {
      if (visit && last && Math.abs(deed.at - last.at) <= asked.visit.gapMs) visit.push(deed)
      else visits.push([deed])
    } else if (visit && first && Math.abs(deed.at - first.at) <= asked.visit.windowMs)
      visit.push(deed)
    else if (isAnchor(deed)) visits.push([deed])
  }
  return visits.flatMap((visit) => {
    const from = visit.findIndex(isAnchor)
    if (from < 0) return []
    const nodes = visit.slice(from).map(asked.nodeOf)
    return [asked.collapse ? nodes.filter((node, i) => node !== nodes[i - 1]) : nodes]
  })
}

/** Node by node and link by link: visits, and the customers. */
export function countPaths(asked: PlainPaths, byCustomer: ReadonlyMap<number, string[][]>) {
  const paths = [...byCustomer].flatMap(([customer, theirs]) =>
    theirs.map((path) => ({ customer, path })),
  )
  const shown = Array.from({ length: asked.steps }, (_, step) => {
    const visits = new Map<string, number>()
    for (const { path } of paths) {
      const node = path[step]
      if (node !== undefined) visits.set(node, (visits.get(node) ?? 0) + 1)
    }
    return [...visits]
      .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, asked.nodes)
      .map(([node]) => node)
  })
  const told = new Map<string, { visits: number; customers: Set<number> }>()
  const count = (key: string, customer: number) => {
    const found = told.get(key) ?? { visits: 0, customers: new Set<number>() }
    told.set(key, { visits: found.visits + 1, customers: found.customers.add(customer) })
  }
  for (const { customer, path } of paths) {
    const folded = path
      .slice(0, asked.steps)
      .map((node, step) => (shown[step]?.includes(node) ? node : OTHER))
    folded.forEach((node, step) => {
      count(`${step + 1} ${node}`, customer)
      const next = folded[step + 1]
      if (next !== undefined) count(`${step + 1} ${node} > ${next}`, customer)
      else if (path.length === step + 1) count(`${step + 1} ${node} ended`, customer)
    })
  }
  return new Map(
    [...told].map(([key, { visits, customers }]) => [key, [visits, customers.size]] as const),
  )
}
