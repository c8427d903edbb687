import { useQuery } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { saveTracking, trackingQuery, useOrdersChanged } from './api.ts'

/** The account that parcels are asked about with; its key is only ever replaced. */
export function TrackingForm(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const found = useQuery(trackingQuery)
  if (!found.data) return null
  const { account, push_url } = found.data
  return (
    <FormDialog<{ customer: string; key?: string }>
      title={t('tracking_account.title')}
      okText={t('action.save')}
      words={
        <>
          <p>{t('tracking_account.words')}</p>
          {!push_url && <p role="alert">{t('tracking_account.no_public_url')}</p>}
          {account?.problem && (
            <p role="alert">{t('tracking_account.problem', { code: account.problem })}</p>
          )}
        </>
      }
      initial={{ customer: account?.customer ?? '' }}
      save={({ customer, key }) => saveTracking({ customer, ...(key && { key }) })}
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="customer"
        label={t('tracking_account.customer')}
        rules={[{ required: true, whitespace: true, message: t('own_orders.needed') }]}
      >
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="key"
        label={t('tracking_account.key')}
        extra={account ? t('tracking_account.key_kept', { print: account.key_print }) : undefined}
        rules={[{ required: !account, message: t('own_orders.needed') }]}
      >
        <Input.Password maxLength={64} autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  )
}
