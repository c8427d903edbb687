import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Radio, Select } from 'antd'
import { productsQuery } from '../commerce/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { batchesQuery, usePromotionChanged } from './api.ts'
import { type BestiePlan, changeBestiePlan, createBestiePlan } from './bestieApi.ts'
import styles from './Promotion.module.css'

interface Fields {
  name: string
  how: 'taken' | 'bought'
  sku?: string | null
  who?: BestiePlan['who']
  friend: BestiePlan['friend']
  per_holder: number
  total?: number | null
  accept_hours: number
  friend_batch_id: string
  holder_batch_id?: string | null
  holder_when: BestiePlan['holder_when']
}
const USUAL: Partial<Fields> = {
  ...{ how: 'taken', who: 'buyers', friend: 'new', per_holder: 1, accept_hours: 72 },
  holder_when: 'first_order',
}

/**
 * A new bestie plan of an activity, or one as it is.
 * @param props.from what a new one begins with, but for its name and its product
 */
export function BestiePlanForm(props: {
  activity: string
  plan?: BestiePlan
  from?: BestiePlan
  onClose: () => void
}) {
  const { plan, from } = props
  const begun = plan ?? (from && { ...from, name: '', sku: null })
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const [form] = Form.useForm<Fields>()
  const how = Form.useWatch('how', form) ?? (begun?.sku ? 'bought' : 'taken')
  const needed = [{ required: true, message: t('offers.needed') }]
  return (
    <FormDialog<Fields>
      title={t(plan ? 'bestie.edit' : 'bestie.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      words={plan && t('bestie.edit_words')}
      initial={begun ? { ...begun, how: begun.sku === null ? 'taken' : 'bought' } : USUAL}
      save={({ how: chosen, sku, total, holder_batch_id, ...given }) => {
        const body = {
          ...given,
          // Not asked for when a card is bought.
          who: given.who ?? ('anyone' as const),
          name: given.name.trim(),
          sku: chosen === 'bought' ? (sku ?? null) : null,
          total: total ?? null,
          holder_batch_id: holder_batch_id ?? null,
        }
        return plan
          ? changeBestiePlan(plan.id, { ...body, revision: plan.revision })
          : createBestiePlan(props.activity, body)
      }}
      onSaved={async () => {
        void message.success(t('bestie.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('bestie.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item
          name="friend_batch_id"
          label={t('bestie.friend_gets')}
          tooltip={t('bestie.batch_hint')}
          rules={needed}
        >
          <Batches label={t('bestie.friend_gets')} />
        </Form.Item>
        <Form.Item
          name="holder_batch_id"
          label={t('bestie.holder_gets')}
          tooltip={t('bestie.batch_hint')}
        >
          <Batches label={t('bestie.holder_gets')} none={t('bestie.holder_nothing')} />
        </Form.Item>
        <Form.Item name="holder_when" label={t('bestie.holder_when')} className={styles.wide}>
          <Radio.Group
            options={(['accepted', 'first_order'] as const).map((value) => ({
              value,
              label: t(`bestie_when.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="friend" label={t('bestie.friend')} className={styles.wide}>
          <Radio.Group
            options={(['new', 'anyone'] as const).map((value) => ({
              value,
              label: t(`bestie_friend.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="how" label={t('bestie.how')} className={styles.wide}>
          <Radio.Group
            options={(['taken', 'bought'] as const).map((value) => ({
              value,
              label: t(`bestie_how.${value}`),
            }))}
          />
        </Form.Item>
        {how === 'bought' ? (
          <Form.Item
            name="sku"
            label={t('bestie.sku')}
            tooltip={t('bestie.sku_hint')}
            className={styles.wide}
            rules={needed}
          >
            <Products label={t('bestie.sku')} />
          </Form.Item>
        ) : (
          <Form.Item name="who" label={t('bestie.who')} className={styles.wide}>
            <Radio.Group
              options={(['anyone', 'buyers', 'members'] as const).map((value) => ({
                value,
                label: t(`bestie_who.${value}`),
              }))}
            />
          </Form.Item>
        )}
        <Form.Item name="per_holder" label={t('bestie.per_holder')} rules={needed}>
          <InputNumber min={1} max={100} precision={0} />
        </Form.Item>
        <Form.Item name="total" label={t('bestie.total')} tooltip={t('bestie.total_hint')}>
          <InputNumber
            min={1}
            max={1_000_000_000}
            precision={0}
            placeholder={t('group_buys.no_limit')}
          />
        </Form.Item>
        <Form.Item name="accept_hours" label={t('bestie.accept_hours')} rules={needed}>
          <InputNumber min={1} max={2160} precision={0} />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

interface Picked {
  id?: string
  value?: string | null
  onChange?: (value: string | undefined) => void
  label: string
}

/** Coupons that the plan alone limits: its form item gives it the value. */
function Batches(props: Picked & { none?: string }) {
  const batches = useQuery(batchesQuery({ limit: 200 }))
  const usable = (batches.data?.items ?? []).filter(
    (batch) =>
      batch.kind === 'personal' &&
      batch.state === 'open' &&
      batch.quantity === null &&
      batch.take_limit === null &&
      !batch.is_transferable &&
      !batch.is_takeable,
  )
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      allowClear={props.none !== undefined}
      placeholder={props.none}
      value={props.value}
      onChange={props.onChange}
      showSearch={{ optionFilterProp: 'label' }}
      loading={batches.isPending}
      options={usable.map(({ id, name, offer_name }) => ({
        value: id,
        label: `${name} · ${offer_name}`,
      }))}
    />
  )
}

/** What is sold and not sent. */
function Products(props: Picked) {
  const found = useQuery(productsQuery({ retired: 'false', limit: 200, kind: 'card' }))
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      value={props.value}
      onChange={props.onChange}
      showSearch={{ optionFilterProp: 'label' }}
      loading={found.isPending}
      options={(found.data?.items ?? []).map(({ sku, name }) => ({
        value: sku,
        label: `${name} · ${sku}`,
      }))}
    />
  )
}
