import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

export const CODE_KINDS = ['channel', 'hook', 'activity', 'content', 'campaign'] as const
export type CodeKind = (typeof CODE_KINDS)[number]
export type Code = Answer<'/api/v1/tracking/codes'>['items'][number]
export type Naming = Sent<'/api/v1/tracking/codes', 'put'>['names']

export const CODES = ['tracking', 'codes']
export const codesQuery = (kind: CodeKind) =>
  queryOptions({
    queryKey: [...CODES, kind],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tracking/codes', { params: { query: { kind } }, signal })),
  })
export const nameCodes = (names: Naming) =>
  answer(client.PUT('/api/v1/tracking/codes', { body: { names } }))
