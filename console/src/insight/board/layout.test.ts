import { expect, test } from 'vitest'
import type { Widget } from './api.ts'
import { moved, resized } from './layout.ts'

const text = (id: string, width = 1, height = 1): Widget => ({
  ...{ id, kind: 'text', text: id, width, height },
})
const ids = (widgets: Widget[]) => widgets.map(({ id }) => id).join('')
const all = [text('a'), text('b'), text('c'), text('d')]

test('a widget takes the place of the one it is dropped on, forward and back', () => {
  expect(ids(moved(all, 'a', 'c'))).toBe('bcad')
  expect(ids(moved(all, 'd', 'b'))).toBe('adbc')
  expect(ids(moved(all, 'b', 'b'))).toBe('abcd')
  expect(ids(moved(all, 'b', 'gone'))).toBe('abcd')
})

test('a widget grows and shrinks as far as the board has room', () => {
  const sizes = (widgets: Widget[]) => widgets.map(({ width, height }) => [width, height])
  expect(sizes(resized([text('a', 2, 2)], 'a', 5, -5))).toEqual([[4, 1]])
  expect(sizes(resized([text('a', 2, 2), text('b')], 'a', -1, 1))).toEqual([
    [1, 3],
    [1, 1],
  ])
})
