import { useQuery } from '@tanstack/react-query'
import { App, Checkbox, Form, InputNumber } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type Setting, saveSetting, settingQuery, usePromotionChanged } from './api.ts'
import { bpOf, foldOf } from './schema.ts'

const MARKS = ['address', 'recipient', 'device', 'payer'] as const

interface Fields {
  most_offers: number | null
  most_coupons: number | null
  most_activities: number | null
  deepest_fold: number | null
  approval_from: number | null
  coupon_notice_days: number | null
  newcomer_notice_hours: number | null
  new_by: Setting['new_by']
}

/** How much an order may combine, who counts as new, and from where on activities are warned about. */
export function PromotionSettings(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const { data, error } = useQuery(settingQuery)
  if (error) return <ErrorNote error={error} />
  if (!data) return null
  return (
    <FormDialog<Fields>
      title={t('promotion_settings.title')}
      okText={t('action.save')}
      width={560}
      initial={{
        most_offers: data.most_offers,
        most_coupons: data.most_coupons,
        most_activities: data.most_activities,
        deepest_fold: data.deepest_bp === null ? null : foldOf(data.deepest_bp),
        approval_from: data.approval_from_fen === null ? null : data.approval_from_fen / 100,
        new_by: data.new_by,
        coupon_notice_days: data.coupon_notice_days,
        newcomer_notice_hours: data.newcomer_notice_hours,
      }}
      save={({ deepest_fold, approval_from, ...fields }) =>
        saveSetting({
          most_offers: fields.most_offers ?? null,
          most_coupons: fields.most_coupons ?? null,
          most_activities: fields.most_activities ?? null,
          new_by: fields.new_by,
          coupon_notice_days: fields.coupon_notice_days ?? null,
          newcomer_notice_hours: fields.newcomer_notice_hours ?? null,
          deepest_bp: deepest_fold == null ? null : bpOf(deepest_fold),
          approval_from_fen: approval_from == null ? null : Math.round(approval_from * 100),
        })
      }
      onSaved={async () => {
        void message.success(t('offers.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="new_by"
        label={t('promotion_settings.new_by')}
        extra={t('promotion_settings.new_by_words')}
      >
        <Checkbox.Group
          options={MARKS.map((value) => ({ value, label: t(`promotion_mark.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="most_offers"
        label={t('promotion_settings.most_offers')}
        extra={t('promotion_settings.unlimited')}
      >
        <InputNumber min={0} max={100} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="most_coupons"
        label={t('promotion_settings.most_coupons')}
        extra={t('promotion_settings.unlimited')}
      >
        <InputNumber min={0} max={100} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="coupon_notice_days"
        label={t('promotion_settings.coupon_notice_days')}
        extra={t('promotion_settings.coupon_notice_words')}
      >
        <InputNumber min={1} max={30} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="newcomer_notice_hours"
        label={t('promotion_settings.newcomer_notice_hours')}
        extra={t('promotion_settings.newcomer_notice_words')}
      >
        <InputNumber min={1} max={168} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="most_activities"
        label={t('promotion_settings.most_activities')}
        extra={t('promotion_settings.warned')}
      >
        <InputNumber min={1} max={1000} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="deepest_fold"
        label={t('promotion_settings.deepest')}
        extra={t('promotion_settings.warned')}
      >
        <InputNumber min={0} max={9.99} precision={2} suffix={t('offers.fold')} />
      </Form.Item>
      <Form.Item
        name="approval_from"
        label={t('promotion_settings.approval_from')}
        extra={t('promotion_settings.approval_words')}
      >
        <InputNumber min={0} precision={2} suffix={t('offers.yuan')} />
      </Form.Item>
    </FormDialog>
  )
}
