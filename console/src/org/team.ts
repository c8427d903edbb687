import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Sent } from '../api/shapes.ts'

export type Member = Item<'/api/v1/users'>
export type Scope = Member['scope']
export type Invitation = Sent<'/api/v1/users'>

export const membersQuery = infiniteQueryOptions({
  queryKey: ['team'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    answer(
      client.GET('/api/v1/users', { params: { query: { limit: 100, cursor: pageParam } }, signal }),
    ),
  getNextPageParam: (page) => page.next_cursor ?? undefined,
})

export const invite = (body: Invitation) => answer(client.POST('/api/v1/users', { body }))

export const inviteAgain = (id: string) =>
  answer(client.POST('/api/v1/users/{id}/invite', { params: { path: { id } } }))

export const changeMember = (id: string, body: Sent<'/api/v1/users/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body }))

export const changeMembers = (body: Sent<'/api/v1/users/batch'>) =>
  answer(client.POST('/api/v1/users/batch', { body }))
