import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Sent } from '../api/shapes.ts'

export type Attribute = Item<'/api/v1/customers/{id}/attributes'>
export type AttributeWord = Attribute['words'][number]
export type ReplacedWord = Item<'/api/v1/customers/{id}/attributes/{name}/history'>
export type Definition = Item<'/api/v1/attribute-definitions'>
export type DefinitionFields = Sent<'/api/v1/attribute-definitions/{name}', 'put'>
export type DataClass = Definition['data_class']
export type AttributeType = Definition['type']
export type Refusal = Item<'/api/v1/sensitive-refusals'>
export type Tag = Item<'/api/v1/tags'>
export type TagGroup = Item<'/api/v1/tag-groups'>
export type HeldTag = Item<'/api/v1/customers/{id}/tags'>
export type TagRule = Item<'/api/v1/tag-rules'>
export type RuleFields = Sent<'/api/v1/tag-rules'>
export type Condition = NonNullable<RuleFields['conditions']>[number]
export type DryRun = Answer<'/api/v1/tag-rules/dry-run', 'post'>

const of = (id: number) => ({ path: { id } })

export const attributesQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'attributes'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/attributes', { params: of(id), signal })),
  })
export const attributeHistoryQuery = (id: number, name: string) =>
  queryOptions({
    queryKey: ['customer', id, 'attributes', name, 'history'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/attributes/{name}/history', {
          params: { path: { id, name }, query: { limit: 50 } },
          signal,
        }),
      ),
  })

/** Without a value the people's word is taken back; null says that there is nothing. */
export const editAttribute = (
  id: number,
  name: string,
  body: { value?: unknown; version: string },
) =>
  answer(
    client.PUT('/api/v1/customers/{id}/attributes/{name}', {
      params: { path: { id, name } },
      body,
    }),
  )
export const undoAttribute = (id: number, name: string, version: string) =>
  answer(
    client.POST('/api/v1/customers/{id}/attributes/{name}/undo', {
      params: { path: { id, name } },
      body: { version },
    }),
  )
export const revealAttributes = (id: number, names: string[], reason: string) =>
  answer(
    client.POST('/api/v1/customers/{id}/attributes/reveal', {
      params: of(id),
      body: { names, reason },
    }),
  )

export const definitionsQuery = queryOptions({
  queryKey: ['attribute-definitions'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/attribute-definitions', { signal })),
})
export const saveDefinition = (name: string, body: DefinitionFields) =>
  answer(client.PUT('/api/v1/attribute-definitions/{name}', { params: { path: { name } }, body }))
export const changeDefinitions = (body: Sent<'/api/v1/attribute-definitions/batch'>) =>
  answer(client.POST('/api/v1/attribute-definitions/batch', { body }))
export const refusalsQuery = queryOptions({
  queryKey: ['sensitive-refusals'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/sensitive-refusals', { signal })),
})

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tags', { signal })),
})
export const tagCountsQuery = queryOptions({
  queryKey: ['tags', 'counts'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tags/counts', { signal })),
})
export const tagGroupsQuery = queryOptions({
  queryKey: ['tag-groups'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tag-groups', { signal })),
})
export const createTag = (body: Sent<'/api/v1/tags'>) =>
  answer(client.POST('/api/v1/tags', { body }))
export const changeTag = (id: string, body: Sent<'/api/v1/tags/{id}', 'put'>) =>
  answer(client.PUT('/api/v1/tags/{id}', { params: { path: { id } }, body }))
export const mergeTag = (id: string, into: string) =>
  answer(client.POST('/api/v1/tags/{id}/merge', { params: { path: { id } }, body: { into } }))
export const changeTags = (body: Sent<'/api/v1/tags/batch'>) =>
  answer(client.POST('/api/v1/tags/batch', { body }))
export const mergeTags = (ids: string[], into: string) =>
  answer(client.POST('/api/v1/tags/batch/merge', { body: { ids, into } }))
export const changeTagGroups = (body: Sent<'/api/v1/tag-groups/batch'>) =>
  answer(client.POST('/api/v1/tag-groups/batch', { body }))
export const orderTagGroups = (ids: string[]) =>
  answer(client.PUT('/api/v1/tag-groups/order', { body: { ids } }))
export const saveTagGroup = (id: string | undefined, body: Sent<'/api/v1/tag-groups'>) =>
  id === undefined
    ? answer(client.POST('/api/v1/tag-groups', { body }))
    : answer(client.PUT('/api/v1/tag-groups/{id}', { params: { path: { id } }, body }))

export const customerTagsQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'tags'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/tags', { params: of(id), signal })),
  })
export const changeTagsOf = (id: number, body: Sent<'/api/v1/customers/{id}/tags'>) =>
  answer(client.POST('/api/v1/customers/{id}/tags', { params: of(id), body }))
export const tagRulesQuery = queryOptions({
  queryKey: ['tag-rules'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tag-rules', { signal })),
})
export const saveTagRule = (body: RuleFields, seen: TagRule | undefined) =>
  seen === undefined
    ? answer(client.POST('/api/v1/tag-rules', { body }))
    : answer(
        client.PUT('/api/v1/tag-rules/{id}', {
          params: { path: { id: seen.id } },
          body: { ...body, version: seen.version },
        }),
      )
export const switchTagRules = (ids: string[], on: boolean) =>
  answer(client.POST('/api/v1/tag-rules/batch', { body: { ids, set: { on } } }))
export const deleteTagRules = (ids: string[]) =>
  answer(client.POST('/api/v1/tag-rules/batch/remove', { body: { ids } }))
export async function deleteTagRule(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/tag-rules/{id}', { params: { path: { id } } }))
}
export const dryRunRule = (body: Sent<'/api/v1/tag-rules/dry-run'>) =>
  answer(client.POST('/api/v1/tag-rules/dry-run', { body }))
