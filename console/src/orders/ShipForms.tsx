import { App, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { shipOrder, useOrdersChanged } from './api.ts'

/** A parcel of all that is left of an order. */
export function ShipForm(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const needed = [{ required: true, whitespace: true, message: t('own_orders.needed') }]
  return (
    <FormDialog<{ carrier: string; number: string }>
      title={t('own_orders.ship')}
      okText={t('own_orders.ship')}
      save={(fields) => shipOrder(props.id, fields)}
      onSaved={async () => {
        void message.success(t('own_orders.shipped'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="carrier" label={t('own_orders.carrier')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="number" label={t('own_orders.parcel')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
    </FormDialog>
  )
}
