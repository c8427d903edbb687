import { useEffect } from 'preact/hooks'
import { to } from '../address.ts'
import { answer, client, here } from '../api/client.ts'
import { time } from '../format.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

const params = { path: here }

/** What she was told about her own orders. */
export function MessagesPage() {
  const { data, error, again } = useLoad(
    () => answer(client.GET('/api/v1/shop/{shop}/messages', { params })),
    [],
  )
  const hasNew = data?.items.some((message) => message.read_at === null) ?? false
  useEffect(() => {
    // Unread marks stay for this look; not having told the shop costs nothing but seeing them again.
    if (hasNew)
      answer(client.POST('/api/v1/shop/{shop}/messages/read', { params })).catch(console.warn)
  }, [hasNew])
  return (
    <Page title={t('messages.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : !data ? (
        <Skeleton lines={6} />
      ) : data.items.length === 0 ? (
        <Empty title={t('messages.none')} />
      ) : (
        <ul class="messages">
          {data.items.map((message) => (
            <li key={message.id} class={message.read_at === null ? 'new' : ''}>
              <time dateTime={message.created_at}>{time(message.created_at)}</time>
              <p>{message.text}</p>
              {message.link && (
                <a class="plain-link" href={to(message.link)}>
                  {t('messages.open')}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
