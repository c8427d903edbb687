import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './HomePage.module.css'

/** The page's own shape while the figures are on their way. */
export function HomeSkeleton() {
  return (
    <>
      <Panel>
        <SkeletonLines lines={3} />
      </Panel>
      <div className={styles.columns}>
        <Panel>
          <SkeletonLines lines={22} />
        </Panel>
        <div className={styles.narrow}>
          <Panel>
            <SkeletonLines lines={4} />
          </Panel>
          <Panel>
            <SkeletonLines lines={9} />
          </Panel>
        </div>
      </div>
    </>
  )
}
