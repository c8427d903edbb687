import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { day, money } from '../format.ts'
import {
  type Change,
  changeSubscription,
  loadSubscription,
  type Subscription,
} from '../subscriptions.ts'
import { errorText, t } from '../texts.ts'
import { AddressFields, isWhole } from '../ui/AddressFields.tsx'
import { Page } from '../ui/Frame.tsx'
import { rhythmOf } from '../ui/Plans.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** One of her subscriptions: what comes next, what she may do, what has come. */
export function SubscriptionPage() {
  const id = useRoute().params.id ?? ''
  return (
    <Page title={t('subscription.title')}>
      <SignedIn page={`/subscriptions/${id}`}>
        <Loaded id={id} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ id }: { id: string }) {
  const { data, error, again } = useLoad(() => loadSubscription(id), [id])
  if (error) return <Failed error={error} again={again} />
  return data ? <Shown one={data} again={again} /> : <Skeleton lines={8} />
}

function Shown(props: { one: Subscription; again: () => void }) {
  const { one, again } = props
  const { act, isBusy, fault } = useAct()
  const change = (given: Change) => act(() => changeSubscription(one.id, given).then(again), again)
  const isRunning = one.state === 'active' || one.state === 'paused'
  return (
    <>
      <h2 class="large">{t(`subscription_state.${one.state}`)}</h2>
      {one.state === 'paused' && (
        <p class="note">
          {one.pause_reason === 'asked' || one.pause_reason === 'unpaid'
            ? t(`paused_for.${one.pause_reason}`)
            : errorText(one.pause_reason ?? '')}
        </p>
      )}
      {one.waiting_order && (
        <a class="primary wide" href={to(`/orders/${one.waiting_order}`)}>
          {t('subscription.pay')}
        </a>
      )}
      <dl class="total">
        <dt>
          {one.name} × {one.quantity}
        </dt>
        <dd>{rhythmOf(one)}</dd>
        {one.next_on && (
          <>
            <dt>{t('subscription.next')}</dt>
            <dd>{day(one.next_on)}</dd>
          </>
        )}
        {one.next_fen !== null && (
          <>
            <dt>{t('subscription.next_fen')}</dt>
            <dd>{money(one.next_fen)}</dd>
          </>
        )}
        {one.address && (
          <>
            <dt>{t('subscription.to')}</dt>
            <dd>
              {one.address.name} {one.address.region.join(' ')} {one.address.street}
            </dd>
          </>
        )}
      </dl>
      <div class="form">
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        {one.state === 'active' && (
          <>
            <button
              type="button"
              class="quiet"
              disabled={isBusy}
              onClick={() => void change({ act: 'skip', cycle: one.cycle + 1 })}
            >
              {t('subscription.skip')}
            </button>
            <button
              type="button"
              class="quiet"
              disabled={isBusy}
              onClick={() => void change({ act: 'pause' })}
            >
              {t('subscription.pause')}
            </button>
          </>
        )}
        {one.state === 'paused' && (
          <button
            type="button"
            class="primary"
            disabled={isBusy}
            onClick={() => void change({ act: 'resume' })}
          >
            {t('subscription.resume')}
          </button>
        )}
        {(isRunning || one.state === 'starting') && (
          <button
            type="button"
            class="quiet"
            disabled={isBusy}
            onClick={() => void change({ act: 'cancel' })}
          >
            {t('subscription.cancel')}
          </button>
        )}
      </div>
      {isRunning && <Changes one={one} change={change} isBusy={isBusy} />}
      <section>
        <h2>{t('subscription.deliveries')}</h2>
        <ul class="plain">
          {one.deliveries.map((delivery) => (
            <li key={delivery.cycle} class="between">
              <span>{day(delivery.due_on)}</span>
              {delivery.order_id ? (
                <a href={to(`/orders/${delivery.order_id}`)}>
                  {t(`delivery_state.${delivery.state}`)}
                </a>
              ) : (
                <small class="note">{t(`delivery_state.${delivery.state}`)}</small>
              )}
            </li>
          ))}
        </ul>
      </section>
      <details>
        <summary>{t('subscription.agreed', { on: day(one.agreed_at) })}</summary>
        <p class="words note">{one.agreed_text}</p>
      </details>
    </>
  )
}

/** The day, the article, how many, and where to: each by itself. */
function Changes(props: {
  one: Subscription
  change: (given: Change) => Promise<void>
  isBusy: boolean
}) {
  const { one, change, isBusy } = props
  const [on, setOn] = useState(one.next_on ?? '')
  const [address, setAddress] = useState(one.address)
  return (
    <details>
      <summary>{t('subscription.change')}</summary>
      <div class="form">
        {one.state === 'active' && (
          <>
            <label>
              {t('subscription.next')}
              <input
                type="date"
                value={on}
                onChange={(event) => setOn(event.currentTarget.value)}
              />
            </label>
            <button
              type="button"
              class="quiet"
              disabled={isBusy || on === '' || on === one.next_on}
              onClick={() => void change({ act: 'move', cycle: one.cycle + 1, on })}
            >
              {t('subscription.move')}
            </button>
          </>
        )}
        <label class="pieces">
          {t('plan.pieces')}
          <select
            value={one.quantity}
            disabled={isBusy}
            onChange={(event) =>
              void change({ act: 'resize', quantity: Number(event.currentTarget.value) })
            }
          >
            {Array.from({ length: one.most_quantity }, (_, i) => (
              <option key={i} value={i + 1}>
                {i + 1}
              </option>
            ))}
          </select>
        </label>
        {one.swaps.length > 1 && (
          <label class="pieces">
            {t('subscription.swap')}
            <select
              value={one.sku}
              disabled={isBusy}
              onChange={(event) => void change({ act: 'swap', sku: event.currentTarget.value })}
            >
              {one.swaps.map(({ sku, name }) => (
                <option key={sku} value={sku}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {address && (
          <>
            <AddressFields
              address={address}
              set={(next) =>
                setAddress((before) =>
                  typeof next === 'function' ? next(before ?? address) : next,
                )
              }
            />
            <button
              type="button"
              class="quiet"
              disabled={isBusy || !isWhole(address)}
              onClick={() => void change({ act: 'readdress', address })}
            >
              {t('subscription.readdress')}
            </button>
          </>
        )}
      </div>
    </details>
  )
}
