// What every page hangs from: the root with what all addresses carry, and the shell of who signed in.
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, retainSearchParams } from '@tanstack/react-router'
import { texts } from './search.ts'
import { enter } from './session/enter.ts'
import { NoEntry } from './shell/Broken.tsx'
import { Root } from './shell/Root.tsx'
import { Shell } from './shell/Shell.tsx'

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  validateSearch: texts('brand', 'days', 'as_of'),
  // Whoever has several brands finds the brand in every link, and the days looked at go along.
  search: { middlewares: [retainSearchParams(['brand', 'days'])] },
})

export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: ({ context, location, search }) => enter(context.queryClient, location, search.brand),
  component: Shell,
  errorComponent: NoEntry,
})
