import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { pickUp, shipOrder, shipOrders, useOrdersChanged } from './api.ts'

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

/** Columns of a spreadsheet: order number, carrier, parcel; what stands before the first order is a heading. */
export function rowsOf(text: string) {
  return text
    .split(/\r?\n/)
    .map((line, i) => ({ line: line.trim(), row: i + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, row }) => {
      const [order = '', carrier = '', number = ''] = line
        .split(/[\t,，]/)
        .map((part) => part.trim())
      return { row, order, carrier, number }
    })
}

/** Many parcels, pasted from a spreadsheet; every row that cannot be sent is told. */
export function ShipManyForm(props: { onClose: () => void }) {
  const t = useTexts()
  const known = useKnownText()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const [refused, setRefused] = useState<{ row: number; order: string; code: string }[]>()
  if (refused)
    return (
      <Modal
        open
        title={t('own_orders.not_shipped', { count: refused.length })}
        onCancel={props.onClose}
        onOk={props.onClose}
        cancelButtonProps={{ style: { display: 'none' } }}
      >
        {refused.map(({ row, order, code }) => (
          <p key={row}>
            {t('own_orders.row', { row })} {order}: {known(`error.${code}`) ?? code}
          </p>
        ))}
      </Modal>
    )
  return (
    <FormDialog<{ rows: string }, Awaited<ReturnType<typeof shipOrders>>>
      title={t('own_orders.ship_batch')}
      okText={t('own_orders.ship')}
      words={t('own_orders.ship_batch_words')}
      save={({ rows }) => shipOrders(rowsOf(rows))}
      onSaved={async (done) => {
        void message.success(t('own_orders.shipped_batch', { count: done.shipped }))
        if (done.refused.length > 0) setRefused(done.refused)
        else props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="rows"
        label={t('own_orders.rows')}
        rules={[{ required: true, whitespace: true, message: t('own_orders.needed') }]}
      >
        <Input.TextArea rows={8} placeholder={t('own_orders.rows_example')} />
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
