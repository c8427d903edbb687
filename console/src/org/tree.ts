import type { Region } from './api.ts'

export interface RegionNode {
  region: Region
  below: RegionNode[]
}

/**
 * The regions as a tree. Who sees only a part of it sees that part: a region whose parent is not
 * among them stands at the top.
 */
export function treeOf(regions: readonly Region[]): RegionNode[] {
  const nodes = new Map(regions.map((region) => [region.id, { region, below: [] as RegionNode[] }]))
  const top: RegionNode[] = []
  for (const node of nodes.values()) {
    const parent = node.region.parent_id === null ? undefined : nodes.get(node.region.parent_id)
    if (parent) parent.below.push(node)
    else top.push(node)
  }
  return top
}

export interface Totals {
  stores: number
  staff: number
}

/** Stores and staff of a region and of everything below it. */
export function totalsOf(node: RegionNode): Totals {
  return node.below
    .map(totalsOf)
    .reduce(
      (sum, below) => ({ stores: sum.stores + below.stores, staff: sum.staff + below.staff }),
      { stores: node.region.stores, staff: node.region.staff },
    )
}
