import { expect, test } from 'vitest'
import { stepsOf } from './examples.ts'

const event = (value: string, volume: number) => ({ value, label: value, volume })

test('the way to an order leaves out a stage that fewer come to than pay', () => {
  const way = ['page_viewed', 'product_viewed', 'order_placed', 'order_paid']
  const volumes = [9_000, 5_000, 400, 300]
  expect(stepsOf(way.map((name, i) => event(name, volumes[i] ?? 0)))).toEqual(way)
  // Most orders come from elsewhere, and are told once they are paid.
  volumes[3] = 1_200
  expect(stepsOf(way.map((name, i) => event(name, volumes[i] ?? 0)))).toEqual([
    'page_viewed',
    'product_viewed',
    'order_paid',
  ])
})

test('where no stage is known by its name the most frequent two begin', () => {
  expect(stepsOf([event('a', 3), event('b', 2), event('c', 1)])).toEqual(['a', 'b'])
})
