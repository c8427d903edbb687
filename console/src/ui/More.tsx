import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from './ErrorNote.tsx'
import styles from './More.module.css'

interface Growing {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  error: unknown
  fetchNextPage: () => unknown
}

/** At the foot of a list that grows: fetches more when it comes into view, or when asked. */
export function More(props: { list: Growing }) {
  const t = useTexts()
  const { list } = props
  const foot = useRef<HTMLDivElement>(null)
  const newest = useRef(list)
  newest.current = list

  // Watched anew after each page: a foot that is still in view does not come into view again.
  const isReady = list.hasNextPage && !list.isFetchingNextPage

  useEffect(() => {
    if (!foot.current || !isReady) return
    const watch = new IntersectionObserver(
      ([seen]) => {
        const now = newest.current
        if (!seen?.isIntersecting || !now.hasNextPage) return
        // After a failure only the button tries again.
        if (!now.isFetchingNextPage && !now.isFetchNextPageError) now.fetchNextPage()
      },
      { rootMargin: '300px' },
    )
    watch.observe(foot.current)
    return () => watch.disconnect()
  }, [isReady])

  return (
    <div ref={foot} className={list.hasNextPage ? styles.foot : undefined}>
      {list.isFetchNextPageError && <ErrorNote error={list.error} />}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
    </div>
  )
}
