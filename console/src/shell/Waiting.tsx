import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'

/** While a page's code is fetched: its ground, without a jump when it comes. */
export function Waiting() {
  return (
    <Page title="…">
      <Panel>
        <SkeletonLines lines={10} />
      </Panel>
    </Page>
  )
}

/** While a page outside the console is fetched: nothing, since its card is small. */
export function Blank() {
  return null
}
