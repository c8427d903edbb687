import { App, Form, InputNumber } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type Level, saveStockSetting, useGoodsChanged } from './api.ts'

interface Fields {
  low_at: number | null
  buckets: number
}

/** From when on it is told as low, and in how many parts a much wanted one is kept. */
export function SettingForm(props: { level: Level; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useGoodsChanged()
  const { store, sku, name, store_name, low_at, buckets } = props.level
  return (
    <FormDialog<Fields>
      title={t('stock.set_title', { name: name ?? sku, store: store_name ?? store })}
      okText={t('action.save')}
      initial={{ low_at, buckets }}
      save={(fields) => saveStockSetting({ store, sku, ...fields, low_at: fields.low_at ?? null })}
      onSaved={async () => {
        void message.success(t('stock.set_done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="low_at" label={t('stock.low_at')} tooltip={t('stock.low_at_hint')}>
        <InputNumber style={{ width: '100%' }} min={0} precision={0} />
      </Form.Item>
      <Form.Item
        name="buckets"
        label={t('stock.buckets')}
        tooltip={t('stock.buckets_hint')}
        rules={[{ required: true, message: t('stock.quantity_needed') }]}
      >
        <InputNumber style={{ width: '100%' }} min={1} max={16} precision={0} />
      </Form.Item>
    </FormDialog>
  )
}
