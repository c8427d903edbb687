import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { StorePicker } from '../org/pickers.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { useGoodsChanged, type WrittenKind, writeDocument } from './api.ts'
import styles from './Commerce.module.css'
import { ProductPicker } from './ProductPicker.tsx'
import { fenOf } from './price.ts'

const KINDS = ['purchase', 'transfer', 'count', 'loss', 'purchase_return', 'sale_return'] as const

interface Line {
  sku: string
  quantity: number
  cost?: number | null
}
interface Fields {
  kind: WrittenKind
  store: string
  to_store?: string
  note?: string
  lines: Line[]
}

/** What was bought, sent on, counted, lost or came back. */
export function DocumentForm(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useGoodsChanged()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? 'purchase'
  const needed = (words: string) => [{ required: true, message: words }]
  return (
    <FormDialog<Fields>
      title={t('stock.write')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={{ kind: 'purchase', lines: [{} as Line] }}
      words={t(`stock.kind_words_${kind}`)}
      save={({ to_store, note, lines, ...rest }) =>
        writeDocument({
          ...rest,
          to_store: rest.kind === 'transfer' ? to_store : undefined,
          note: note?.trim() ?? '',
          lines: lines.map(({ sku, quantity, cost }) => ({
            ...{ sku, quantity },
            unit_cost_fen: rest.kind === 'purchase' ? fenOf(cost) : undefined,
          })),
        })
      }
      onSaved={async () => {
        void message.success(t('stock.written'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item name="kind" label={t('stock.kind')}>
          <Select options={KINDS.map((value) => ({ value, label: t(`stock.kind_${value}`) }))} />
        </Form.Item>
        <Form.Item name="store" label={t('stock.store')} rules={needed(t('stock.store_needed'))}>
          <StorePicker placeholder={t('stock.choose_store')} />
        </Form.Item>
      </div>
      {kind === 'transfer' && (
        <Form.Item
          name="to_store"
          label={t('stock.to_store')}
          rules={needed(t('stock.store_needed'))}
        >
          <StorePicker placeholder={t('stock.choose_store')} />
        </Form.Item>
      )}
      <Form.List name="lines">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.line}>
                <Form.Item name={[name, 'sku']} rules={needed(t('stock.product_needed'))}>
                  <ProductPicker />
                </Form.Item>
                <Form.Item name={[name, 'quantity']} rules={needed(t('stock.quantity_needed'))}>
                  <InputNumber
                    style={{ width: '100%' }}
                    min={kind === 'count' ? 0 : 1}
                    precision={0}
                    aria-label={t(kind === 'count' ? 'stock.counted' : 'stock.quantity')}
                    placeholder={t(kind === 'count' ? 'stock.counted' : 'stock.quantity')}
                  />
                </Form.Item>
                {kind === 'purchase' ? (
                  <Form.Item name={[name, 'cost']}>
                    <InputNumber
                      style={{ width: '100%' }}
                      min={0}
                      precision={2}
                      aria-label={t('stock.unit_cost')}
                      placeholder={t('stock.unit_cost')}
                    />
                  </Form.Item>
                ) : (
                  <span />
                )}
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('stock.remove_line')}
                  disabled={fields.length === 1}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Form.Item>
              <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>
                {t('stock.add_line')}
              </Button>
            </Form.Item>
          </>
        )}
      </Form.List>
      <Form.Item name="note" label={t('stock.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
