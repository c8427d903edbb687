import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search } from '../api/shapes.ts'

export type AuditEntry = Item<'/api/v1/audit-log'>

export const auditQuery = (search: Search<'/api/v1/audit-log'>) =>
  queryOptions({
    queryKey: ['audit-log', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audit-log', { params: { query: search }, signal })),
  })
