import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { When } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import styles from './Promotion.module.css'
import { type Penalty, payPenalty, penaltiesQuery } from './preSaleApi.ts'

type Method = Parameters<typeof payPenalty>[1]['method']
const METHODS: readonly Method[] = ['bank', 'wechat', 'alipay', 'cash', 'other']

/** Second halves of double returns that are not paid yet: a provider cannot pay them, so a person does. */
export function Penalties() {
  const t = useTexts()
  const mayRead = useMay('orders:read')
  const mayPay = useMay('refunds:decide')
  const [paying, pay] = useState<Penalty>()
  const owed = useQuery({ ...penaltiesQuery({ state: 'owed', limit: 50 }), enabled: mayRead })
  if (!mayRead) return null
  if (owed.error) return <ErrorPanel error={owed.error} onRetry={() => void owed.refetch()} />
  if (!owed.data || owed.data.items.length === 0) return null
  return (
    <section>
      <h2 className={styles.part}>{t('penalties.title')}</h2>
      <p className={styles.quiet}>{t('penalties.words')}</p>
      <ul className={styles.owed}>
        {owed.data.items.map((penalty) => (
          <li key={penalty.order_id}>
            <Link to="/own-orders" search={{ q: penalty.number }}>
              {penalty.number}
            </Link>
            <When at={penalty.owed_at} />
            <Money fen={penalty.fen} currency={penalty.currency} />
            <Chip tone={penalty.is_overdue ? 'bad' : 'plain'}>
              {t('penalties.due', { on: penalty.due_on })}
            </Chip>
            {mayPay && (
              <Button size="small" onClick={() => pay(penalty)}>
                {t('penalties.pay')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {paying && <PayForm penalty={paying} onClose={() => pay(undefined)} />}
    </section>
  )
}

function PayForm(props: { penalty: Penalty; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  return (
    <FormDialog<{ method: Method; reference: string }>
      title={t('penalties.pay')}
      okText={t('penalties.pay')}
      words={t('penalties.pay_words')}
      initial={{ method: 'bank' }}
      save={({ method, reference }) =>
        payPenalty(props.penalty.order_id, { method, reference: reference.trim() })
      }
      onSaved={async () => {
        void message.success(t('penalties.paid'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="method" label={t('penalties.method')}>
        <Select
          options={METHODS.map((value) => ({ value, label: t(`penalties.method_${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="reference"
        label={t('penalties.reference')}
        rules={[{ required: true, whitespace: true, message: t('offers.needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
