import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer } from '../api/shapes.ts'

export type Home = Answer<'/api/v1/home'>
export type Origin = Home['platforms'][number]

export const homeQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['home', from, to],
    refetchInterval: 15_000,
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/home', { params: { query: { from, to } }, signal })),
  })

/** What of a new brand is still to be done; asked only while the list of it is shown. */
export const importsExistQuery = queryOptions({
  queryKey: ['imports', 'exist'],
  queryFn: async ({ signal }) => {
    const page = await answer(
      client.GET('/api/v1/imports', { params: { query: { limit: 1 } }, signal }),
    )
    return page.items.length > 0
  },
})

export const colleaguesExistQuery = queryOptions({
  queryKey: ['users', 'exist'],
  queryFn: async ({ signal }) => {
    const page = await answer(client.GET('/api/v1/users', { signal }))
    return page.items.length > 1
  },
})
