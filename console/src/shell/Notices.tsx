import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { toApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import { When } from '../ui/When.tsx'
import styles from './Shell.module.css'

/** Above the page when what it shows is old: the server is out of reach, or the console has moved on. */
export function Notices() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const lostAt = useLostAt()
  const isOutdated = useIsOutdated()
  if (isOutdated)
    return (
      <div className={styles.notice} role="status">
        <span>{t('notice.outdated')}</span>
        <Button size="small" onClick={() => location.reload()}>
          {t('notice.reload')}
        </Button>
      </div>
    )
  if (lostAt)
    return (
      <div className={styles.notice} role="status">
        <span>
          {t('notice.lost')} <When at={lostAt} />
        </span>
        <Button size="small" onClick={() => void queryClient.refetchQueries({ type: 'active' })}>
          {t('action.retry')}
        </Button>
      </div>
    )
  return null
}

/** When the server was last out of reach, while nothing has been answered since. */
function useLostAt(): string | undefined {
  const cache = useQueryClient().getQueryCache()
  return useSyncExternalStore(
    (watcher) => cache.subscribe(watcher),
    () => {
      let lost = 0
      let answered = 0
      for (const { state } of cache.getAll()) {
        answered = Math.max(answered, state.dataUpdatedAt)
        if (state.error && toApiError(state.error).status === 0)
          lost = Math.max(lost, state.errorUpdatedAt)
      }
      return lost > answered ? new Date(answered || lost).toISOString() : undefined
    },
  )
}

/** A chunk that is gone from the server: this page is of a build before. */
function useIsOutdated(): boolean {
  const [isOutdated, setIsOutdated] = useState(false)
  useEffect(() => {
    const notice = () => setIsOutdated(true)
    addEventListener('vite:preloadError', notice)
    return () => removeEventListener('vite:preloadError', notice)
  }, [])
  return isOutdated
}
