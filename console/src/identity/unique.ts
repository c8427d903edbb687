import { useQuery } from '@tanstack/react-query'
import { namespacesQuery } from './api.ts'

/** Tells whether a customer holds at most one value of a namespace, as the brand declared it. */
export function useIsUnique(): (namespace: string) => boolean {
  const namespaces = useQuery(namespacesQuery)
  const unique = new Set(
    namespaces.data?.filter((kind) => kind.is_unique).map((kind) => kind.namespace),
  )
  return (namespace) => unique.has(namespace)
}
