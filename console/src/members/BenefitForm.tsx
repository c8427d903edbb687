import { useQuery } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { batchesQuery } from '../promotion/api.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import {
  type Benefit,
  type BenefitKind,
  type CardPlan,
  saveBenefit,
  useMembershipChanged,
} from './api.ts'
import { useDepositNames } from './depositNames.ts'
import {
  MultipleFields,
  type MultipleFieldsValue,
  multipleArgs,
  multipleFields,
} from './MultipleFields.tsx'
import { useLevelNames } from './words.tsx'

const KINDS: readonly BenefitKind[] = [
  ...(['discount', 'member_price', 'points_multiple', 'free_shipping'] as const),
  ...(['coupon_pack', 'exclusive_access', 'service_entry', 'birthday'] as const),
]
const PERIODS = ['day', 'month', 'year', 'ever'] as const

interface Fields extends MultipleFieldsValue {
  code: string
  kind: BenefitKind
  name: string
  name_en: string
  off_percent?: number
  words?: string
  batches?: string[]
  level?: string
  holders: string[]
  stacks: boolean
  per_customer?: number | null
  period: Benefit['period']
  uses_limit?: number | null
  behaviour?: string
  unit_cost?: number | null
  is_retired: boolean
}

const argsOf = (fields: Fields): Record<string, unknown> => {
  if (fields.kind === 'discount' || fields.kind === 'birthday')
    return { off_bp: Math.round((fields.off_percent ?? 0) * 100) }
  if (fields.kind === 'points_multiple') return multipleArgs(fields)
  if (fields.kind === 'member_price') return { level: fields.level ?? '' }
  if (fields.kind === 'service_entry') return { service: fields.words ?? '' }
  if (fields.kind === 'exclusive_access') return { what: fields.words ?? '' }
  return fields.kind === 'coupon_pack' ? { batches: fields.batches ?? [] } : {}
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const number = (value: unknown, by: number) => (typeof value === 'number' ? value / by : undefined)

/** A benefit with what its kind needs to be told, and who has it. */
export function BenefitForm(props: {
  benefit: Benefit | null
  plans: readonly CardPlan[]
  onClose: () => void
}) {
  const t = useTexts()
  const language = useLanguage()
  const { message } = App.useApp()
  const changed = useMembershipChanged()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form)
  const { benefit } = props
  const batches = useQuery({ ...batchesQuery({ limit: 200 }), enabled: kind === 'coupon_pack' })
  const member = useLevelNames('growth')
  const fan = useLevelNames('fan')
  const deposits = useDepositNames()
  const needed = { required: true, message: t('members.needed') }
  const args = benefit?.args ?? {}
  return (
    <FormDialog<Fields>
      title={t(benefit ? 'members.change_benefit' : 'members.new_benefit')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={{
        ...{ code: benefit?.code, kind: benefit?.kind ?? 'discount' },
        ...{ name: benefit?.name, name_en: benefit?.name_en },
        off_percent: number(args.off_bp, 100),
        ...multipleFields(args),
        words: text(args.service) ?? text(args.what),
        level: text(args.level),
        batches: Array.isArray(args.batches) ? args.batches.map(String) : [],
        holders: benefit?.holders.map((h) => `${h.holder}:${h.holder_code}`) ?? [],
        ...{ stacks: benefit?.stacks ?? false, is_retired: benefit?.is_retired ?? false },
        ...{ per_customer: benefit?.per_customer, uses_limit: benefit?.uses_limit },
        ...{ period: benefit?.period ?? 'month', behaviour: benefit?.behaviour ?? undefined },
        unit_cost: benefit ? benefit.unit_cost_fen / 100 : 0,
      }}
      save={(fields) =>
        saveBenefit(fields.code, {
          ...{ kind: fields.kind, name: fields.name.trim(), name_en: fields.name_en.trim() },
          args: argsOf(fields),
          ...{ stacks: fields.stacks, is_retired: fields.is_retired },
          behaviour: fields.behaviour?.trim() || null,
          unit_cost_fen: Math.round((fields.unit_cost ?? 0) * 100),
          per_customer: fields.per_customer ?? null,
          period: fields.period,
          uses_limit: fields.uses_limit ?? null,
          holders: fields.holders.map((one) => {
            const [holder, ...code] = one.split(':')
            return {
              holder: holder as Benefit['holders'][number]['holder'],
              holder_code: code.join(':'),
            }
          }),
          revision: benefit?.revision ?? 0,
        })
      }
      onSaved={async () => {
        void message.success(t('members.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label={t('members.kind')}>
        <Select
          disabled={benefit !== null}
          options={KINDS.map((value) => ({ value, label: t(`members.kind_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('members.name')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="name_en" label={t('members.name_en')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('members.code')}
        rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('members.code_rule') }]}
      >
        <Input maxLength={40} disabled={benefit !== null} />
      </Form.Item>
      {(kind === 'discount' || kind === 'birthday') && (
        <Form.Item name="off_percent" label={t('members.off_percent')} rules={[needed]}>
          <InputNumber min={0.01} max={90} precision={2} />
        </Form.Item>
      )}
      {kind === 'points_multiple' && <MultipleFields />}
      {kind === 'member_price' && (
        <Form.Item name="level" label={t('members.price_of_level')} rules={[needed]}>
          <Select options={[...member.names].map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      )}
      {(kind === 'service_entry' || kind === 'exclusive_access') && (
        <Form.Item name="words" label={t('members.what')} rules={[needed]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
      {kind === 'coupon_pack' && (
        <Form.Item name="batches" label={t('members.batches')} rules={[needed]}>
          <Select
            mode="multiple"
            optionFilterProp="label"
            loading={batches.isPending}
            options={(batches.data?.items ?? [])
              .filter((batch) => batch.kind === 'personal')
              .map((batch) => ({ value: batch.id, label: batch.name }))}
          />
        </Form.Item>
      )}
      <Form.Item name="holders" label={t('members.holders')}>
        <Select
          mode="multiple"
          options={[
            ...[...member.names].map(([code, label]) => ({ value: `level:${code}`, label })),
            ...[...fan.names].map(([code, label]) => ({
              value: `fan:${code}`,
              label: `${t('members.ladder_fan')} · ${label}`,
            })),
            ...props.plans.map((plan) => ({
              value: `card:${plan.code}`,
              label: language === 'en' ? plan.name_en : plan.name,
            })),
            ...(kind === 'coupon_pack' ? [] : [...deposits]).map(([code, label]) => ({
              value: `stored_value:${code}`,
              label,
            })),
          ]}
        />
      </Form.Item>
      <Form.Item name="per_customer" label={t('members.per_customer')}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
      <Form.Item name="period" label={t('members.period')}>
        <Select
          options={PERIODS.map((value) => ({ value, label: t(`members.period_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="uses_limit" label={t('members.uses_limit')}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
      <Form.Item name="unit_cost" label={t('members.unit_cost')}>
        <InputNumber min={0} precision={2} />
      </Form.Item>
      <Form.Item
        name="behaviour"
        label={t('members.behaviour')}
        tooltip={t('members.behaviour_hint')}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="stacks" valuePropName="checked">
        <Checkbox>{t('members.stacks')}</Checkbox>
      </Form.Item>
      <Form.Item name="is_retired" valuePropName="checked">
        <Checkbox>{t('members.retire')}</Checkbox>
      </Form.Item>
    </FormDialog>
  )
}
