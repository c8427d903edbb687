import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Sent } from '../api/shapes.ts'

export type Pool = Answer<'/api/v1/pools/{id}'>
export type PoolFields = Omit<Sent<'/api/v1/pools/{id}', 'patch'>, 'revision'>
export type PoolRow = Answer<'/api/v1/pools'>['items'][number]
export type PoolState = Pool['state']
export type Standing = Answer<'/api/v1/pools/{id}/figures'>
export type Figures = NonNullable<Standing['figures']>
export type Objective = NonNullable<Pool['short_objective']>

/** Everything about pools: what a change of one makes old. */
export const POOLS = ['pools']
const of = (id: string) => ({ path: { id } })

export const poolsQuery = (state: PoolState | undefined) =>
  queryOptions({
    queryKey: [...POOLS, 'list', state],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/pools', { params: { query: { state } }, signal })),
  })

export const poolQuery = (id: string) =>
  queryOptions({
    queryKey: [...POOLS, 'one', id],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/pools/{id}', { params: of(id), signal })),
  })

export const standingQuery = (id: string) =>
  queryOptions({
    queryKey: [...POOLS, 'figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/pools/{id}/figures', { params: of(id), signal })),
  })

export const createPool = (body: Sent<'/api/v1/pools'>) =>
  answer(client.POST('/api/v1/pools', { body }))
export const editPool = (id: string, body: Sent<'/api/v1/pools/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/pools/{id}', { params: of(id), body }))
export const setPoolState = (id: string, state: PoolState) =>
  answer(client.POST('/api/v1/pools/{id}/state', { params: of(id), body: { state } }))
