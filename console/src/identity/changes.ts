import { useQueryClient } from '@tanstack/react-query'

/** After a merge or its undoing every list of customers and events may read differently. */
export function useIdentityChanged(): () => Promise<void> {
  const queryClient = useQueryClient()
  return async () => {
    const keys = ['customer', 'customers', 'conflicts', 'events', 'events-live']
    await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  }
}
