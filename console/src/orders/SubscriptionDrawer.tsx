import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Drawer, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { useOrdersChanged } from './api.ts'
import styles from './Orders.module.css'
import { SubscriptionForm } from './SubscriptionForm.tsx'
import {
  changeSubscription,
  type SubscriptionChange,
  type SubscriptionDetail,
  subscriptionQuery,
} from './subscriptionApi.ts'
import { SUBSCRIPTION_TONES, useRhythm } from './subscriptionWords.ts'

/** A subscription in full, and what can be done with it for its buyer. */
export function SubscriptionDrawer(props: { id: string | undefined; onClose: () => void }) {
  const t = useTexts()
  const found = useQuery({ ...subscriptionQuery(props.id ?? ''), enabled: props.id !== undefined })
  return (
    <Drawer
      open={props.id !== undefined}
      size={720}
      title={found.data?.name ?? t('subscriptions.title')}
      onClose={props.onClose}
    >
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <Shown one={found.data} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </Drawer>
  )
}

function Shown({ one }: { one: SubscriptionDetail }) {
  const t = useTexts()
  const known = useKnownText()
  const rhythm = useRhythm()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const mayWrite = useMay('orders:write')
  const [isChanging, setChanging] = useState(false)
  const acting = useMutation({
    mutationFn: (change: SubscriptionChange) => changeSubscription(one.id, change),
    onSuccess: () => message.success(t('own_orders.done')),
    onSettled: () => changed(),
  })
  const { state, address } = one
  const isRunning = state === 'active' || state === 'paused'
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      {mayWrite && (isRunning || state === 'starting') && (
        <Space wrap className={styles.actions}>
          {state === 'active' && (
            <>
              <Button onClick={() => acting.mutate({ act: 'skip', cycle: one.cycle + 1 })}>
                {t('subscriptions.skip')}
              </Button>
              <Button onClick={() => acting.mutate({ act: 'pause' })}>
                {t('subscriptions.pause')}
              </Button>
            </>
          )}
          {state === 'paused' && (
            <Button onClick={() => acting.mutate({ act: 'resume' })}>
              {t('subscriptions.resume')}
            </Button>
          )}
          {isRunning && (
            <Button onClick={() => setChanging(true)}>{t('subscriptions.change')}</Button>
          )}
          <Popconfirm
            title={t('subscriptions.cancel_sure')}
            okText={t('subscriptions.cancel')}
            onConfirm={() => acting.mutate({ act: 'cancel' })}
          >
            <Button danger loading={acting.isPending}>
              {t('subscriptions.cancel')}
            </Button>
          </Popconfirm>
        </Space>
      )}
      <KeyValues
        rows={[
          {
            ...{ key: 'state', label: t('subscriptions.state') },
            value: (
              <>
                <Chip tone={SUBSCRIPTION_TONES[state]}>{t(`subscriptions.state_${state}`)}</Chip>{' '}
                {one.pause_reason &&
                  (known(`subscriptions.paused_${one.pause_reason}`) ??
                    known(`error.${one.pause_reason}`) ??
                    one.pause_reason)}
              </>
            ),
          },
          {
            ...{ key: 'what', label: t('subscriptions.product') },
            value: `${one.name} × ${one.quantity} · ${rhythm(one)}`,
          },
          {
            ...{ key: 'price', label: t('subscriptions.price') },
            value:
              one.price_fen === null ? (
                t('subscriptions.off', { percent: (one.off_bp ?? 0) / 100 })
              ) : (
                <Money fen={one.price_fen} />
              ),
          },
          {
            ...{ key: 'next', label: t('subscriptions.next_on') },
            value: one.next_on ?? <Nothing />,
          },
          {
            ...{ key: 'next_fen', label: t('subscriptions.next_fen') },
            value:
              one.next_fen === null ? (
                one.next_fault ? (
                  (known(`error.${one.next_fault}`) ?? one.next_fault)
                ) : (
                  <Nothing />
                )
              ) : (
                <Money fen={one.next_fen} />
              ),
          },
          {
            ...{ key: 'told', label: t('subscriptions.told_at') },
            value: one.told_at ? <When at={one.told_at} /> : <Nothing />,
          },
          {
            ...{ key: 'to', label: t('own_orders.to') },
            value: address
              ? `${address.name} ${address.phone} ${address.region.join(' ')} ${address.street}`
              : t('own_orders.delivery_pick_up'),
          },
          {
            ...{ key: 'agreed', label: t('subscriptions.agreed') },
            value: (
              <details>
                <summary>
                  <When at={one.agreed_at} /> · {one.agreed_version}
                </summary>
                <p style={{ whiteSpace: 'pre-line' }}>{one.agreed_text}</p>
              </details>
            ),
          },
        ]}
      />
      <h3 className={styles.heading}>{t('subscriptions.deliveries')}</h3>
      {one.deliveries.map((delivery) => (
        <p key={delivery.cycle} className={styles.line}>
          <span>
            {t('subscriptions.nth', { count: delivery.cycle })} · {delivery.due_on} ·{' '}
            <Chip>{t(`subscriptions.delivery_${delivery.state}`)}</Chip>{' '}
            {delivery.number && (
              <Link to="/own-orders" search={{ q: delivery.number }}>
                {delivery.number}
              </Link>
            )}
          </span>
          {delivery.due_fen === null ? <Nothing /> : <Money fen={delivery.due_fen} />}
        </p>
      ))}
      <h3 className={styles.heading}>{t('subscriptions.history')}</h3>
      {one.changes.map((change) => (
        <p key={`${change.at} ${change.act}`} className={styles.line}>
          <span>
            {known(`subscriptions.act_${change.act}`) ?? change.act}
            {typeof change.details.reason === 'string' &&
              ` · ${known(`subscriptions.paused_${change.details.reason}`) ?? change.details.reason}`}
          </span>
          <When at={change.at} />
        </p>
      ))}
      {isChanging && <SubscriptionForm one={one} onClose={() => setChanging(false)} />}
    </>
  )
}
