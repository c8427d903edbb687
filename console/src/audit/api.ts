import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Get, Listed, Paging } from '../api/shapes.ts'

export interface AuditEntry {
  id: string
  at: string
  actor: { type: string; id: string; name: string }
  /** What was done, as noun.verb-ed: `customer.merged`, `write_key.created`. */
  action: string
  subject_type: string | null
  subject_id: string | null
  details: Record<string, unknown> | null
  ip: string | null
}

export interface AuditPaths {
  '/api/v1/audit-log': Get<Listed<AuditEntry>, Paging>
}

export const auditQuery = (search: Paging) =>
  queryOptions({
    queryKey: ['audit-log', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audit-log', { params: { query: search }, signal })),
  })
