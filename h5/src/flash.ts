// Flash sales, as the API says them.
import { answer, client, here } from './api/client.ts'

interface Known {
  /** The server's clock less this browser's, ms: countdowns run by the server's. */
  aheadMs: number
}
const known = <Told extends { now: string }>(told: Told): Told & Known => ({
  ...told,
  aheadMs: Date.parse(told.now) - Date.now(),
})
export const loadFlashSales = async () =>
  known(
    await answer(client.GET('/api/v1/shop/{shop}/flash-sales', { params: { path: { ...here } } })),
  )
export const loadFlashSalesOf = async (sku: string) =>
  known(
    await answer(
      client.GET('/api/v1/shop/{shop}/products/{sku}/flash-sales', {
        params: { path: { ...here, sku } },
      }),
    ),
  )
/** Leave to order; who has it gets the same again. */
export const askToken = (slot: string, sku: string, quantity: number) =>
  answer(
    client.POST('/api/v1/shop/{shop}/flash-slots/{id}/tokens', {
      params: { path: { ...here, id: slot } },
      body: { sku, quantity },
    }),
  )
export type FlashSlots = Awaited<ReturnType<typeof loadFlashSalesOf>>
export type FlashSlot = FlashSlots['items'][number]
/** On the page of all slots, with pictures. */
export type PicturedSlot = Awaited<ReturnType<typeof loadFlashSales>>['items'][number]
export type FlashItem = FlashSlot['items'][number]

/** When what is shown is not so any more: a slot begins or ends. Ms from now; undefined: never. */
export function nextTurnMs({ items, aheadMs }: Pick<FlashSlots, 'items' | 'aheadMs'>) {
  const now = Date.now() + aheadMs
  const turns = items
    .filter(({ time }) => time !== 'over')
    .map(({ time, starts_at, ends_at }) => Date.parse(time === 'before' ? starts_at : ends_at))
  // A second at least: a clock that runs a little ahead asks again, and not without a pause.
  return turns.length === 0 ? undefined : Math.max(1000, Math.min(...turns) - now + 200)
}

/** Where one article is ordered with the leave she has. */
export const checkoutOf = (
  slot: string,
  sku: string,
  token: { id: string; quantity: number; expires_at: string },
): string =>
  `/checkout?${new URLSearchParams({
    ...{ flash: slot, sku, token: token.id },
    ...{ quantity: String(token.quantity), until: token.expires_at },
  })}`
