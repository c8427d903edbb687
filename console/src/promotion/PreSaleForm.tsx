import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, DatePicker, Form, Input, InputNumber, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { ProductPicker } from '../commerce/ProductPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { activitiesQuery, usePromotionChanged } from './api.ts'
import styles from './Promotion.module.css'
import { changePreSale, createPreSale, type PreSale } from './preSaleApi.ts'

interface ItemFields {
  sku: string
  price: number
  deposit: number
  worth?: number | null
  quota: number
}
interface Fields {
  activity: string
  name: string
  deposit_kind: PreSale['deposit_kind']
  deposits: [Dayjs, Dayjs]
  balances: [Dayjs, Dayjs]
  ships_by: Dayjs
  per_customer?: number | null
  items: ItemFields[]
}
const fen = (yuan: number) => Math.round(yuan * 100)

const fieldsOf = (sale: PreSale): Fields => ({
  ...{ activity: sale.activity_id, name: sale.name, deposit_kind: sale.deposit_kind },
  deposits: [dayjs(sale.deposit_from), dayjs(sale.deposit_until)],
  balances: [dayjs(sale.balance_from), dayjs(sale.balance_until)],
  ...{ ships_by: dayjs(sale.ships_by), per_customer: sale.per_customer },
  items: sale.items.map(({ sku, price_fen, deposit_fen, worth_fen, quota }) => ({
    ...{ sku, price: price_fen / 100, deposit: deposit_fen / 100, worth: worth_fen / 100, quota },
  })),
})
/** When it is, its maker says. */
function copyOf(sale: PreSale): Partial<Fields> {
  const { deposit_kind, per_customer = null, items } = fieldsOf(sale)
  return { deposit_kind, per_customer, items }
}
const bodyOf = (fields: Fields) => ({
  ...{ name: fields.name.trim(), deposit_kind: fields.deposit_kind },
  deposit_from: fields.deposits[0].toISOString(),
  deposit_until: fields.deposits[1].toISOString(),
  balance_from: fields.balances[0].toISOString(),
  balance_until: fields.balances[1].toISOString(),
  ships_by: fields.ships_by.format('YYYY-MM-DD'),
  per_customer: fields.per_customer ?? null,
  items: fields.items.map(({ sku, price, deposit, worth, quota }) => ({
    ...{ sku, quota, price_fen: fen(price), deposit_fen: fen(deposit) },
    worth_fen: fen(worth ?? deposit),
  })),
})

/**
 * A new pre-sale of an activity, or one as it is.
 * @param props.from what a new one begins with, but for its name and its days
 */
export function PreSaleForm(props: {
  activity?: string
  sale?: PreSale
  from?: PreSale
  onClose: () => void
}) {
  const { sale, from } = props
  const t = useTexts()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const changed = usePromotionChanged()
  const activities = useQuery({ ...activitiesQuery({ limit: 200 }), enabled: !sale })
  const needed = [{ required: true, message: t('offers.needed') }]
  return (
    <FormDialog<Fields, PreSale>
      title={t(sale ? 'pre_sales.edit' : 'pre_sales.new')}
      okText={t('action.save')}
      width={760}
      words={sale && sale.state !== 'draft' && t('pre_sales.edit_words')}
      initial={
        sale
          ? fieldsOf(sale)
          : from
            ? copyOf(from)
            : {
                ...{ deposit_kind: 'earnest', items: [{} as ItemFields] },
                ...(props.activity !== undefined && { activity: props.activity }),
              }
      }
      save={(fields) =>
        sale
          ? changePreSale(sale.id, { ...bodyOf(fields), revision: sale.revision })
          : createPreSale(fields.activity, bodyOf(fields))
      }
      onSaved={async (saved) => {
        void message.success(t('group_buys.saved'))
        props.onClose()
        await changed()
        if (!sale) await navigate({ to: '/pre-sales', search: { sale: saved.id } })
      }}
      onClose={props.onClose}
    >
      {!sale && (
        <Form.Item name="activity" label={t('offers.activity')} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            notFoundContent={t('flash_sales.no_activity')}
            options={(activities.data?.items ?? [])
              .filter(({ state }) => state !== 'ended')
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="name"
        label={t('pre_sales.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="deposit_kind" label={t('pre_sales.kind')}>
        <Radio.Group
          options={(['earnest', 'advance'] as const).map((value) => ({
            value,
            label: t(`deposit_kind.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['deposit_kind']}>
        {({ getFieldValue }) => (
          <p className={styles.quiet}>
            {t(
              `deposit_law.${(getFieldValue('deposit_kind') as Fields['deposit_kind']) ?? 'earnest'}`,
            )}
          </p>
        )}
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="deposits" label={t('pre_sales.deposits')} rules={needed}>
          <DatePicker.RangePicker showTime style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="balances" label={t('pre_sales.balances')} rules={needed}>
          <DatePicker.RangePicker showTime style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="ships_by" label={t('pre_sales.ships_on')} rules={needed}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="per_customer" label={t('pre_sales.per_customer')}>
          <InputNumber
            min={1}
            max={100_000}
            precision={0}
            placeholder={t('group_buys.no_limit')}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </div>
      <Items />
    </FormDialog>
  )
}

function Items() {
  const t = useTexts()
  const needed = [{ required: true, message: t('offers.needed') }]
  const yuan = (label: string) => (
    <InputNumber
      min={0.01}
      precision={2}
      suffix={t('offers.yuan')}
      style={{ width: '100%' }}
      aria-label={label}
    />
  )
  return (
    <Form.List name="items">
      {(items, { add, remove }) => (
        <>
          {items.map(({ key, name }) => (
            <fieldset key={key} className={styles.slot}>
              <legend>{t('pre_sales.article', { n: name + 1 })}</legend>
              <Form.Item name={[name, 'sku']} label={t('pre_sales.goods')} rules={needed}>
                <ProductPicker />
              </Form.Item>
              <div className={styles.pair}>
                <Form.Item name={[name, 'price']} label={t('pre_sales.price')} rules={needed}>
                  {yuan(t('pre_sales.price'))}
                </Form.Item>
                <Form.Item name={[name, 'quota']} label={t('pre_sales.quota')} rules={needed}>
                  <InputNumber
                    min={1}
                    max={10_000_000}
                    precision={0}
                    style={{ width: '100%' }}
                    aria-label={t('pre_sales.quota')}
                  />
                </Form.Item>
                <Form.Item name={[name, 'deposit']} label={t('pre_sales.deposit')} rules={needed}>
                  {yuan(t('pre_sales.deposit'))}
                </Form.Item>
                <Form.Item
                  name={[name, 'worth']}
                  label={t('pre_sales.worth')}
                  tooltip={t('pre_sales.worth_hint')}
                >
                  {yuan(t('pre_sales.worth'))}
                </Form.Item>
              </div>
              <Form.Item>
                <Button size="small" disabled={items.length === 1} onClick={() => remove(name)}>
                  {t('stock.remove_line')}
                </Button>
              </Form.Item>
            </fieldset>
          ))}
          <Form.Item>
            <Button type="dashed" size="small" onClick={() => add({})}>
              {t('group_buys.add_item')}
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  )
}
