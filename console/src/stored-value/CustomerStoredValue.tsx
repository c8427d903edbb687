import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { plansQuery, refundTopUp, storedValueQuery, type TopUp, topUp } from './api.ts'

/** What a customer has paid in advance, top-up by top-up, and what of each would go back. */
export function CustomerStoredValue(props: { customerId: number }) {
  const t = useTexts()
  const { customerId } = props
  const mayWrite = useMay('membership:write')
  const found = useQuery(storedValueQuery(customerId))
  const [isToppingUp, setToppingUp] = useState(false)
  const [refunding, setRefunding] = useState<TopUp>()
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonLines lines={6} />
  const { principal_fen, bonus_fen, topups } = found.data
  const columns: TableColumnsType<TopUp> = [
    { key: 'plan', title: t('stored_value.plan'), dataIndex: 'plan' },
    {
      key: 'paid',
      title: t('stored_value.principal'),
      align: 'right',
      render: (_, one) => <Money fen={one.principal_fen} />,
    },
    {
      key: 'left',
      title: t('stored_value.principal_left'),
      align: 'right',
      render: (_, one) => <Money fen={one.principal_left_fen} />,
    },
    {
      key: 'bonus',
      title: t('stored_value.bonus_left'),
      align: 'right',
      render: (_, one) => <Money fen={one.bonus_left_fen} />,
    },
    {
      key: 'at',
      title: t('stored_value.at'),
      width: 130,
      render: (_, one) => <When at={one.at} />,
    },
    {
      key: 'back',
      title: t('stored_value.refundable'),
      align: 'right',
      render: (_, one) => <Money fen={one.refunded_fen ?? one.refundable_fen} />,
    },
    {
      key: 'actions',
      title: '',
      width: 120,
      render: (_, one) =>
        one.refunded_at ? (
          t('stored_value.refunded')
        ) : mayWrite ? (
          <Button size="small" danger onClick={() => setRefunding(one)}>
            {t('stored_value.refund')}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <Panel
        title={t('stored_value.balance')}
        extra={
          mayWrite && <Button onClick={() => setToppingUp(true)}>{t('stored_value.top_up')}</Button>
        }
      >
        <KeyValues
          rows={[
            {
              key: 'principal',
              label: t('stored_value.principal'),
              value: <Money fen={principal_fen} />,
            },
            { key: 'bonus', label: t('stored_value.bonus'), value: <Money fen={bonus_fen} /> },
          ]}
        />
      </Panel>
      <PageTable
        list={{ ...found, data: topups }}
        columns={columns}
        rowKey={(one) => one.id}
        minWidth={760}
        label={t('stored_value.topups')}
        empty={<EmptyState compact title={t('stored_value.no_topups')} />}
      />
      {isToppingUp && <TopUpForm customerId={customerId} onClose={() => setToppingUp(false)} />}
      {refunding && (
        <RefundForm
          customerId={customerId}
          topup={refunding}
          onClose={() => setRefunding(undefined)}
        />
      )}
    </>
  )
}

function TopUpForm(props: { customerId: number; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const plans = useQuery(plansQuery)
  // One dialog is one payment, however often it is sent.
  const [key] = useState(() => crypto.randomUUID())
  const live = plans.data?.items.filter((plan) => plan.state === 'live') ?? []
  return (
    <FormDialog<{ plan: string; is_real_name?: boolean }>
      title={t('stored_value.top_up')}
      okText={t('stored_value.paid')}
      words={t('stored_value.top_up_words')}
      save={({ plan, is_real_name }) =>
        topUp(props.customerId, {
          ...{ key, plan_id: plan, is_real_name: is_real_name ?? false },
          paid_fen: live.find(({ id }) => id === plan)?.pay_fen ?? 0,
        })
      }
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['stored-value-of', props.customerId] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="plan"
        label={t('stored_value.plan')}
        rules={[{ required: true, message: t('stored_value.needed') }]}
      >
        <Select
          loading={plans.isPending}
          options={live.map((plan) => ({
            value: plan.id,
            label: (
              <>
                {plan.name} · <Money fen={plan.pay_fen} /> + <Money fen={plan.bonus_fen} />
              </>
            ),
          }))}
        />
      </Form.Item>
      <Form.Item name="is_real_name" valuePropName="checked">
        <Checkbox>{t('stored_value.is_real_name')}</Checkbox>
      </Form.Item>
    </FormDialog>
  )
}

function RefundForm(props: { customerId: number; topup: TopUp; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { topup } = props
  return (
    <FormDialog<{ reason: string }>
      danger
      title={t('stored_value.refund')}
      okText={t('stored_value.refund')}
      words={
        <>
          <p>
            {topup.is_cooling_off ? t('stored_value.cooling_off') : t('stored_value.refund_words')}
          </p>
          <strong>
            <Money fen={topup.refundable_fen} />
          </strong>
        </>
      }
      save={({ reason }) => refundTopUp(props.customerId, topup.id, reason)}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['stored-value-of', props.customerId] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <ReasonField label={t('stored_value.reason')} needed={t('stored_value.needed')} />
    </FormDialog>
  )
}
