import { QueryCache, QueryClient } from '@tanstack/react-query'
import { toApiError } from './api/error.ts'

const SIGNED_OUT = 'homefield:signed-out'

/** One cache for the page. A 401 in the middle of work tells the router to ask for a sign-in. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (thrown, query) => {
      const isSession = query.queryKey[0] === 'session'
      if (!isSession && toApiError(thrown).status === 401) {
        dispatchEvent(new Event(SIGNED_OUT))
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, thrown) => {
        const { status } = toApiError(thrown)
        return failures < 2 && (status === 0 || status === 429 || status >= 500)
      },
    },
  },
})

export function onSignedOut(act: () => void): void {
  addEventListener(SIGNED_OUT, act)
}

/** Forgets what was loaded for a brand; the session is the same for all of a user's brands. */
export function forgetBrandData(): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
}
