import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input, InputNumber, Radio, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { ProductPicker } from '../commerce/ProductPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useTenant } from '../session/session.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { activitiesQuery, usePromotionChanged } from './api.ts'
import { changeFlashSale, createFlashSale, type FlashSale } from './flashApi.ts'
import styles from './Promotion.module.css'

interface ItemFields {
  sku: string
  yuan: number
  quantity: number
  per_customer?: number | null
  /** Its slot has begun with it: its price stands. */
  stands?: boolean
}
interface SlotFields {
  id?: string
  has_begun?: boolean
  on: string
  from: string
  to: string
  items: ItemFields[]
}
interface Fields {
  activity: string
  name: string
  comes_back: FlashSale['comes_back']
  stacks: boolean
  budget?: number | null
  slots: SlotFields[]
}

/** The brand's own today, as a date field has it. */
const todayIn = (timezone: string) => new Date().toLocaleDateString('sv-SE', { timeZone: timezone })

const fieldsOf = (sale: FlashSale): Fields => ({
  ...{ activity: sale.activity_id, name: sale.name, comes_back: sale.comes_back },
  ...{ stacks: sale.stacks, budget: sale.budget_fen === null ? null : sale.budget_fen / 100 },
  slots: sale.slots.map(({ id, has_begun, on, from, to, items }) => ({
    ...{ id, has_begun, on, from, to },
    items: items.map(({ price_fen, ...item }) => ({
      ...item,
      ...{ yuan: price_fen / 100, stands: has_begun },
    })),
  })),
})
/** The same slots from a day on; of which activity, its maker says. */
function copyOf(sale: FlashSale, day: string): Partial<Fields> {
  const first = sale.slots.map(({ on }) => on).sort()[0] ?? day
  const { activity: _, name: __, ...fields } = fieldsOf(sale)
  return {
    ...fields,
    slots: sale.slots.map(({ on, from, to, items }) => ({
      on: dayjs(day).add(dayjs(on).diff(first, 'day'), 'day').format('YYYY-MM-DD'),
      ...{ from, to },
      items: items.map(({ sku, price_fen, quantity, per_customer }) => ({
        ...{ sku, quantity, per_customer, yuan: price_fen / 100 },
      })),
    })),
  }
}
const bodyOf = ({ name, comes_back, stacks, budget, slots }: Fields) => ({
  ...{ name: name.trim(), comes_back, stacks },
  budget_fen: budget == null ? null : Math.round(budget * 100),
  slots: slots.map(({ id, on, from, to, items }) => ({
    ...{ ...(id !== undefined && { id }), on, from: from.slice(0, 5), to: to.slice(0, 5) },
    items: items.map(({ sku, yuan, quantity, per_customer }) => ({
      ...{ sku, quantity, price_fen: Math.round(yuan * 100) },
      per_customer: per_customer ?? null,
    })),
  })),
})

/**
 * A new flash sale of an activity, or one as it is.
 * @param props.from what a new one begins with, but for its name and its days
 */
