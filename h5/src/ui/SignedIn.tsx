import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { findSession } from '../session.ts'
import { Failed, Skeleton } from './States.tsx'
import { useLoad } from './useLoad.ts'

/** Shown to whoever has signed in; everybody else signs in first and comes back. */
export function SignedIn(props: { page: string; children: ComponentChildren }) {
  const { route } = useLocation()
  const session = useLoad(findSession, [])
  const isNobody = session.data === null || session.data?.signed_in === false
  useEffect(() => {
    if (isNobody) route(to(`/sign-in?to=${props.page}`), true)
  }, [isNobody, props.page, route])
  if (session.error) return <Failed error={session.error} again={session.again} />
  if (!session.data?.signed_in) return <Skeleton lines={5} />
  return <div>{props.children}</div>
}
