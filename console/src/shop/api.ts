import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search } from '../api/shapes.ts'

export type ServiceMessage = Item<'/api/v1/service-messages'>
export type MessageKind = ServiceMessage['kind']

export const messagesQuery = (search: Search<'/api/v1/service-messages'>) =>
  queryOptions({
    queryKey: ['service-messages', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/service-messages', { params: { query: search }, signal })),
    // A code is waited for: somebody stands there with a phone.
    refetchInterval: 10_000,
  })
