import { useQuery } from '@tanstack/react-query'
import { App, DatePicker, Form, Input, InputNumber, Radio, Select, Switch } from 'antd'
import type { Dayjs } from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { createBatch, offersQuery, usePromotionChanged } from './api.ts'
import styles from './Promotion.module.css'

interface Fields {
  name: string
  offer_id: string
  kind: 'shared' | 'personal'
  code?: string
  quantity?: number | null
  prefix?: string
  take_limit?: number | null
  valid: 'offer' | 'fixed' | 'taken'
  time?: [Dayjs | null, Dayjs | null] | null
  valid_hours?: number | null
  is_transferable: boolean
  is_takeable: boolean
  on_refund: 'give_back' | 'keep'
}

export function BatchForm(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const offers = useQuery(offersQuery({ source: 'coupon', limit: 200 }))
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? 'personal'
  const valid = Form.useWatch('valid', form) ?? 'offer'
  const usable = (offers.data?.items ?? []).filter(({ state }) => state !== 'ended')
  return (
    <FormDialog<Fields>
      title={t('coupons.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={{
        ...{
          kind: 'personal',
          valid: 'offer',
          is_transferable: false,
          is_takeable: false,
          on_refund: 'give_back',
        },
      }}
      words={usable.length === 0 && offers.isSuccess ? t('coupons.no_offer') : undefined}
      save={({ name, offer_id, code, quantity, prefix, take_limit, time, ...given }) => {
        const [from, to] = given.valid === 'fixed' ? (time ?? []) : []
        const isPersonal = given.kind === 'personal'
        return createBatch({
          ...{ name: name.trim(), offer_id, kind: given.kind, on_refund: given.on_refund },
          is_transferable: isPersonal && given.is_transferable,
          is_takeable: isPersonal && given.is_takeable,
          prefix: isPersonal ? (prefix?.trim() ?? '') : '',
          ...(!isPersonal && code && { code: code.trim() }),
          ...(isPersonal && quantity && { quantity }),
          ...(isPersonal && take_limit && { take_limit }),
          ...(from && { valid_from: from.toISOString() }),
          ...(to && { valid_to: to.toISOString() }),
          ...(isPersonal &&
            given.valid === 'taken' &&
            given.valid_hours && { valid_hours: given.valid_hours }),
        })
      }}
      onSaved={async () => {
        void message.success(t('coupons.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('coupons.name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="offer_id"
          label={t('coupons.offer')}
          tooltip={t('coupons.offer_hint')}
          rules={[{ required: true, message: t('offers.needed') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={offers.isLoading}
            options={usable.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="kind" label={t('coupons.kind')} className={styles.wide}>
          <Radio.Group
            options={(['personal', 'shared'] as const).map((value) => ({
              value,
              label: t(`coupons.kind_long_${value}`),
            }))}
          />
        </Form.Item>
        {kind === 'shared' ? (
          <Form.Item
            name="code"
            label={t('coupons.shared_code')}
            rules={[
              { required: true, pattern: /^[0-9A-Za-z-]{3,40}$/, message: t('coupons.code_rule') },
            ]}
          >
            <Input maxLength={40} />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="quantity" label={t('coupons.quantity')}>
              <InputNumber min={1} max={100_000_000} precision={0} />
            </Form.Item>
            <Form.Item name="take_limit" label={t('coupons.take_limit')}>
              <InputNumber min={1} max={1000} precision={0} />
            </Form.Item>
            <Form.Item
              name="prefix"
              label={t('coupons.prefix')}
              rules={[{ pattern: /^[0-9A-Za-z-]{0,12}$/, message: t('coupons.code_rule') }]}
            >
              <Input maxLength={12} />
            </Form.Item>
          </>
        )}
        <Form.Item name="valid" label={t('coupons.valid')} className={styles.wide}>
          <Radio.Group
            options={(['offer', 'fixed', ...(kind === 'personal' ? ['taken'] : [])] as const).map(
              (value) => ({ value, label: t(`coupons.valid_${value as Fields['valid']}`) }),
            )}
          />
        </Form.Item>
        {valid === 'fixed' && (
          <Form.Item name="time" label={t('offers.time')} className={styles.wide}>
            <DatePicker.RangePicker showTime allowEmpty={[true, true]} style={{ width: '100%' }} />
          </Form.Item>
        )}
        {valid === 'taken' && kind === 'personal' && (
          <Form.Item
            name="valid_hours"
            label={t('coupons.valid_hours')}
            rules={[{ required: true, message: t('offers.needed') }]}
          >
            <InputNumber min={1} max={87_600} precision={0} />
          </Form.Item>
        )}
        <Form.Item name="on_refund" label={t('coupons.on_refund')}>
          <Radio.Group
            options={(['give_back', 'keep'] as const).map((value) => ({
              value,
              label: t(`coupons.on_refund_${value}`),
            }))}
          />
        </Form.Item>
        {kind === 'personal' && (
          <>
            <Form.Item
              name="is_transferable"
              label={t('coupons.transferable')}
              valuePropName="checked"
            >
              <Switch />
            </Form.Item>
            <Form.Item
              name="is_takeable"
              label={t('coupons.takeable')}
              tooltip={t('coupons.takeable_hint')}
              valuePropName="checked"
            >
              <Switch />
            </Form.Item>
          </>
        )}
      </div>
    </FormDialog>
  )
}
