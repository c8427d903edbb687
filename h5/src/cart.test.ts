import { beforeAll, expect, test, vi } from 'vitest'

let cart: typeof import('./cart.ts')
beforeAll(async () => {
  // The browser's pieces that the cart touches when it is loaded.
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('window', { location: { pathname: '/m/tea/' }, addEventListener: () => undefined })
  cart = await import('./cart.ts')
  return () => vi.unstubAllGlobals()
})
const line = (sku: string, quantity: number) => ({ sku, quantity, name: sku })

test('the same product twice is one line of more pieces, up to the most there may be', () => {
  const once = cart.withLine([], line('tea', 2))
  expect(cart.withLine(once, line('tea', 3))).toEqual([line('tea', 5)])
  expect(cart.withLine(once, line('cup', 1))).toEqual([line('tea', 2), line('cup', 1)])
  expect(cart.withLine(once, line('tea', 500))).toEqual([line('tea', cart.MOST)])
})

test('one less than one takes the line out', () => {
  const two = [line('tea', 1), line('cup', 2)]
  expect(cart.withQuantity(two, 'tea', 0)).toEqual([line('cup', 2)])
  expect(cart.withQuantity(two, 'cup', 3)).toEqual([line('tea', 1), line('cup', 3)])
})

test('what stands in the browser and is no cart is an empty one', () => {
  expect(cart.readCart(null)).toEqual([])
  for (const text of [
    '{',
    '7',
    '{"a":1}',
    '[null]',
    '[{"sku":1}]',
    '[{"sku":"a","name":"a","quantity":-1}]',
  ])
    expect(cart.readCart(text)).toEqual([])
  expect(cart.readCart('[{"sku":"a","name":"A","quantity":2,"more":1}]')).toEqual([
    { sku: 'a', name: 'A', quantity: 2 },
  ])
})
