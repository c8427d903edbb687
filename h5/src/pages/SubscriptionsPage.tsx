import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { loadSubscriptions } from '../subscriptions.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { rhythmOf } from '../ui/Plans.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What she has delivered again and again, newest first. */
export function SubscriptionsPage() {
  return (
    <Page title={t('subscriptions.title')}>
      <SignedIn page="/subscriptions">
        <List />
      </SignedIn>
    </Page>
  )
}

function List() {
  const [cursors, setCursors] = useState<string[]>([])
  const { data, error, again } = useLoad(() => loadSubscriptions(cursors.at(-1)), [cursors.length])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  if (data.items.length === 0) return <Empty title={t('subscriptions.none')} />
  return (
    <>
      <ul class="messages">
        {data.items.map((one) => (
          <li key={one.id}>
            <a href={to(`/subscriptions/${one.id}`)}>
              <span class="between">
                <strong>
                  {one.name} × {one.quantity}
                </strong>
                <span>{t(`subscription_state.${one.state}`)}</span>
              </span>
              <span class="note">
                {rhythmOf(one)}
                {one.next_on && ` · ${t('subscription.next_on', { on: one.next_on })}`}
                {one.waiting_order && ` · ${t('subscription.to_pay')}`}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {cursors.length > 0 && (
        <button type="button" class="quiet wide" onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('orders.newer')}
        </button>
      )}
      {data.next_cursor && (
        <button
          type="button"
          class="quiet wide"
          onClick={() => setCursors([...cursors, data.next_cursor ?? ''])}
        >
          {t('orders.older')}
        </button>
      )}
    </>
  )
}
