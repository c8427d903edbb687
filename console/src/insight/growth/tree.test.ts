import { expect, test } from 'vitest'
import type { Look } from '../../ui/chart/look.ts'
import { type Branch, leafOf, treeOption } from './tree.ts'

const branch = (customer_id: number, children: Branch[], rest = 0): Branch => ({
  ...{ customer_id, recruits: children.length + rest, descendants: children.length + rest },
  ...{ children, rest: { recruits: rest, descendants: rest } },
})
const look = { series: ['green'] } as unknown as Look
const idOf = (one: Branch) => {
  const leaf = leafOf(one, String, (rest) => `${rest} more`)
  const { series } = treeOption(leaf, () => ({}) as HTMLElement, look) as {
    series: { id: string }[]
  }
  return series[0]?.id
}

test('a tree of other people is another series, the same people stay the same', () => {
  const whole = branch(1, [branch(2, [branch(4, [])]), branch(3, [])])
  expect(idOf(whole)).toBe(idOf(structuredClone(whole)))
  // From one of them on, and with fewer branches drawn.
  for (const other of [branch(2, [branch(4, [])]), branch(1, [branch(2, [], 1)], 1)])
    expect(idOf(other)).not.toBe(idOf(whole))
})
