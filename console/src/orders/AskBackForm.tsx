import { App, Form, Input, InputNumber, Radio } from 'antd'
import { useMemo } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { askBack, type OwnOrderDetail, useOrdersChanged } from './api.ts'

interface Fields {
  kind: 'money' | 'return'
  reason: string
  pieces: number[]
}

/** Pieces of an order that are asked back; what they cost is worked out by the server. */
export function AskBackForm(props: { order: OwnOrderDetail; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  // One dialog is one request, however often its button is pressed.
  const key = useMemo(() => crypto.randomUUID(), [])
  const lines = props.order.lines.filter((line) => line.refunded_quantity < line.quantity)
  return (
    <FormDialog<Fields>
      title={t('after_sale.ask')}
      okText={t('after_sale.ask')}
      initial={{ kind: 'money', pieces: lines.map(() => 0) }}
      save={({ kind, reason, pieces }) =>
        askBack(props.order.id, {
          ...{ kind, reason, key },
          lines: lines.flatMap(({ sku }, i) =>
            (pieces[i] ?? 0) > 0 ? [{ sku, quantity: pieces[i] ?? 0 }] : [],
          ),
        })
      }
      onSaved={async () => {
        void message.success(t('after_sale.asked'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label={t('after_sale.kind')}>
        <Radio.Group
          options={(['money', 'return'] as const).map((value) => ({
            value,
            label: t(`after_sale.kind_${value}`),
          }))}
        />
      </Form.Item>
      {lines.map((line, i) => (
        <Form.Item
          key={line.sku}
          name={['pieces', i]}
          label={t('after_sale.pieces', {
            name: line.name,
            count: line.quantity - line.refunded_quantity,
          })}
        >
          <InputNumber min={0} max={line.quantity - line.refunded_quantity} precision={0} />
        </Form.Item>
      ))}
      <Form.Item
        name="reason"
        label={t('after_sale.reason')}
        rules={[{ required: true, whitespace: true, message: t('own_orders.needed') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
