import { App, Button, Form, Input, InputNumber, Radio, Switch } from 'antd'
import { ProductPicker } from '../commerce/ProductPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { usePromotionChanged } from './api.ts'
import { GroupForecast } from './GroupForecast.tsx'
import { changeGroupBuy, createGroupBuy, type GroupBuy } from './groupApi.ts'
import styles from './Promotion.module.css'

interface Fields {
  name: string
  size: number
  live_hours: number
  per_order: number
  per_customer?: number | null
  who: GroupBuy['who']
  merges: boolean
  complete_from?: number | null
  items: { sku: string; yuan: number }[]
}
const USUAL: Partial<Fields> = {
  ...{ size: 3, live_hours: 24, per_order: 1, who: 'anyone', merges: true },
  items: [{} as Fields['items'][number]],
}

/**
 * A new group buy of an activity, or one as it is.
 * @param props.from what a new one begins with, but for its name
 */
export function GroupBuyForm(props: {
  activity: string
  groupBuy?: GroupBuy
  from?: GroupBuy
  onClose: () => void
}) {
  const { groupBuy, from } = props
  const begun = groupBuy ?? (from && { ...from, name: '' })
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const [form] = Form.useForm<Fields>()
  const size = Form.useWatch('size', form)
  const hours = Form.useWatch('live_hours', form)
  const completeFrom = Form.useWatch('complete_from', form)
  const needed = [{ required: true, message: t('offers.needed') }]
  return (
    <FormDialog<Fields>
      title={t(groupBuy ? 'group_buys.edit' : 'group_buys.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      words={groupBuy && t('group_buys.edit_words')}
      initial={
        begun
          ? {
              ...begun,
              items: begun.items.map(({ sku, price_fen }) => ({ sku, yuan: price_fen / 100 })),
            }
          : USUAL
      }
      save={({ items, ...given }) => {
        const body = {
          ...given,
          name: given.name.trim(),
          per_customer: given.per_customer ?? null,
          complete_from: given.complete_from ?? null,
          items: items.map(({ sku, yuan }) => ({ sku, price_fen: Math.round(yuan * 100) })),
        }
        return groupBuy
          ? changeGroupBuy(groupBuy.id, { ...body, revision: groupBuy.revision })
          : createGroupBuy(props.activity, body)
      }}
      onSaved={async () => {
        void message.success(t('group_buys.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('group_buys.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.row}>
                <Form.Item name={[name, 'sku']} rules={needed}>
                  <ProductPicker ofEveryKind />
                </Form.Item>
                <Form.Item name={[name, 'yuan']} rules={needed}>
                  <InputNumber
                    min={0}
                    precision={2}
                    suffix={t('offers.yuan')}
                    style={{ width: '100%' }}
                    aria-label={t('group_buys.price')}
                    placeholder={t('group_buys.price')}
                  />
                </Form.Item>
                <Form.Item>
                  <Button disabled={fields.length === 1} onClick={() => remove(name)}>
                    {t('stock.remove_line')}
                  </Button>
                </Form.Item>
              </div>
            ))}
            <Form.Item>
              <Button type="dashed" onClick={() => add({})}>
                {t('group_buys.add_item')}
              </Button>
            </Form.Item>
          </>
        )}
      </Form.List>
      <div className={styles.pair}>
        <Form.Item name="size" label={t('group_buys.size')} rules={needed}>
          <InputNumber min={2} max={100} precision={0} />
        </Form.Item>
        <Form.Item name="live_hours" label={t('group_buys.live_hours')} rules={needed}>
          <InputNumber min={1} max={168} precision={0} />
        </Form.Item>
        <Form.Item name="per_order" label={t('group_buys.per_order')} rules={needed}>
          <InputNumber min={1} max={99} precision={0} />
        </Form.Item>
        <Form.Item name="per_customer" label={t('group_buys.per_customer')}>
          <InputNumber min={1} max={1000} precision={0} placeholder={t('group_buys.no_limit')} />
        </Form.Item>
        <Form.Item name="who" label={t('group_buys.who')} className={styles.wide}>
          <Radio.Group
            options={(['anyone', 'new_joiners', 'new_only'] as const).map((value) => ({
              value,
              label: t(`group_who.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="merges"
          label={t('group_buys.merges')}
          tooltip={t('group_buys.merges_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item
          name="complete_from"
          label={t('group_buys.complete_from')}
          tooltip={t('group_buys.complete_from_hint')}
        >
          <InputNumber min={1} max={99} precision={0} placeholder={t('group_buys.never')} />
        </Form.Item>
      </div>
      <GroupForecast size={size} hours={hours} completeFrom={completeFrom} />
    </FormDialog>
  )
}
