import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import type { Selection } from '../ui/BatchBar.tsx'
import { When } from '../ui/When.tsx'
import { type Notice, readNotice } from './api.ts'
import styles from './NoticeLine.module.css'
import { useNoticeWords } from './words.ts'

/** One notice: following its link reads it. */
export function NoticeLine(props: {
  notice: Notice
  onChosen?: () => void
  /** With a box before it, for batches. */
  selection?: Selection
}) {
  const { notice, selection } = props
  const t = useTexts()
  const words = useNoticeWords()(notice)
  const queryClient = useQueryClient()
  const read = useMutation({
    mutationFn: () => readNotice(notice.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['notices'] }),
  })
  const isUnread = notice.read_at === null
  const open = () => {
    if (isUnread) read.mutate()
    props.onChosen?.()
  }
  return (
    <div className={isUnread ? `${styles.line} ${styles.unread}` : styles.line}>
      {selection && (
        <Checkbox
          aria-label={words}
          disabled={!isUnread}
          checked={selection.keys.includes(notice.id)}
          onChange={({ target }) =>
            selection.set(
              target.checked
                ? [...selection.keys, notice.id]
                : selection.keys.filter((id) => id !== notice.id),
            )
          }
        />
      )}
      {isUnread ? (
        <span className={styles.dot} role="img" aria-label={t('notices.unread')} />
      ) : (
        <span className={styles.place} />
      )}
      <span className={styles.words}>
        {notice.link ? (
          <Link {...addressOf(notice.link)} onClick={open}>
            {words}
          </Link>
        ) : (
          words
        )}
        {notice.params.comment && <span className={styles.comment}>{notice.params.comment}</span>}
      </span>
      <span className={styles.when}>
        <When at={notice.created_at} />
      </span>
    </div>
  )
}

/** An address inside the console, as the router takes it. */
function addressOf(link: string): { to: string; search: Record<string, string> } {
  const [to = '/', search = ''] = link.split('?')
  return { to, search: Object.fromEntries(new URLSearchParams(search)) }
}