export function FlashSaleForm(props: {
  activity?: string
  flashSale?: FlashSale
  from?: FlashSale
  onClose: () => void
}) {
  const { flashSale, from } = props
  const t = useTexts()
  const { message } = App.useApp()
  const { timezone } = useTenant()
  const navigate = useNavigate()
  const changed = usePromotionChanged()
  const activities = useQuery({ ...activitiesQuery({ limit: 200 }), enabled: !flashSale })
  const needed = [{ required: true, message: t('offers.needed') }]
  const isDraft = !flashSale || flashSale.state === 'draft'
  return (
    <FormDialog<Fields, FlashSale>
      title={t(flashSale ? 'flash_sales.edit' : 'flash_sales.new')}
      okText={t('action.save')}
      width={760}
      words={flashSale && !isDraft && t('flash_sales.edit_words')}
      initial={
        flashSale
          ? fieldsOf(flashSale)
          : from
            ? copyOf(from, todayIn(timezone))
            : {
                ...{ comes_back: 'unsent', stacks: false },
                ...(props.activity !== undefined && { activity: props.activity }),
                slots: [
                  {
                    ...{ on: todayIn(timezone), from: '10:00', to: '12:00' },
                    items: [{} as ItemFields],
                  },
                ],
              }
      }
      save={(fields) =>
        flashSale
          ? changeFlashSale(flashSale.id, { ...bodyOf(fields), revision: flashSale.revision })
          : createFlashSale(fields.activity, bodyOf(fields))
      }
      onSaved={async (saved) => {
        void message.success(t('group_buys.saved'))
        props.onClose()
        await changed()
        if (!flashSale)
          await navigate({ to: '/flash-sales/$flashSaleId', params: { flashSaleId: saved.id } })
      }}
      onClose={props.onClose}
    >
      {!flashSale && (
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
        label={t('flash_sales.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Slots />
      <div className={styles.pair}>
        <Form.Item name="comes_back" label={t('flash_sales.comes_back')} className={styles.wide}>
          <Radio.Group
            options={(['unsent', 'unpaid'] as const).map((value) => ({
              value,
              label: t(`flash_comes_back.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="stacks"
          label={t('flash_sales.stacks')}
          tooltip={t('flash_sales.stacks_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item
          name="budget"
          label={t('flash_sales.budget')}
          tooltip={t('flash_sales.budget_hint')}
        >
          <InputNumber
            min={0.01}
            precision={2}
            suffix={t('offers.yuan')}
            placeholder={t('group_buys.no_limit')}
            disabled={!isDraft && flashSale?.budget_fen === null}
          />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

function Slots() {
  const t = useTexts()
  const { timezone } = useTenant()
  const form = Form.useFormInstance<Fields>()
  const needed = [{ required: true, message: t('offers.needed') }]
  const another = (): SlotFields => {
    const last = form.getFieldValue('slots')?.at(-1) as SlotFields | undefined
    return last
      ? {
          on: last.on,
          from: last.to,
          to: '',
          items: last.items.map(({ stands: _, ...item }) => item),
        }
      : { on: todayIn(timezone), from: '10:00', to: '12:00', items: [{} as ItemFields] }
  }
  return (
    <Form.List name="slots">
      {(slots, { add, remove }) => (
        <>
          {slots.map(({ key, name }) => {
            const hasBegun = form.getFieldValue(['slots', name, 'has_begun']) === true
            return (
              <fieldset key={key} className={styles.slot}>
                <legend>{t('flash_sales.slot', { n: name + 1 })}</legend>
                <div className={styles.slotTime}>
                  <Form.Item name={[name, 'on']} label={t('flash_sales.on')} rules={needed}>
                    <Input type="date" disabled={hasBegun} />
                  </Form.Item>
                  <Form.Item name={[name, 'from']} label={t('flash_sales.from')} rules={needed}>
                    <Input type="time" disabled={hasBegun} />
                  </Form.Item>
                  <Form.Item
                    name={[name, 'to']}
                    label={t('flash_sales.to')}
                    tooltip={t('flash_sales.to_hint')}
                    rules={needed}
                  >
                    <Input type="time" />
                  </Form.Item>
                  <Form.Item>
                    <Button disabled={slots.length === 1 || hasBegun} onClick={() => remove(name)}>
                      {t('flash_sales.remove_slot')}
                    </Button>
                  </Form.Item>
                </div>
                <Items slot={name} />
              </fieldset>
            )
          })}
          <Form.Item>
            <Button type="dashed" onClick={() => add(another())}>
              {t('flash_sales.add_slot')}
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  )
}

function Items(props: { slot: number }) {
  const t = useTexts()
  const form = Form.useFormInstance<Fields>()
  const needed = [{ required: true, message: t('offers.needed') }]
  const stands = (name: number) =>
    form.getFieldValue(['slots', props.slot, 'items', name, 'stands']) === true
  return (
    <Form.List name={[props.slot, 'items']}>
      {(items, { add, remove }) => (
        <>
          {items.map(({ key, name }) => (
            <div key={key} className={styles.row}>
              <Form.Item name={[name, 'sku']} rules={needed}>
                <ProductPicker />
              </Form.Item>
              <Form.Item name={[name, 'yuan']} rules={needed}>
                <InputNumber
                  min={0}
                  precision={2}
                  suffix={t('offers.yuan')}
                  style={{ width: '100%' }}
                  disabled={stands(name)}
                  aria-label={t('flash_sales.price')}
                  placeholder={t('flash_sales.price')}
                />
              </Form.Item>
              <Form.Item name={[name, 'quantity']} rules={needed}>
                <InputNumber
                  min={1}
                  max={10_000_000}
                  precision={0}
                  style={{ width: '100%' }}
                  aria-label={t('flash_sales.quantity')}
                  placeholder={t('flash_sales.quantity')}
                />
              </Form.Item>
              <Form.Item name={[name, 'per_customer']}>
                <InputNumber
                  min={1}
                  max={99}
                  precision={0}
                  style={{ width: '100%' }}
                  aria-label={t('flash_sales.per_customer')}
                  placeholder={t('flash_sales.per_customer')}
                />
              </Form.Item>
              <Form.Item>
                <Button disabled={items.length === 1 || stands(name)} onClick={() => remove(name)}>
                  {t('stock.remove_line')}
                </Button>
              </Form.Item>
            </div>
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
