import { useQuery } from '@tanstack/react-query'
import { App, Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { productsQuery } from '../commerce/api.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { plansQuery } from '../members/api.ts'
import { useLevelNames } from '../members/words.tsx'
import { batchesQuery } from '../promotion/api.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { useSettled } from '../ui/settled.ts'
import { type GivenReward, partsOf, type Reward, saveReward, useRewardsChanged } from './api.ts'
import { ContentParts, type PartFields } from './ContentParts.tsx'
import { ContentShown } from './ContentShown.tsx'
import styles from './Rewards.module.css'

const KINDS = ['product', 'coupon', 'card', 'stored_value', 'content'] as const
const PERIODS = ['day', 'month', 'year', 'ever'] as const
const STATES = ['draft', 'live', 'stopped'] as const

interface Fields
  extends Pick<
    GivenReward,
    'name' | 'name_en' | 'kind' | 'points' | 'ships_free' | 'period' | 'is_highlight' | 'state'
  > {
  description?: string
  sku?: string
  batch?: string
  plan?: string
  gift?: number
  gift_days?: number | null
  parts?: PartFields[]
  refund_days?: number | null
  cash?: number | null
  stock?: number | null
  per_customer?: number | null
  levels: string[]
  unit_cost?: number | null
  starts?: Dayjs | null
  ends?: Dayjs | null
  position?: number | null
}

const told = (part: PartFields): PartFields =>
  part.kind === 'text'
    ? { kind: 'text', text: part.text?.trim() ?? '' }
    : { kind: 'picture', picture_id: part.picture_id ?? '', alt: part.alt?.trim() ?? '' }

function argsOf(fields: Fields): Record<string, unknown> {
  if (fields.kind === 'product') return { sku: fields.sku ?? '' }
  if (fields.kind === 'coupon') return { batch: fields.batch ?? '' }
  if (fields.kind === 'card') return { plan: fields.plan ?? '' }
  if (fields.kind === 'content')
    return { parts: (fields.parts ?? []).map(told), refund_days: fields.refund_days ?? null }
  return { fen: Math.round((fields.gift ?? 0) * 100), days: fields.gift_days ?? null }
}
const given = (fields: Fields): GivenReward => ({
  ...{ name: fields.name.trim(), name_en: fields.name_en.trim() },
  ...{ description: fields.description ?? '', kind: fields.kind, args: argsOf(fields) },
  points: fields.points,
  cash_fen: fields.kind === 'product' ? Math.round((fields.cash ?? 0) * 100) : 0,
  ships_free: fields.kind === 'product' && (fields.ships_free ?? false),
  // Content is opened once a customer, and stays open.
  ...(fields.kind === 'content'
    ? { per_customer: 1, period: 'ever' as const }
    : { per_customer: fields.per_customer ?? null, period: fields.period }),
  ...{
    stock: fields.stock ?? null,
    levels: fields.levels,
    is_highlight: fields.is_highlight ?? false,
  },
  unit_cost_fen: Math.round((fields.unit_cost ?? 0) * 100),
  starts_at: fields.starts?.toISOString() ?? null,
  ends_at: fields.ends?.toISOString() ?? null,
  ...{ state: fields.state, position: fields.position ?? 0 },
})
const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const number = (value: unknown, by = 1) => (typeof value === 'number' ? value / by : undefined)

/** A reward: what it is, what it costs, who may have it. */
export function RewardForm(props: { reward: Reward | null; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useRewardsChanged()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? props.reward?.kind ?? 'product'
  const { reward } = props
  const levels = useLevelNames('growth')
  const needed = [{ required: true, message: t('rewards.needed') }]
  const args = reward?.args ?? {}
  const at = (time: string | null | undefined) => (time ? dayjs(time) : null)
  return (
    <FormDialog<Fields>
      title={t(reward ? 'rewards.change' : 'rewards.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={{
        ...{ name: reward?.name, name_en: reward?.name_en, description: reward?.description },
        ...{ kind: reward?.kind ?? 'product', points: reward?.points },
        ...{ sku: text(args.sku), batch: text(args.batch), plan: text(args.plan) },
        ...{ gift: number(args.fen, 100), gift_days: number(args.days) },
        ...{ parts: partsOf(args) ?? [{ kind: 'text' }], refund_days: number(args.refund_days) },
        ...{ cash: (reward?.cash_fen ?? 0) / 100, ships_free: reward?.ships_free ?? false },
        ...{ stock: reward?.stock, per_customer: reward?.per_customer },
        ...{ period: reward?.period ?? 'month', levels: reward?.levels ?? [] },
        ...{ is_highlight: reward?.is_highlight ?? false, state: reward?.state ?? 'draft' },
        ...{ unit_cost: (reward?.unit_cost_fen ?? 0) / 100, position: reward?.position ?? 0 },
        ...{ starts: at(reward?.starts_at), ends: at(reward?.ends_at) },
      }}
      save={(fields) => saveReward(reward, given(fields))}
      onSaved={async () => {
        void message.success(t('rewards.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="name" label={t('rewards.name')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="name_en" label={t('rewards.name_en')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="description" label={t('rewards.description')}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
      <Form.Item name="kind" label={t('rewards.kind')}>
        <Select
          disabled={reward !== null}
          options={KINDS.map((value) => ({ value, label: t(`rewards.kind_${value}`) }))}
        />
      </Form.Item>
      <What kind={kind} />
      <Form.Item name="points" label={t('rewards.in_points')} rules={needed}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
      {kind === 'product' && (
        <>
          <Form.Item name="cash" label={t('rewards.in_money')} tooltip={t('rewards.money_hint')}>
            <InputNumber min={0} precision={2} />
          </Form.Item>
          <Form.Item name="ships_free" valuePropName="checked">
            <Checkbox>{t('rewards.ships_free')}</Checkbox>
          </Form.Item>
        </>
      )}
      <Form.Item name="stock" label={t('rewards.stock')} tooltip={t('rewards.stock_hint')}>
        <InputNumber min={reward?.taken ?? 0} precision={0} />
      </Form.Item>
      {kind !== 'content' && (
        <>
          <Form.Item name="per_customer" label={t('rewards.per_customer')}>
            <InputNumber min={1} precision={0} />
          </Form.Item>
          <Form.Item name="period" label={t('rewards.period')}>
            <Select
              options={PERIODS.map((value) => ({ value, label: t(`rewards.period_${value}`) }))}
            />
          </Form.Item>
        </>
      )}
      <Form.Item name="levels" label={t('rewards.levels')} tooltip={t('rewards.levels_hint')}>
        <Select
          mode="multiple"
          options={[...levels.names].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="starts" label={t('rewards.starts')}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="ends" label={t('rewards.ends')}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="unit_cost" label={t('rewards.unit_cost')}>
        <InputNumber min={0} precision={2} />
      </Form.Item>
      <Form.Item name="position" label={t('rewards.position')}>
        <InputNumber min={0} precision={0} />
      </Form.Item>
      <Form.Item name="is_highlight" valuePropName="checked">
        <Checkbox>{t('rewards.is_highlight')}</Checkbox>
      </Form.Item>
      <Form.Item name="state" label={t('rewards.state')}>
        <Select options={STATES.map((value) => ({ value, label: t(`rewards.state_${value}`) }))} />
      </Form.Item>
    </FormDialog>
  )
}

/** What is given, by its kind. */
function What({ kind }: { kind: Reward['kind'] }) {
  const t = useTexts()
  const language = useLanguage()
  const [q, setQ] = useState('')
  const asked = useSettled(q.trim(), 200)
  const products = useQuery({
    ...productsQuery({ q: asked || undefined, retired: 'false', limit: 50 }),
    enabled: kind === 'product',
  })
  const batches = useQuery({ ...batchesQuery({ limit: 200 }), enabled: kind === 'coupon' })
  const plans = useQuery({ ...plansQuery, enabled: kind === 'card' })
  const needed = [{ required: true, message: t('rewards.needed') }]
  if (kind === 'product')
    return (
      <Form.Item name="sku" label={t('rewards.product')} rules={needed}>
        <Select
          showSearch={{ filterOption: false, onSearch: setQ }}
          loading={products.isFetching}
          options={(products.data?.items ?? []).map((p) => ({
            value: p.sku,
            label: p.name === p.sku ? p.sku : `${p.name} · ${p.sku}`,
          }))}
        />
      </Form.Item>
    )
  if (kind === 'coupon')
    return (
      <Form.Item name="batch" label={t('rewards.batch')} rules={needed}>
        <Select
          loading={batches.isPending}
          options={(batches.data?.items ?? [])
            .filter((batch) => batch.kind === 'personal')
            .map((batch) => ({ value: batch.id, label: batch.name }))}
        />
      </Form.Item>
    )
  if (kind === 'card')
    return (
      <Form.Item name="plan" label={t('rewards.plan')} rules={needed}>
        <Select
          loading={plans.isPending}
          options={(plans.data?.items ?? [])
            .filter((plan) => !plan.is_retired)
            .map((plan) => ({
              value: plan.code,
              label: language === 'en' ? plan.name_en : plan.name,
            }))}
        />
      </Form.Item>
    )
  if (kind === 'content')
    return (
      <>
        <ContentParts />
        <details className={styles.shown}>
          <summary>{t('rewards.content_shown')}</summary>
          <Shown />
        </details>
        <Form.Item
          name="refund_days"
          label={t('rewards.refund_days')}
          tooltip={t('rewards.refund_days_hint')}
        >
          <InputNumber min={1} max={365} precision={0} />
        </Form.Item>
      </>
    )
  return (
    <>
      <Form.Item name="gift" label={t('rewards.gift')} rules={needed}>
        <InputNumber min={0.01} precision={2} />
      </Form.Item>
      <Form.Item name="gift_days" label={t('rewards.gift_days')}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
    </>
  )
}

/** What is written so far, as it will be seen. */
function Shown() {
  const language = useLanguage()
  const form = Form.useFormInstance<Fields>()
  const parts = Form.useWatch('parts', form)
  const name = Form.useWatch(language === 'en' ? 'name_en' : 'name', form)
  return <ContentShown title={name ?? ''} parts={parts ?? []} />
}
