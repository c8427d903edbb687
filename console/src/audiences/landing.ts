// Where a condition that is dragged would land, from where the rule's parts are drawn. A rule is one
// column, so only the height of the pointer says it.
import { find, type Group } from './draft.ts'

export interface Place {
  group: string
  at: number
}

/** A condition or a group as it is drawn. */
export interface Drawn {
  id: string
  top: number
  bottom: number
  /** Of an open group: between which heights it takes in what is dropped, and what is in it. */
  inside?: { from: number; to: number; nodes: readonly Drawn[] }
}

/**
 * @param y height of the pointer
 * @returns nothing where the node would stay or cannot go: it stands there, or in what is dragged
 */
export function landing(root: Group, drawn: Drawn, dragged: string, y: number): Place | undefined {
  const place = placeIn(drawn, y)
  const group = place && find(root, place.group)
  const moved = find(root, dragged)
  if (group?.kind !== 'group' || !moved || !place) return undefined
  if (moved.kind === 'group' && find(moved, place.group)) return undefined
  const isThere = [group.nodes[place.at - 1]?.id, group.nodes[place.at]?.id].includes(dragged)
  return isThere ? undefined : place
}

function placeIn(group: Drawn, y: number): Place | undefined {
  if (!group.inside) return undefined
  const { nodes } = group.inside
  for (const [at, node] of nodes.entries()) {
    if (y < node.top) return { group: group.id, at }
    if (y > node.bottom) continue
    if (!node.inside) return { group: group.id, at: y < (node.top + node.bottom) / 2 ? at : at + 1 }
    if (y < node.inside.from) return { group: group.id, at }
    if (y > node.inside.to) return { group: group.id, at: at + 1 }
    return placeIn(node, y)
  }
  return { group: group.id, at: nodes.length }
}

/** The rule as it stands on the screen now. */
export function drawnOf(element: Element): Drawn {
  const { top, bottom } = element.getBoundingClientRect()
  const id = element.getAttribute('data-node') ?? ''
  const list = element.querySelector(':scope > ol')
  if (!list) return { id, top, bottom }
  const head = element.querySelector(':scope > header')?.getBoundingClientRect()
  const foot = element.querySelector(':scope > [data-foot]')?.getBoundingClientRect()
  return {
    ...{ id, top, bottom },
    inside: {
      from: head ? (head.top + head.bottom) / 2 : top,
      to: foot?.bottom ?? bottom,
      nodes: [...list.querySelectorAll(':scope > li > [data-node]')].map(drawnOf),
    },
  }
}
