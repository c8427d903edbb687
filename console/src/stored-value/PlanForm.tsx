import { useQuery } from '@tanstack/react-query'
import { Alert, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { fenOf } from '../commerce/price.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { useSettled } from '../ui/settled.ts'
import { createPlan, fitQuery, type NewPlan, type Plans } from './api.ts'

type Preset = NewPlan['preset']
const PRESETS: readonly Preset[] = ['hairdressing', 'catering', 'fitness', 'supermarket', 'retail']

interface Fields {
  name: string
  preset: Preset
  pay: number
  bonus: number
  bonus_days: number | null
  accepted: boolean
}

/** A new plan, beside how often the brand's customers really buy. */
export function PlanForm(props: { plans: Plans; onClose: () => void; onSaved: () => unknown }) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const first = props.plans.presets.catering
  const preset = Form.useWatch('preset', form) ?? 'catering'
  const pay_fen = useSettled(fenOf(Form.useWatch('pay', form)) ?? 0, 300)
  const bonus_fen = useSettled(fenOf(Form.useWatch('bonus', form)) ?? 0, 300)
  const fit = useQuery({ ...fitQuery({ preset, pay_fen, bonus_fen }), enabled: pay_fen > 0 })
  const warnings = fit.data?.warnings ?? []
  const choose = (chosen: Preset) => {
    const start = props.plans.presets[chosen]
    if (start) form.setFieldsValue({ pay: start.pay_fen / 100, bonus: start.bonus_fen / 100 })
  }
  const needed = [{ required: true, message: t('stored_value.needed') }]
  return (
    <FormDialog<Fields>
      title={t('stored_value.new_plan')}
      okText={t('action.save')}
      form={form}
      width={560}
      initial={{
        ...{ preset: 'catering', bonus_days: null, accepted: false },
        ...(first && { pay: first.pay_fen / 100, bonus: first.bonus_fen / 100 }),
      }}
      save={({ name, preset, pay, bonus, bonus_days, accepted }) =>
        createPlan({
          ...{ name, preset, bonus_days: bonus_days ?? null, accepted: accepted ?? false },
          ...{ pay_fen: fenOf(pay) ?? 0, bonus_fen: fenOf(bonus) ?? 0 },
        })
      }
      onSaved={async () => {
        await props.onSaved()
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="preset" label={t('stored_value.preset')}>
        <Select
          onChange={choose}
          options={PRESETS.map((value) => ({ value, label: t(`stored_value.preset_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('stored_value.name')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="pay" label={t('stored_value.pay_yuan')} rules={needed}>
        <InputNumber
          min={0.01}
          max={props.plans.named_most_fen / 100}
          precision={2}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name="bonus" label={t('stored_value.bonus_yuan')} rules={needed}>
        <InputNumber min={0} precision={2} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="bonus_days"
        label={t('stored_value.bonus_days')}
        extra={t('stored_value.bonus_days_hint')}
      >
        <InputNumber min={30} max={3650} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {fit.error && <ErrorNote error={fit.error} />}
      {fit.data && (
        <KeyValues
          rows={[
            {
              key: 'customers',
              label: t('stored_value.fit_customers'),
              value: <Count value={fit.data.customers} />,
            },
            {
              key: 'frequency',
              label: t('stored_value.fit_frequency'),
              value: fit.data.orders_a_year_x100 / 100,
            },
            {
              key: 'cycle',
              label: t('stored_value.fit_cycle'),
              value:
                fit.data.median_days === null
                  ? t('stored_value.unknown')
                  : Math.round(fit.data.median_days),
            },
            {
              key: 'average',
              label: t('stored_value.fit_average'),
              value: <Money fen={fit.data.average_fen} />,
            },
            {
              key: 'needed',
              label: t('stored_value.fit_orders'),
              value: fit.data.orders_needed ?? t('stored_value.unknown'),
            },
            {
              key: 'days',
              label: t('stored_value.fit_days'),
              value: fit.data.days_needed ?? t('stored_value.unknown'),
            },
          ]}
        />
      )}
      {warnings.length > 0 && (
        <>
          <Alert
            type="warning"
            showIcon
            title={warnings.map((w) => t(`stored_value.warning_${w}`)).join(' · ')}
          />
          <Form.Item name="accepted" valuePropName="checked">
            <Checkbox>{t('stored_value.accept')}</Checkbox>
          </Form.Item>
        </>
      )}
    </FormDialog>
  )
}
