import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Drawer, Space } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { AfterSales } from './AfterSales.tsx'
import { AskBackForm } from './AskBackForm.tsx'
import {
  cancelOrder,
  type OwnOrderDetail,
  ownOrderQuery,
  receiveOrder,
  refuseAfterSale,
  useOrdersChanged,
} from './api.ts'
import { Credit } from './Credit.tsx'
import { Deposit } from './Deposit.tsx'
import { ExchangeForm, SendExchangeForm } from './ExchangeForms.tsx'
import { OrderInvoice } from './Invoices.tsx'
import styles from './Orders.module.css'
import { Parcels } from './Parcels.tsx'
import { ShipForm } from './ShipForms.tsx'

type Doing = 'ship' | 'ask_back' | 'exchange' | 'cancel' | { refuse: string } | { send: string }

/** An order in full, and what can be done with it now. */
export function OwnOrderDrawer(props: { id: string | undefined; onClose: () => void }) {
  const t = useTexts()
  const found = useQuery({ ...ownOrderQuery(props.id ?? ''), enabled: props.id !== undefined })
  return (
    <Drawer
      open={props.id !== undefined}
      size={720}
      title={found.data ? found.data.number : t('own_orders.orders')}
      onClose={props.onClose}
    >
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <Order order={found.data} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </Drawer>
  )
}

function Order({ order }: { order: OwnOrderDetail }) {
  const t = useTexts()
  const known = useKnownText()
  const mayWrite = useMay('orders:write')
  const [doing, setDoing] = useState<Doing>()
  const changed = useOrdersChanged()
  const acting = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: () => changed(),
  })
  const is = (...states: OwnOrderDetail['state'][]) => states.includes(order.state)
  const close = () => setDoing(undefined)
  const rows = [
    { key: 'state', label: t('own_orders.state'), value: t(`own_orders.state_${order.state}`) },
    { key: 'at', label: t('own_orders.placed_at'), value: <When at={order.placed_at} /> },
    {
      key: 'total',
      label: t('own_orders.total'),
      value: <Money fen={order.total_fen} currency={order.currency} />,
    },
    ...(order.supplements === null
      ? []
      : [
          {
            key: 'supplements',
            label: t('own_orders.supplements'),
            value: (
              <Link to="/own-orders" search={{ order: order.supplements }}>
                {t('own_orders.exchanged_order')}
              </Link>
            ),
          },
        ]),
    {
      key: 'due',
      label: t('own_orders.due'),
      value: <Money fen={order.due_fen} currency={order.currency} />,
    },
    {
      key: 'to',
      label: t('own_orders.to'),
      value: order.address
        ? `${order.address.name} ${order.address.phone} ${order.address.region.join(' ')} ${order.address.street}`
        : t(`own_orders.delivery_${order.delivery}`),
    },
    ...(order.note ? [{ key: 'note', label: t('own_orders.note'), value: order.note }] : []),
  ]
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      {mayWrite && (
        <Space wrap className={styles.actions}>
          {is('to_ship', 'partly_shipped') && (
            <Button type="primary" onClick={() => setDoing('ship')}>
              {t('own_orders.ship')}
            </Button>
          )}
          {is('shipped') && (
            <Button
              loading={acting.isPending}
              onClick={() => acting.mutate(() => receiveOrder(order.id))}
            >
              {t('own_orders.receive')}
            </Button>
          )}
          {is('to_pay') && (
            <Button danger onClick={() => setDoing('cancel')}>
              {t('own_orders.cancel')}
            </Button>
          )}
          {order.paid_at !== null && !is('closed', 'cancelled') && (
            <Button onClick={() => setDoing('ask_back')}>{t('after_sale.ask')}</Button>
          )}
          {order.platform !== 'pos' && is('partly_shipped', 'shipped', 'picked_up', 'received') && (
            <Button onClick={() => setDoing('exchange')}>{t('exchange.ask')}</Button>
          )}
        </Space>
      )}
      <KeyValues rows={rows} />
      <h3 className={styles.heading}>{t('own_orders.lines')}</h3>
      {order.lines.map((line) => (
        <p key={line.sku} className={styles.line}>
          <span>
            {line.name} × <Count value={line.quantity} />
            {line.refunded_quantity > 0 && (
              <> · {t('own_orders.refunded', { count: line.refunded_quantity })}</>
            )}
          </span>
          <Money fen={line.total_fen} currency={order.currency} />
        </p>
      ))}
      {order.gifts.map((gift) => (
        <p key={gift.sku} className={styles.line}>
          <span>
            {gift.name} × <Count value={gift.quantity} />
          </span>
          <Chip>{t('own_orders.gift')}</Chip>
        </p>
      ))}
      <Parcels order={order} mayAsk={mayWrite} act={acting.mutate} />
      <Deposit order={order} />
      <AfterSales
        order={order}
        act={acting.mutate}
        onRefuse={(refuse) => setDoing({ refuse })}
        onSend={(send) => setDoing({ send })}
      />
      {order.invoice && <OrderInvoice order={order.id} invoice={order.invoice} />}
      {order.paid_at !== null && <Credit order={order} />}
      <h3 className={styles.heading}>{t('own_orders.history')}</h3>
      {order.changes.map((change) => (
        <p key={`${change.at} ${change.act}`} className={styles.line}>
          <span>{known(`own_orders.act_${change.act}`) ?? change.act}</span>
          <When at={change.at} />
        </p>
      ))}
      {doing === 'ship' && <ShipForm id={order.id} onClose={close} />}
      {doing === 'ask_back' && <AskBackForm order={order} onClose={close} />}
      {doing === 'exchange' && <ExchangeForm id={order.id} onClose={close} />}
      {doing === 'cancel' && (
        <ReasonForm
          title={t('own_orders.cancel')}
          save={(reason) => cancelOrder(order.id, reason)}
          onClose={close}
        />
      )}
      {typeof doing === 'object' && 'send' in doing && (
        <SendExchangeForm id={doing.send} ships={order.address !== null} onClose={close} />
      )}
      {typeof doing === 'object' && 'refuse' in doing && (
        <ReasonForm
          title={t('after_sale.refuse')}
          save={(note) => refuseAfterSale(doing.refuse, note)}
          onClose={close}
        />
      )}
    </>
  )
}

function ReasonForm(props: {
  title: string
  save: (reason: string) => Promise<unknown>
  onClose: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  return (
    <FormDialog<{ reason: string }>
      title={props.title}
      okText={props.title}
      danger
      save={({ reason }) => props.save(reason.trim())}
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <ReasonField label={t('after_sale.reason')} needed={t('own_orders.needed')} max={200} />
    </FormDialog>
  )
}
