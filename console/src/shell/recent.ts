import { useRouterState } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useRemembered } from '../ui/remembered.ts'

const MOST = 6

/** A customer's number, never her name: who is erased must not live on in a browser. */
const CUSTOMER = /^\/customers\/(\d+)$/

const storedAs = (tenantId: string) => `recent-${tenantId}`

/** Keeps the customers opened last, newest first. */
export function useKeepRecent(tenantId: string): void {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const [stored, store] = useRemembered(storedAs(tenantId), '')
  useEffect(() => {
    const id = CUSTOMER.exec(pathname)?.[1]
    if (!id || stored.split(',')[0] === id) return
    store(addRecent(stored, id))
  }, [pathname, stored, store])
}

export function addRecent(stored: string, id: string): string {
  const others = stored.split(',').filter((known) => known !== '' && known !== id)
  return [id, ...others].slice(0, MOST).join(',')
}

export function useRecentCustomers(tenantId: string): number[] {
  const [stored] = useRemembered(storedAs(tenantId), '')
  return useMemo(
    () =>
      stored
        .split(',')
        .map(Number)
        .filter((id) => Number.isSafeInteger(id) && id > 0),
    [stored],
  )
}
