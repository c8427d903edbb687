import { createRouter } from '@tanstack/react-router'
import { onSignedOut, queryClient } from './queries.ts'
import { routeTree } from './routes.tsx'
import { parseSearch, stringifySearch } from './search.ts'
import { sessionQuery } from './session/api.ts'
import { Broken, NotFound } from './shell/Broken.tsx'
import { Waiting } from './shell/Waiting.tsx'

export const router = createRouter({
  routeTree,
  basepath: '/console',
  context: { queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

onSignedOut(() => {
  const { pathname, searchStr } = router.state.location
  if (pathname === '/sign-in') return
  queryClient.removeQueries({ queryKey: sessionQuery.queryKey })
  void router.navigate({ to: '/sign-in', search: { to: `${pathname}${searchStr}` } })
})
