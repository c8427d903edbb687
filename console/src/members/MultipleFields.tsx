import { Form, InputNumber, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'

export interface MultipleFieldsValue {
  times?: number
  days_kind?: 'every' | 'birthday_month' | 'month_days' | 'weekdays'
  month_days?: number[]
  weekdays?: number[]
}
const KINDS = ['every', 'birthday_month', 'month_days', 'weekdays'] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1)

export function multipleArgs(fields: MultipleFieldsValue): Record<string, unknown> {
  const times_bp = Math.round((fields.times ?? 0) * 10_000)
  if (fields.days_kind === 'birthday_month') return { times_bp, days: { kind: 'birthday_month' } }
  if (fields.days_kind === 'month_days' || fields.days_kind === 'weekdays')
    return { times_bp, days: { kind: fields.days_kind, days: fields[fields.days_kind] ?? [] } }
  return { times_bp }
}

export function multipleFields(args: Record<string, unknown>): MultipleFieldsValue {
  const days = (args.days ?? { kind: 'every' }) as {
    kind: NonNullable<MultipleFieldsValue['days_kind']>
    days?: number[]
  }
  return {
    ...(typeof args.times_bp === 'number' && { times: args.times_bp / 10_000 }),
    days_kind: days.kind,
    ...(days.kind === 'month_days' && { month_days: days.days ?? [] }),
    ...(days.kind === 'weekdays' && { weekdays: days.days ?? [] }),
  }
}

/** How many times the points, and on which days. */
export function MultipleFields() {
  const t = useTexts()
  const kind = Form.useWatch<MultipleFieldsValue['days_kind']>('days_kind')
  const needed = [{ required: true, message: t('members.needed') }]
  return (
    <>
      <Form.Item name="times" label={t('members.times')} rules={needed}>
        <InputNumber min={1.01} max={10} precision={2} />
      </Form.Item>
      <Form.Item name="days_kind" label={t('members.multiple_days')}>
        <Select
          options={KINDS.map((value) => ({ value, label: t(`members.multiple_${value}`) }))}
        />
      </Form.Item>
      {kind === 'month_days' && (
        <Form.Item name="month_days" label={t('members.multiple_month_days')} rules={needed}>
          <Select
            mode="multiple"
            options={upTo(31).map((day) => ({
              value: day,
              label: t('members.day_of_month', { day }),
            }))}
          />
        </Form.Item>
      )}
      {kind === 'weekdays' && (
        <Form.Item name="weekdays" label={t('members.multiple_weekdays')} rules={needed}>
          <Select
            mode="multiple"
            options={WEEKDAYS.map((day) => ({ value: day, label: t(`members.weekday_${day}`) }))}
          />
        </Form.Item>
      )}
    </>
  )
}
