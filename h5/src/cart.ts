// What she means to buy, kept in her browser until she orders.
import { computed, effect, signal } from '@preact/signals'
import { slug, storefront } from './address.ts'

export interface CartLine {
  sku: string
  quantity: number
  /** As seen when it was put in, until the shop has priced it anew. */
  name: string
}
export const MOST = 99
/** What one storefront sells another may not. */
const KEY = `homefield.cart.${slug}${storefront && `.${storefront}`}`

/** Whatever stands in the browser's store: somebody else's rubbish is no cart. */
export function readCart(text: string | null): CartLine[] {
  let given: unknown
  try {
    given = JSON.parse(text ?? '[]')
  } catch {
    return []
  }
  if (!Array.isArray(given)) return []
  return given.flatMap((line: Partial<CartLine> | null) =>
    line &&
    typeof line.sku === 'string' &&
    typeof line.name === 'string' &&
    Number.isInteger(line.quantity) &&
    Number(line.quantity) > 0 &&
    Number(line.quantity) <= MOST
      ? [{ sku: line.sku, name: line.name, quantity: Number(line.quantity) }]
      : [],
  )
}
export function withLine(cart: readonly CartLine[], line: CartLine): CartLine[] {
  const before = cart.find(({ sku }) => sku === line.sku)
  if (!before) return [...cart, { ...line, quantity: Math.min(line.quantity, MOST) }]
  const quantity = Math.min(before.quantity + line.quantity, MOST)
  return cart.map((one) => (one.sku === line.sku ? { ...one, quantity } : one))
}
/** Nothing of it left takes the line out. */
export const withQuantity = (cart: readonly CartLine[], sku: string, quantity: number) =>
  quantity <= 0
    ? cart.filter((line) => line.sku !== sku)
    : cart.map((line) =>
        line.sku === sku ? { ...line, quantity: Math.min(quantity, MOST) } : line,
      )

export const cart = signal<readonly CartLine[]>(readCart(localStorage.getItem(KEY)))
export const pieces = computed(() => cart.value.reduce((sum, line) => sum + line.quantity, 0))
effect(() => localStorage.setItem(KEY, JSON.stringify(cart.value)))
// The same shop in another tab.
window.addEventListener('storage', (event) => {
  if (event.key === KEY) cart.value = readCart(event.newValue)
})
