// A rule while it is built: a tree of groups and conditions that have names of their own, so that they
// can be moved, and the ways to change it. Every change answers a new tree.
import type { Leaf, Rule } from './rule.ts'

export interface Condition {
  kind: 'condition'
  id: string
  isExcluded: boolean
  leaf: Leaf
}
export interface Group {
  kind: 'group'
  id: string
  match: 'all' | 'any'
  isExcluded: boolean
  nodes: Node[]
}
export type Node = Condition | Group
export type Path = readonly (string | number)[]

let last = 0
const newId = () => `n${++last}`

export const conditionOf = (leaf: Leaf, isExcluded = false): Condition => ({
  kind: 'condition',
  id: newId(),
  isExcluded,
  leaf,
})
export const groupOf = (match: Group['match'], nodes: Node[], isExcluded = false): Group => ({
  kind: 'group',
  id: newId(),
  match,
  isExcluded,
  nodes,
})

export function nodeOf(rule: Rule): Node {
  if (rule.kind === 'not') {
    const node = nodeOf(rule.rule)
    // Not not: kept as a group of its own, so that the rule comes out as it went in.
    return node.isExcluded ? groupOf('all', [node], true) : { ...node, isExcluded: true }
  }
  if (rule.kind === 'all' || rule.kind === 'any') return groupOf(rule.kind, rule.rules.map(nodeOf))
  return conditionOf(rule)
}

/** The tree of a rule; its outermost node is a group that excludes nothing. */
export function draftOf(rule: Rule | undefined): Group {
  if (!rule) return groupOf('all', [])
  const node = nodeOf(rule)
  return node.kind === 'group' && !node.isExcluded ? node : groupOf('all', [node])
}

export function ruleOf(node: Node): Rule {
  const rule: Rule =
    node.kind === 'condition' ? node.leaf : { kind: node.match, rules: node.nodes.map(ruleOf) }
  return node.isExcluded ? { kind: 'not', rule } : rule
}

/** Which node stands at a path of the rule, and what of the path is left inside it. */
export function nodeAt(root: Group, path: Path): { node: Node; rest: Path } {
  let node: Node = root
  let rest = path
  for (;;) {
    if (node.isExcluded && rest[0] === 'rule') rest = rest.slice(1)
    if (node.kind === 'condition' || rest[0] !== 'rules') return { node, rest }
    const below: Node | undefined = node.nodes[Number(rest[1])]
    if (!below) return { node, rest }
    node = below
    rest = rest.slice(2)
  }
}

export function find(root: Group, id: string): Node | undefined {
  if (root.id === id) return root
  for (const node of root.nodes) {
    if (node.id === id) return node
    const below = node.kind === 'group' ? find(node, id) : undefined
    if (below) return below
  }
  return undefined
}

export function parentOf(root: Group, id: string): Group | undefined {
  for (const node of root.nodes) {
    if (node.id === id) return root
    const below = node.kind === 'group' ? parentOf(node, id) : undefined
    if (below) return below
  }
  return undefined
}

export function change(root: Group, id: string, by: (node: Node) => Node): Group {
  const visit = (node: Node): Node => {
    if (node.id === id) return by(node)
    return node.kind === 'group' ? { ...node, nodes: node.nodes.map(visit) } : node
  }
  return visit(root) as Group
}

export function insert(root: Group, groupId: string, place: number, node: Node): Group {
  return change(root, groupId, (group) =>
    group.kind === 'group' ? { ...group, nodes: group.nodes.toSpliced(place, 0, node) } : group,
  )
}

export function remove(root: Group, id: string): Group {
  const visit = (group: Group): Group => ({
    ...group,
    nodes: group.nodes
      .filter((node) => node.id !== id)
      .map((node) => (node.kind === 'group' ? visit(node) : node)),
  })
  return visit(root)
}

/** Into a group before the node that stands at `place` now; never into itself or what is below it. */
export function move(root: Group, id: string, groupId: string, place: number): Group {
  const node = find(root, id)
  const from = parentOf(root, id)
  if (!node || !from || (node.kind === 'group' && find(node, groupId))) return root
  const at = from.nodes.findIndex((one) => one.id === id)
  if (from.id === groupId && (place === at || place === at + 1)) return root
  const shifted = from.id === groupId && place > at ? place - 1 : place
  return insert(remove(root, id), groupId, shifted, node)
}

/** One step with a key: over a neighbour, into a neighbouring group, or out of its own. */
export function step(root: Group, id: string, direction: 'up' | 'down' | 'out'): Group {
  const from = parentOf(root, id)
  if (!from) return root
  const at = from.nodes.findIndex((node) => node.id === id)
  const around = parentOf(root, from.id)
  const placeAround = around?.nodes.findIndex((node) => node.id === from.id) ?? 0
  if (direction === 'out') return around ? move(root, id, around.id, placeAround + 1) : root
  const next = from.nodes[direction === 'up' ? at - 1 : at + 1]
  if (!next) {
    if (!around) return root
    return move(root, id, around.id, direction === 'up' ? placeAround : placeAround + 1)
  }
  if (next.kind === 'group')
    return move(root, id, next.id, direction === 'up' ? next.nodes.length : 0)
  return move(root, id, from.id, direction === 'up' ? at - 1 : at + 2)
}

export function copyOf(node: Node): Node {
  return node.kind === 'group'
    ? { ...node, id: newId(), nodes: node.nodes.map(copyOf) }
    : { ...node, id: newId() }
}

export function duplicate(root: Group, id: string): Group {
  const from = parentOf(root, id)
  const node = find(root, id)
  if (!from || !node) return root
  return insert(root, from.id, from.nodes.indexOf(node) + 1, copyOf(node))
}

export const negate = (root: Group, id: string): Group =>
  change(root, id, (node) => ({ ...node, isExcluded: !node.isExcluded }))

/** Puts a group around a node, in its place; what is in it can then be extended. */
export function wrap(root: Group, id: string, match: Group['match']): Group {
  return change(root, id, (node) => groupOf(match, [node]))
}

/** A group's nodes take its place. One that excludes would change its meaning: it stays. */
export function unwrap(root: Group, id: string): Group {
  const from = parentOf(root, id)
  const group = find(root, id)
  if (!from || group?.kind !== 'group' || group.isExcluded) return root
  return change(root, from.id, () => ({
    ...from,
    nodes: from.nodes.flatMap((node) => (node.id === id ? group.nodes : [node])),
  }))
}

export const countOf = (node: Node): number =>
  node.kind === 'condition' ? 1 : node.nodes.reduce((sum, below) => sum + countOf(below), 0)
