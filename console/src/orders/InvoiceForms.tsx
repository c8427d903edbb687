import { App, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { decideInvoice, useOrdersChanged } from './api.ts'

/** Its number once it is issued elsewhere, or why it is not; the buyer is told. */
export function DecideInvoiceForm(props: {
  order: string
  state: 'issued' | 'refused'
  onClose: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const isIssued = props.state === 'issued'
  return (
    <FormDialog<{ answer: string }>
      title={t(isIssued ? 'invoices.issue' : 'invoices.refuse')}
      okText={t(isIssued ? 'invoices.issue' : 'invoices.refuse')}
      danger={!isIssued}
      save={({ answer }) =>
        decideInvoice(props.order, { state: props.state, answer: answer.trim() })
      }
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onError={() => void changed()}
      onClose={props.onClose}
    >
      <Form.Item
        name="answer"
        label={t(isIssued ? 'invoices.number' : 'invoices.reason')}
        rules={[{ required: true, whitespace: true, message: t('own_orders.needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
