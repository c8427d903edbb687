import { App, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { pickUp, shipOrder, useOrdersChanged } from './api.ts'

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

/** The code a customer shows at the store. */
export function PickUpForm(props: { onDone: (id: string) => void; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  return (
    <FormDialog<{ code: string }, { id: string }>
      title={t('own_orders.pick_up')}
      okText={t('own_orders.pick_up')}
      save={({ code }) => pickUp(code.trim())}
      onSaved={async ({ id }) => {
        void message.success(t('own_orders.picked_up'))
        props.onClose()
        props.onDone(id)
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="code"
        label={t('own_orders.code')}
        rules={[{ required: true, whitespace: true, message: t('own_orders.needed') }]}
      >
        <Input maxLength={40} autoFocus />
      </Form.Item>
    </FormDialog>
  )
}
