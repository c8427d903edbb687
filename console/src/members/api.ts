import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Listed = Item<'/api/v1/membership/members'>
export type Moved = Item<'/api/v1/membership/moves'>
export type Programme = NonNullable<Answer<'/api/v1/membership/programme'>['programme']>
export type Published = Item<'/api/v1/membership/levels/{ladder}'>
export type Rules = Published['rules']
export type Level = Rules['levels'][number]
export type Simulation = Answer<'/api/v1/membership/simulations/{id}'>
export type Explained = Answer<'/api/v1/membership/customers/{id}/level'>
export type Benefit = Item<'/api/v1/membership/benefits'>
export type Difference = Item<'/api/v1/membership/differences'>
export type BenefitKind = Benefit['kind']
export type BenefitLift = Item<'/api/v1/offer-experiments/benefit-lifts'>
export type CardPlan = Item<'/api/v1/membership/card-plans'>
export type Card = Item<'/api/v1/membership/customers/{id}/cards'>
export type Ladder = 'growth' | 'fan'

const KEY = 'membership'

export function useMembershipChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const programmeQuery = queryOptions({
  queryKey: [KEY, 'programme'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/membership/programme', { signal })),
})
export const saveProgramme = (body: Sent<'/api/v1/membership/programme', 'put'>) =>
  answer(client.PUT('/api/v1/membership/programme', { body }))

export const versionsQuery = (ladder: Ladder) =>
  queryOptions({
    queryKey: [KEY, 'levels', ladder],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/membership/levels/{ladder}', { params: { path: { ladder } }, signal }),
      ),
  })
export const publishRules = (ladder: Ladder, body: Sent<'/api/v1/membership/levels/{ladder}'>) =>
  answer(client.POST('/api/v1/membership/levels/{ladder}', { params: { path: { ladder } }, body }))
export const simulateRules = (ladder: Ladder, rules: Rules) =>
  answer(
    client.POST('/api/v1/membership/levels/{ladder}/simulations', {
      params: { path: { ladder } },
      body: { rules },
    }),
  )
export const simulationQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'simulation', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/membership/simulations/{id}', { params: { path: { id } }, signal }),
      ),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 800 : false),
  })

export const membersQuery = (search: Search<'/api/v1/membership/members'>) =>
  queryOptions({
    queryKey: [KEY, 'members', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/membership/members', { params: { query: search }, signal })),
  })
export const movesQuery = (search: Search<'/api/v1/membership/moves'>) =>
  queryOptions({
    queryKey: [KEY, 'moves', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/membership/moves', { params: { query: search }, signal })),
  })
export const reportQuery = (ladder: Ladder) =>
  queryOptions({
    queryKey: [KEY, 'report', ladder],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/membership/report', { params: { query: { ladder } }, signal })),
  })

export const dormancyQuery = queryOptions({
  queryKey: [KEY, 'dormancy'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/membership/dormancy', { signal })),
})

/** Null where the ladder has no rules yet. */
export const levelQuery = (id: number, ladder: Ladder, asOf?: string) =>
  queryOptions({
    queryKey: [KEY, 'level', id, ladder, asOf],
    queryFn: async ({ signal }) => {
      const { items } = await answer(
        client.GET('/api/v1/membership/levels/{ladder}', { params: { path: { ladder } }, signal }),
      )
      if (items.length === 0) return null
      return answer(
        client.GET('/api/v1/membership/customers/{id}/level', {
          params: { path: { id }, query: { ladder, as_of: asOf } },
          signal,
        }),
      )
    },
  })
export const staysQuery = (id: number) =>
  queryOptions({
    queryKey: [KEY, 'stays', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/membership/customers/{id}/stays', { params: { path: { id } }, signal }),
      ),
  })
export const joinProgramme = (id: number, consent: string) =>
  answer(
    client.POST('/api/v1/membership/customers/{id}/join', {
      params: { path: { id } },
      body: { consent },
    }),
  )
export const benefitsOfQuery = (id: number) =>
  queryOptions({
    queryKey: [KEY, 'benefits of', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/membership/customers/{id}/benefits', {
          params: { path: { id } },
          signal,
        }),
      ),
  })
export const cardsOfQuery = (id: number) =>
  queryOptions({
    queryKey: [KEY, 'cards of', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/membership/customers/{id}/cards', { params: { path: { id } }, signal }),
      ),
  })

export const liftsQuery = queryOptions({
  queryKey: [KEY, 'benefit lifts'],
  queryFn: ({ signal }) =>
    answer(client.GET('/api/v1/offer-experiments/benefit-lifts', { signal })),
})
export const benefitsQuery = queryOptions({
  queryKey: [KEY, 'benefits'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/membership/benefits', { signal })),
})
export const differencesQuery = queryOptions({
  queryKey: [KEY, 'differences'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/membership/differences', { signal })),
})
export const saveBenefit = (
  code: string,
  body: Sent<'/api/v1/membership/benefits/{code}', 'put'>,
) => answer(client.PUT('/api/v1/membership/benefits/{code}', { params: { path: { code } }, body }))
export const plansQuery = queryOptions({
  queryKey: [KEY, 'plans'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/membership/card-plans', { signal })),
})
export const savePlan = (code: string, body: Sent<'/api/v1/membership/card-plans/{code}', 'put'>) =>
  answer(client.PUT('/api/v1/membership/card-plans/{code}', { params: { path: { code } }, body }))
