import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, InputNumber, Select, Space, Switch } from 'antd'
import { CategoryPicker } from '../commerce/CategoryPicker.tsx'
import { ProductPicker } from '../commerce/ProductPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type CommissionRule, ruleQuery, saveRule, useAffiliatesChanged } from './api.ts'

const DUE = ['after_sale', 'receipt'] as const

/** What affiliates earn; what is paid from now on goes by it. */
export function RuleForm(props: { onClose: () => void }) {
  const found = useQuery(ruleQuery)
  if (found.error) return <ErrorNote error={found.error} />
  return found.data ? <Fields rule={found.data} onClose={props.onClose} /> : null
}

/** As it is typed: per cent and yuan. */
interface Typed {
  percent: number
  categories: { path: string[]; percent: number }[]
  products: { sku: string; percent: number }[]
  cap_yuan: number | null
  due_when: CommissionRule['due_when']
  own_purchases: boolean
  least_yuan: number
}
const typed = (rule: CommissionRule): Typed => ({
  percent: rule.default_bp / 100,
  categories: rule.categories.map(({ path, bp }) => ({ path, percent: bp / 100 })),
  products: rule.products.map(({ sku, bp }) => ({ sku, percent: bp / 100 })),
  cap_yuan: rule.cap_fen === null ? null : rule.cap_fen / 100,
  ...{ due_when: rule.due_when, own_purchases: rule.own_purchases },
  least_yuan: rule.least_payout_fen / 100,
})
const inHundredths = (typed: number) => Math.round(typed * 100)

function Fields({ rule, onClose }: { rule: CommissionRule; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useAffiliatesChanged()
  const needed = [{ required: true, message: t('commission_rule.needed') }]
  return (
    <FormDialog<Typed>
      title={t('commission_rule.title')}
      okText={t('action.save')}
      width={640}
      words={t('commission_rule.words')}
      initial={typed(rule)}
      save={(given) =>
        saveRule({
          version: rule.version,
          default_bp: inHundredths(given.percent),
          categories: given.categories.map(({ path, percent }) => ({
            ...{ path, bp: inHundredths(percent) },
          })),
          products: given.products.map(({ sku, percent }) => ({
            ...{ sku, bp: inHundredths(percent) },
          })),
          cap_fen: given.cap_yuan ? inHundredths(given.cap_yuan) : null,
          ...{ due_when: given.due_when, own_purchases: given.own_purchases },
          least_payout_fen: inHundredths(given.least_yuan),
        })
      }
      onSaved={async () => {
        void message.success(t('commission_rule.saved'))
        onClose()
        await changed()
      }}
      onClose={onClose}
    >
      <Form.Item name="percent" label={t('commission_rule.default')} rules={needed}>
        <Percent />
      </Form.Item>
      <Rates of="categories" />
      <Rates of="products" />
      <Form.Item
        name="cap_yuan"
        label={t('commission_rule.cap')}
        extra={t('commission_rule.cap_hint')}
      >
        <InputNumber min={0.01} max={10_000_000} precision={2} prefix="¥" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="due_when" label={t('commission_rule.due_when')}>
        <Select options={DUE.map((value) => ({ value, label: t(`commission_rule.${value}`) }))} />
      </Form.Item>
      <Form.Item name="least_yuan" label={t('commission_rule.least')} rules={needed}>
        <InputNumber min={0} max={10_000_000} precision={2} prefix="¥" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item
        name="own_purchases"
        label={t('commission_rule.own_purchases')}
        extra={t('commission_rule.own_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </FormDialog>
  )
}

/** Its form item gives it the value. */
const Percent = (props: {
  id?: string
  value?: number
  onChange?: (value: number | null) => void
}) => <InputNumber min={0} max={100} precision={2} suffix="%" style={{ width: 130 }} {...props} />

/** Rates of their own, of categories or of products. */
function Rates({ of }: { of: 'categories' | 'products' }) {
  const t = useTexts()
  const needed = [{ required: true, message: t('commission_rule.needed') }]
  return (
    <Form.Item label={t(`commission_rule.${of}`)}>
      <Form.List name={of}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Space key={key} align="start" style={{ display: 'flex' }}>
                <div style={{ width: 300 }}>
                  <Form.Item name={[name, of === 'products' ? 'sku' : 'path']} rules={needed}>
                    {of === 'products' ? <ProductPicker /> : <CategoryPicker />}
                  </Form.Item>
                </div>
                <Form.Item name={[name, 'percent']} rules={needed}>
                  <Percent />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('commission_rule.remove')}</Button>
              </Space>
            ))}
            <Button onClick={() => add({})}>{t(`commission_rule.add_${of}`)}</Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  )
}
