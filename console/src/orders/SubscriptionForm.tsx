import { App, DatePicker, Form, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { useOrdersChanged } from './api.ts'
import {
  changeSubscription,
  type SubscriptionChange,
  type SubscriptionDetail,
} from './subscriptionApi.ts'

interface Fields {
  on?: Dayjs
  sku: string
  quantity: number
}

/** Another day, another article, another quantity; each counts for what comes next. */
export function SubscriptionForm(props: { one: SubscriptionDetail; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const { one } = props
  const changesOf = ({ on, sku, quantity }: Fields): SubscriptionChange[] => {
    const day = on?.format('YYYY-MM-DD')
    return [
      ...(quantity === one.quantity ? [] : [{ act: 'resize' as const, quantity }]),
      ...(sku === one.sku ? [] : [{ act: 'swap' as const, sku }]),
      ...(day === undefined || day === one.next_on
        ? []
        : [{ act: 'move' as const, cycle: one.cycle + 1, on: day }]),
    ]
  }
  return (
    <FormDialog<Fields>
      title={t('subscriptions.change')}
      okText={t('action.save')}
      initial={{
        ...(one.next_on && { on: dayjs(one.next_on) }),
        ...{ sku: one.sku, quantity: one.quantity },
      }}
      save={async (fields) => {
        for (const change of changesOf(fields)) await changeSubscription(one.id, change)
      }}
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onError={() => void changed()}
      onClose={props.onClose}
    >
      {one.state === 'active' && (
        <Form.Item name="on" label={t('subscriptions.next_on')} extra={t('subscriptions.on_hint')}>
          <DatePicker allowClear={false} style={{ width: '100%' }} />
        </Form.Item>
      )}
      <Form.Item name="sku" label={t('subscriptions.product')}>
        <Select
          options={[
            { sku: one.sku, name: one.name },
            ...one.swaps.filter((s) => s.sku !== one.sku),
          ].map(({ sku, name }) => ({ value: sku, label: `${name} · ${sku}` }))}
        />
      </Form.Item>
      <Form.Item name="quantity" label={t('subscriptions.quantity')}>
        <InputNumber min={1} max={one.most_quantity} precision={0} />
      </Form.Item>
    </FormDialog>
  )
}
