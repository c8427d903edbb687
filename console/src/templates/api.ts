import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer } from '../api/shapes.ts'

export type Template = Answer<'/api/v1/audience-templates'>['items'][number]
export type Parameter = Template['parameters'][number]
export type Values = Record<string, number | string[]>

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/audience-templates', { signal })),
})

/** The rule a template makes of a brand's own numbers. */
export const templateRuleQuery = (id: string, values: Values) =>
  queryOptions({
    queryKey: ['templates', id, values],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async ({ signal }) => {
      const made = await answer(
        client.POST('/api/v1/audience-templates/{id}/rule', {
          params: { path: { id } },
          body: { parameters: values },
          signal,
        }),
      )
      return made.rule
    },
  })
