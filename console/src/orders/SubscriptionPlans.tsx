import { useQuery } from '@tanstack/react-query'
import {
  App,
  Button,
  Checkbox,
  Form,
  Input,
  InputNumber,
  Radio,
  Select,
  Space,
  type TableColumnsType,
} from 'antd'
import { useState } from 'react'
import { ProductPicker } from '../commerce/ProductPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { useOrdersChanged } from './api.ts'
import styles from './Orders.module.css'
import {
  type GivenPlan,
  type Plan,
  saveSubscriptionPlan,
  subscriptionPlansQuery,
} from './subscriptionApi.ts'
import { useRhythm } from './subscriptionWords.ts'

/** By which products can be subscribed to. @param props.sku of one product alone */
export function SubscriptionPlans(props: { sku: string | undefined }) {
  const t = useTexts()
  const rhythm = useRhythm()
  const { scope } = useSession()
  const mayWrite = useMay('goods:write') && scope.kind === 'all'
  const list = useQuery(subscriptionPlansQuery(props.sku))
  const [opened, open] = useState<'new' | Plan>()
  const columns: TableColumnsType<Plan> = [
    {
      key: 'name',
      title: t('subscriptions.plan'),
      render: (_, { name, sku, is_retired }) => (
        <div className={styles.two}>
          <span>
            {name} {is_retired && <Chip tone="warning">{t('subscriptions.retired')}</Chip>}
          </span>
          <span className={styles.quiet}>{sku}</span>
        </div>
      ),
    },
    {
      key: 'rhythm',
      title: t('subscriptions.rhythm'),
      width: 140,
      render: (_, one) => rhythm(one),
    },
    {
      key: 'price',
      title: t('subscriptions.price'),
      width: 140,
      render: (_, { price_fen, off_bp }) =>
        price_fen === null ? (
          t('subscriptions.off', { percent: (off_bp ?? 0) / 100 })
        ) : (
          <Money fen={price_fen} />
        ),
    },
    {
      key: 'most',
      title: t('subscriptions.most_quantity'),
      width: 120,
      align: 'right',
      render: (_, { most_quantity }) => most_quantity,
    },
  ]
  if (mayWrite)
    columns.push({
      key: 'actions',
      title: '',
      width: 76,
      align: 'right',
      render: (_, plan) => (
        <Button type="link" size="small" onClick={() => open(plan)}>
          {t('action.edit')}
        </Button>
      ),
    })
  return (
    <>
      {mayWrite && (
        <Filters>
          <Button type="primary" onClick={() => open('new')}>
            {t('subscriptions.new_plan')}
          </Button>
        </Filters>
      )}
      <PageTable<Plan>
        label={t('subscriptions.plans')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={640}
        skeletonLines={2}
        empty={
          <EmptyState title={t('subscriptions.no_plans')}>
            <p>{t('subscriptions.no_plans_words')}</p>
          </EmptyState>
        }
      />
      {opened && (
        <PlanForm
          plan={opened === 'new' ? null : opened}
          sku={props.sku}
          onClose={() => open(undefined)}
        />
      )}
    </>
  )
}

interface Fields {
  sku: string
  name: string
  every: number
  unit: Plan['unit']
  by: 'off' | 'price'
  off?: number
  price?: number
  swaps: string[]
  most_quantity: number
  terms?: string
  is_retired: boolean
}
const given = (fields: Fields): GivenPlan => ({
  ...{ sku: fields.sku, name: fields.name.trim(), every: fields.every, unit: fields.unit },
  price_fen: fields.by === 'price' ? Math.round((fields.price ?? 0) * 100) : null,
  off_bp: fields.by === 'off' ? Math.round((fields.off ?? 0) * 100) : null,
  ...{ swaps: fields.swaps, most_quantity: fields.most_quantity },
  ...{ terms: fields.terms?.trim() ?? '', is_retired: fields.is_retired },
})

function PlanForm(props: { plan: Plan | null; sku: string | undefined; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const [form] = Form.useForm<Fields>()
  const { plan } = props
  const by = Form.useWatch('by', form) ?? (plan?.price_fen == null ? 'off' : 'price')
  const needed = [{ required: true, message: t('own_orders.needed') }]
  return (
    <FormDialog<Fields>
      title={t(plan ? 'subscriptions.change_plan' : 'subscriptions.new_plan')}
      okText={t('action.save')}
      width={600}
      form={form}
      words={plan && <p>{t('subscriptions.plan_words')}</p>}
      initial={{
        ...{ sku: plan?.sku ?? props.sku, name: plan?.name, every: plan?.every ?? 1 },
        ...{ unit: plan?.unit ?? 'month', by: plan?.price_fen == null ? 'off' : 'price' },
        off: (plan?.off_bp ?? 1000) / 100,
        ...(plan?.price_fen != null && { price: plan.price_fen / 100 }),
        ...{ swaps: plan?.swaps ?? [], most_quantity: plan?.most_quantity ?? 9 },
        ...{ terms: plan?.terms ?? '', is_retired: plan?.is_retired ?? false },
      }}
      save={(fields) => saveSubscriptionPlan(plan, given(fields))}
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="sku" label={t('subscriptions.product')} rules={needed}>
        {plan ? <Input disabled /> : <ProductPicker />}
      </Form.Item>
      <Form.Item name="name" label={t('subscriptions.plan_name')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item label={t('subscriptions.rhythm')} required>
        <Space>
          <Form.Item name="every" noStyle rules={needed}>
            <InputNumber min={1} max={24} precision={0} aria-label={t('subscriptions.rhythm')} />
          </Form.Item>
          <Form.Item name="unit" noStyle>
            <Select
              style={{ width: 100 }}
              aria-label={t('subscriptions.unit')}
              options={(['week', 'month'] as const).map((value) => ({
                value,
                label: t(`subscriptions.unit_${value}`),
              }))}
            />
          </Form.Item>
        </Space>
      </Form.Item>
      <Form.Item name="by" label={t('subscriptions.price')}>
        <Radio.Group
          options={(['off', 'price'] as const).map((value) => ({
            value,
            label: t(`subscriptions.by_${value}`),
          }))}
        />
      </Form.Item>
      {by === 'off' ? (
        <Form.Item name="off" label={t('subscriptions.off_percent')} rules={needed}>
          <InputNumber min={0} max={99.99} precision={2} suffix="%" />
        </Form.Item>
      ) : (
        <Form.Item name="price" label={t('subscriptions.one_costs')} rules={needed}>
          <InputNumber min={0.01} precision={2} />
        </Form.Item>
      )}
      <Form.Item
        name="swaps"
        label={t('subscriptions.swaps')}
        extra={t('subscriptions.swaps_hint')}
      >
        <Select mode="tags" tokenSeparators={[',', ' ']} open={false} />
      </Form.Item>
      <Form.Item name="most_quantity" label={t('subscriptions.most_quantity')} rules={needed}>
        <InputNumber min={1} max={99} precision={0} />
      </Form.Item>
      <Form.Item
        name="terms"
        label={t('subscriptions.terms')}
        extra={t('subscriptions.terms_hint')}
      >
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Form.Item name="is_retired" valuePropName="checked">
        <Checkbox>{t('subscriptions.retire')}</Checkbox>
      </Form.Item>
    </FormDialog>
  )
}
