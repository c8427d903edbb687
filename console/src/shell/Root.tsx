import { Outlet } from '@tanstack/react-router'
import { App } from 'antd'

/** Messages and dialogs are drawn by `App`: inside the router, since they hold links. */
export function Root() {
  return (
    <App>
      <Outlet />
    </App>
  )
}
