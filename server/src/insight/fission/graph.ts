// Who brought whom, as branches: pure, over links between customers.
import type { Branch, Suspicion } from './shape.ts'

export interface Link {
  newcomer: number
  inviter: number
  /** The newcomer's first trace, milliseconds. */
  at: number
  /** Both are known by one and the same identifier and were not merged. */
  isSameIdentity: boolean
}

export interface Graph<L extends Link = Link> {
  /** Links that count, by newcomer. */
  links: ReadonlyMap<number, L>
  suspects: readonly { link: L; why: Suspicion }[]
  childrenOf: ReadonlyMap<number, readonly number[]>
  /** How many hands away from who was not brought, of each newcomer. */
  layerOf: ReadonlyMap<number, number>
  /** All behind a customer, of each who brought anybody. */
  descendantsOf: ReadonlyMap<number, number>
  /** Who brought somebody and was not brought. */
  sources: readonly number[]
}

/** A newcomer has one link: the first. Whom a later newcomer would have brought, nobody brought. */
export function graphOf<L extends Link>(given: readonly L[]): Graph<L> {
  const cameAt = new Map(given.map(({ newcomer, at }) => [newcomer, at]))
  const suspects: { link: L; why: Suspicion }[] = []
  const links = new Map<number, L>()
  const children = new Map<number, number[]>()
  // In the order of coming: who brings is there, and has her layer, before whom she brings.
  const inOrder = given.toSorted((a, b) => a.at - b.at || a.newcomer - b.newcomer)
  const layerOf = new Map<number, number>()
  for (const link of inOrder) {
    const why = suspicionOf(link, cameAt.get(link.inviter))
    if (why) {
      suspects.push({ link, why })
      continue
    }
    links.set(link.newcomer, link)
    layerOf.set(link.newcomer, (layerOf.get(link.inviter) ?? 0) + 1)
    const hers = children.get(link.inviter) ?? []
    hers.push(link.newcomer)
    children.set(link.inviter, hers)
  }
  const descendantsOf = new Map<number, number>()
  for (const { newcomer } of [...links.values()].reverse()) {
    const inviter = links.get(newcomer)?.inviter as number
    const behind = 1 + (descendantsOf.get(newcomer) ?? 0)
    descendantsOf.set(inviter, (descendantsOf.get(inviter) ?? 0) + behind)
  }
  const sources = [...children.keys()].filter((customer) => !links.has(customer))
  return { links, suspects, childrenOf: children, layerOf, descendantsOf, sources }
}

function suspicionOf(link: Link, inviterCame: number | undefined): Suspicion | undefined {
  if (link.inviter === link.newcomer) return 'self'
  if (link.isSameIdentity) return 'same_identity'
  if (inviterCame !== undefined && inviterCame >= link.at) return 'loop'
  return undefined
}

/** The largest first. */
export const bySize = ({ descendantsOf }: Graph) => {
  const size = (customer: number) => descendantsOf.get(customer) ?? 0
  return (a: number, b: number) => size(b) - size(a) || a - b
}

/** Everybody behind a customer, without her. */
export function behindOf({ childrenOf }: Graph, source: number): number[] {
  const found: number[] = []
  const waiting = [...(childrenOf.get(source) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next)
    waiting.push(...(childrenOf.get(next) ?? []))
  }
  return found
}

/** How many hands a branch goes on. */
export function depthOf(graph: Graph, source: number): number {
  const own = graph.layerOf.get(source) ?? 0
  return behindOf(graph, source).reduce(
    (most, customer) => Math.max(most, (graph.layerOf.get(customer) ?? own) - own),
    0,
  )
}

/** So many customers are drawn. */
const MOST_DRAWN = 120

/** A branch to draw: of each customer the largest branches, and the rest counted; level by level. */
export function branchOf(graph: Graph, source: number, widest: number): Branch {
  const branch = (customer: number): Branch => ({
    customer_id: customer,
    recruits: graph.childrenOf.get(customer)?.length ?? 0,
    descendants: graph.descendantsOf.get(customer) ?? 0,
    children: [],
    rest: { recruits: 0, descendants: 0 },
  })
  const root = branch(source)
  let drawn = 1
  const waiting = [root]
  for (let own = waiting.shift(); own; own = waiting.shift()) {
    const all = [...(graph.childrenOf.get(own.customer_id) ?? [])].sort(bySize(graph))
    const shown = all.slice(0, Math.max(0, Math.min(widest, MOST_DRAWN - drawn)))
    own.children = shown.map(branch)
    drawn += shown.length
    own.rest = {
      recruits: all.length - shown.length,
      descendants:
        own.descendants - own.children.reduce((sum, one) => sum + 1 + one.descendants, 0),
    }
    waiting.push(...own.children)
  }
  return root
}
