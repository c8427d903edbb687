import { App, Button, Form, Radio } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { When } from '../ui/When.tsx'
import { endDeposit, type OwnOrderDetail, useOrdersChanged } from './api.ts'
import styles from './Orders.module.css'

/** Whether the bargain can still be let fall by the shop: nothing of it was sent. */
const canEnd = (order: OwnOrderDetail) =>
  ['to_pay_balance', 'to_ship', 'to_pick_up'].includes(order.state)

/** How the deposit of an order that is paid in two payments stands. */
export function Deposit({ order }: { order: OwnOrderDetail }) {
  const t = useTexts()
  const mayDecide = useMay('refunds:decide')
  const [isEnding, end] = useState(false)
  const { deposit, currency } = order
  if (!deposit) return null
  const money = (fen: number) => <Money fen={fen} currency={currency} />
  return (
    <>
      <h3 className={styles.heading}>
        {t(`order_deposit.kind_${deposit.kind}`)} · {t(`order_deposit.state_${deposit.state}`)}
      </h3>
      <p className={styles.line}>
        <span>{t('order_deposit.fen')}</span>
        {money(deposit.fen)}
      </p>
      <p className={styles.line}>
        <span>{t('order_deposit.balance')}</span>
        {money(deposit.balance_fen)}
      </p>
      <p className={styles.line}>
        <span>{t('order_deposit.until')}</span>
        <When at={deposit.balance_until} />
      </p>
      {deposit.kept_fen > 0 && (
        <p className={styles.line}>
          <span>{t('order_deposit.kept')}</span>
          {money(deposit.kept_fen)}
        </p>
      )}
      {deposit.returned_fen > 0 && (
        <p className={styles.line}>
          <span>{t('order_deposit.returned')}</span>
          {money(deposit.returned_fen)}
        </p>
      )}
      {mayDecide && canEnd(order) && (
        <Button danger size="small" onClick={() => end(true)}>
          {t('order_deposit.end')}
        </Button>
      )}
      {isEnding && <EndForm order={order} onClose={() => end(false)} />}
    </>
  )
}

function EndForm(props: { order: OwnOrderDetail; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const kind = props.order.deposit?.kind ?? 'advance'
  return (
    <FormDialog<{ by: 'shop' | 'agreed'; reason: string }>
      title={t('order_deposit.end')}
      okText={t('order_deposit.end')}
      danger
      words={t(`order_deposit.end_${kind}`)}
      initial={{ by: 'shop' }}
      save={({ by, reason }) => endDeposit(props.order.id, { by, reason: reason.trim() })}
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="by" label={t('order_deposit.by')}>
        <Radio.Group
          options={(['shop', 'agreed'] as const).map((value) => ({
            value,
            label: t(`order_deposit.by_${value}`),
          }))}
        />
      </Form.Item>
      <ReasonField label={t('after_sale.reason')} needed={t('own_orders.needed')} max={200} />
    </FormDialog>
  )
}
