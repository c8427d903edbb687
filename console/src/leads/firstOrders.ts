import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'
import type { useTexts } from '../i18n/texts.ts'
import { KEY } from './api.ts'

export type FirstOrder = Item<'/api/v1/first-orders'>
export type FirstOrderState = FirstOrder['state']
export type FirstOrderSettings = Answer<'/api/v1/first-order-settings'>
export type Rule = FirstOrderSettings['rules'][number]
export const FIRST_ORDER_STATES = ['recorded', 'open', 'done', 'called_off'] as const
export const SERVICE_KINDS = ['guide', 'appointment', 'form'] as const
export const MOST_RULES = 50
export const STATE_TONES: Record<FirstOrderState, 'plain' | 'good' | 'warning'> = {
  ...{ recorded: 'plain', open: 'warning', done: 'good', called_off: 'plain' },
}

const path = (id: string) => ({ params: { path: { id } } })

export const firstOrdersQuery = (query: Search<'/api/v1/first-orders'>) =>
  queryOptions({
    queryKey: [KEY, 'first-orders', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/first-orders', { params: { query }, signal })),
  })
export const firstOrderQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'first-order', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/first-orders/{id}', { ...path(id), signal })),
  })
export const settingsQuery = queryOptions({
  queryKey: [KEY, 'first-order-settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/first-order-settings', { signal })),
})
export const saveSettings = (body: Sent<'/api/v1/first-order-settings', 'put'>) =>
  answer(client.PUT('/api/v1/first-order-settings', { body }))
export const moveFirstOrder = (id: string, body: Sent<'/api/v1/first-orders/{id}/move'>) =>
  answer(client.POST('/api/v1/first-orders/{id}/move', { ...path(id), body }))
export const assignFirstOrders = (body: Sent<'/api/v1/first-orders/assign'>) =>
  answer(client.POST('/api/v1/first-orders/assign', { body }))

/** What a careful operator would begin with: somebody calls within a day. */
export const newRule = (t: ReturnType<typeof useTexts>): Rule => ({
  ...{ id: crypto.randomUUID(), name: t('first_orders.usual_name'), kind: 'guide', target: null },
  ...{ words: t('first_orders.usual_words'), instructions: t('first_orders.usual_instructions') },
  ...{ skus: [], categories: [], due_hours: 24, staff_id: null, store_id: null },
})
/** Whether it can be saved. */
export const isWhole = ({ name, kind, target }: Rule) =>
  name.trim() !== '' && (kind === 'guide') === (target === null)
