import { queryOptions } from '@tanstack/react-query'
import { listEvents } from '../events/api.ts'
import type { WriteKey } from '../keys/api.ts'

const EVERY_MS = 2000

/** The newest events that came under a key; asked for as long as the page is open. */
export const arrivalsQuery = (key: WriteKey) =>
  queryOptions({
    queryKey: ['sdk-arrivals', key.name],
    queryFn: ({ signal }) => listEvents({ source: key.name, limit: 5 }, signal),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  })
