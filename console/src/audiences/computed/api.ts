import { queryOptions } from '@tanstack/react-query'
import type { components } from '../../api/api.d.ts'
import { answer, client } from '../../api/client.ts'
import type { Answer, Item, Search, Sent } from '../../api/shapes.ts'
import { AUDIENCES } from '../api.ts'

type Schemas = components['schemas']
export type Computed = Item<'/api/v1/computed-attributes'>
export type Definition = Schemas['ComputedDefinition']
export type DefinitionKind = Definition['kind']
export type DefinitionOf<Kind extends DefinitionKind> = Extract<Definition, { kind: Kind }>
export type Formula = Schemas['Formula']
export type Preview = Answer<'/api/v1/computed-attributes/preview', 'post'>
export type ComputedSearch = Search<'/api/v1/computed-attributes'>

/** Below the audiences: what one of them changes makes the others' words old too. */
export const COMPUTED = [...AUDIENCES, 'computed']
const of = (id: string) => ({ path: { id } })

export const computedListQuery = (query: ComputedSearch) =>
  queryOptions({
    queryKey: [...COMPUTED, 'list', query],
    refetchInterval: 15_000,
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/computed-attributes', { params: { query }, signal })),
  })

export const computedQuery = (id: string) =>
  queryOptions({
    queryKey: [...COMPUTED, 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/computed-attributes/{id}', { params: of(id), signal })),
  })

export const computedPreviewQuery = (name: string, definition: Definition) =>
  queryOptions({
    queryKey: [...COMPUTED, 'preview', name, definition],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/computed-attributes/preview', { body: { name, definition }, signal }),
      ),
  })

export const checkDefinitionQuery = (name: string, definition: Definition) =>
  queryOptions({
    queryKey: [...COMPUTED, 'check', name, definition],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/computed-attributes/check', { body: { name, definition }, signal }),
      ),
  })

export const formulaQuery = (text: string) =>
  queryOptions({
    queryKey: [...COMPUTED, 'formula', text],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/computed-attributes/formula', { body: { text }, signal })),
  })

export const computedVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...COMPUTED, 'versions', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/computed-attributes/{id}/versions', { params: of(id), signal })),
  })

export const computedUsesQuery = (id: string) =>
  queryOptions({
    queryKey: [...COMPUTED, 'uses', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/computed-attributes/{id}/uses', { params: of(id), signal })),
  })

export const cutOffsQuery = (id: string) =>
  queryOptions({
    queryKey: [...COMPUTED, 'cut-offs', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/computed-attributes/{id}/cut-offs', { params: of(id), signal })),
  })

export const takeComputedStep = (id: string, step: 'pause' | 'resume') =>
  answer(client.POST(`/api/v1/computed-attributes/{id}/${step}`, { params: of(id) }))
export async function deleteComputed(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/computed-attributes/{id}', { params: of(id) }))
}
export const createComputed = (body: Sent<'/api/v1/computed-attributes'>) =>
  answer(client.POST('/api/v1/computed-attributes', { body }))
export const editComputed = (id: string, body: Sent<'/api/v1/computed-attributes/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/computed-attributes/{id}', { params: of(id), body }))
export const changeComputed = (body: Sent<'/api/v1/computed-attributes/batch'>) =>
  answer(client.POST('/api/v1/computed-attributes/batch', { body }))

/** A saved definition changes what rules can speak of too. */
export const AUDIENCES_AND_COMPUTED = AUDIENCES
