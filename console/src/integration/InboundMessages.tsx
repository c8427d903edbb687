import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { type InboundAddress, messagesQuery, retryInbound } from './api.ts'
import styles from './Integration.module.css'

const SHOWN = 20

/** The newest messages of an address, and what became of each. */
export function InboundMessages(props: { address: InboundAddress }) {
  const { address } = props
  const t = useTexts()
  const known = useKnownText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const list = useQuery(messagesQuery(address.id, { limit: SHOWN }))
  const retrying = useMutation({
    mutationFn: () => retryInbound(address.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['inbound'] }),
    onError: (error) => void message.error(error.message),
  })
  if (list.error) return <ErrorNote error={list.error} />
  if (!list.data) return <SkeletonLines lines={3} />
  if (list.data.items.length === 0) return <p>{t('inbound.no_messages')}</p>
  return (
    <div className={styles.detail}>
      {address.faulty > 0 && (
        <div>
          <Button size="small" loading={retrying.isPending} onClick={() => retrying.mutate()}>
            {t('inbound.retry', { count: address.faulty })}
          </Button>
        </div>
      )}
      {list.data.items.map((one) => (
        <details key={one.id}>
          <summary>
            <When at={one.received_at} />{' '}
            {one.fault ? (
              <Chip tone="bad">{known(`inbound_fault.${one.fault}`) ?? one.fault}</Chip>
            ) : one.import_id ? (
              <Link to="/imports">{t('inbound.imported')}</Link>
            ) : (
              <Chip tone="info">{t('inbound.waiting')}</Chip>
            )}
          </summary>
          <pre className={styles.body}>{one.body}</pre>
        </details>
      ))}
      {list.data.next_cursor && (
        <p className={styles.words}>{t('inbound.newest_only', { count: SHOWN })}</p>
      )}
    </div>
  )
}
