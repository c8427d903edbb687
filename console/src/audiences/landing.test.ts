import { expect, test } from 'vitest'
import { conditionOf, groupOf } from './draft.ts'
import { type Drawn, landing } from './landing.ts'

const leaf = () => conditionOf({ kind: 'known' })
const [first, second, third, empty] = [leaf(), leaf(), leaf(), groupOf('any', [])]
const inner = groupOf('any', [second, third])
const root = groupOf('all', [first, inner, empty])

/** first 40–80; inner 90–300 with second 140–180 and third 190–230; empty 310–400. */
const drawn: Drawn = {
  ...{ id: root.id, top: 0, bottom: 450 },
  inside: {
    ...{ from: 15, to: 440 },
    nodes: [
      { id: first.id, top: 40, bottom: 80 },
      {
        ...{ id: inner.id, top: 90, bottom: 300 },
        inside: {
          ...{ from: 110, to: 280 },
          nodes: [
            { id: second.id, top: 140, bottom: 180 },
            { id: third.id, top: 190, bottom: 230 },
          ],
        },
      },
      { id: empty.id, top: 310, bottom: 400, inside: { from: 330, to: 390, nodes: [] } },
    ],
  },
}
const at = (dragged: string, y: number) => landing(root, drawn, dragged, y)

test('what is dragged lands before or after the condition it is over', () => {
  expect(at(third.id, 45)).toEqual({ group: root.id, at: 0 })
  expect(at(third.id, 75)).toEqual({ group: root.id, at: 1 })
  expect(at(first.id, 165)).toEqual({ group: inner.id, at: 1 })
  expect(at(first.id, 185)).toEqual({ group: inner.id, at: 1 })
  expect(at(first.id, 250)).toEqual({ group: inner.id, at: 2 })
})

test('over the head of a group is before it, below its last button after it, an empty one takes it', () => {
  expect(at(third.id, 95)).toEqual({ group: root.id, at: 1 })
  expect(at(first.id, 115)).toEqual({ group: inner.id, at: 0 })
  expect(at(third.id, 290)).toEqual({ group: root.id, at: 2 })
  expect(at(first.id, 350)).toEqual({ group: empty.id, at: 0 })
  expect(at(first.id, 420)).toEqual({ group: root.id, at: 3 })
})

test('nothing lands where it stands, and no group in itself', () => {
  expect(at(first.id, 45)).toBeUndefined()
  expect(at(first.id, 75)).toBeUndefined()
  expect(at(second.id, 200)).toBeUndefined()
  expect(at(inner.id, 150)).toBeUndefined()
  expect(at(inner.id, 350)).toEqual({ group: empty.id, at: 0 })
})
