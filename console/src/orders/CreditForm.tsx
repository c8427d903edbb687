import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { correctCredit, useOrdersChanged } from './api.ts'
import type { Share } from './Credit.tsx'
import styles from './Orders.module.css'

const KINDS = ['staff', 'store', 'channel', 'activity', 'room', 'affiliate'] as const

interface Fields {
  kind: Share['kind']
  shares: { subject?: string | null; percent?: number | null }[]
  reason: string
}

/** Who an order counts for instead, of one kind; the shares are the whole of it. */
export function CreditForm(props: {
  orderId: string
  shares: readonly Share[]
  onClose: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? 'staff'
  const present = (of: Share['kind']) =>
    props.shares
      .filter((share) => share.kind === of)
      .map(({ subject, shareBp }) => ({ subject, percent: shareBp / 100 }))
  const needed = { required: true, message: t('own_orders.needed') }
  return (
    <FormDialog<Fields>
      title={t('credit.correct')}
      okText={t('action.save')}
      form={form}
      initial={{ kind: 'staff', shares: present('staff') }}
      save={({ kind, shares, reason }) =>
        correctCredit(props.orderId, {
          ...{ kind, reason: reason.trim() },
          shares: shares.map(({ subject, percent }) => ({
            subject: subject ?? '',
            share_bp: Math.round((percent ?? 0) * 100),
          })),
        })
      }
      onSaved={async () => {
        void message.success(t('credit.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label={t('credit.kind')}>
        <Select
          options={KINDS.map((value) => ({ value, label: t(`credit.kind_${value}`) }))}
          onChange={(next: Share['kind']) => form.setFieldValue('shares', present(next))}
        />
      </Form.Item>
      <Form.Item label={t('credit.shares')} extra={t('credit.shares_hint')}>
        <Form.List name="shares">
          {(rows, { add, remove }) => (
            <>
              {rows.map((row) => (
                <div key={row.key} className={styles.share}>
                  <Form.Item name={[row.name, 'subject']} noStyle rules={[needed]}>
                    {kind === 'staff' ? (
                      <StaffPicker placeholder={t('credit.kind_staff')} />
                    ) : kind === 'store' ? (
                      <StorePicker placeholder={t('credit.kind_store')} />
                    ) : (
                      <Input maxLength={255} aria-label={t(`credit.kind_${kind}`)} />
                    )}
                  </Form.Item>
                  <Form.Item name={[row.name, 'percent']} noStyle rules={[needed]}>
                    <InputNumber
                      min={0.01}
                      max={100}
                      precision={2}
                      suffix="%"
                      aria-label={t('credit.percent')}
                    />
                  </Form.Item>
                  <Button onClick={() => remove(row.name)}>{t('credit.remove')}</Button>
                </div>
              ))}
              <Button onClick={() => add({ percent: rows.length === 0 ? 100 : null })}>
                {t('credit.add')}
              </Button>
            </>
          )}
        </Form.List>
      </Form.Item>
      <ReasonField label={t('after_sale.reason')} needed={t('own_orders.needed')} />
    </FormDialog>
  )
}
