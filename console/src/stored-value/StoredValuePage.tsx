import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Button, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SureButton } from '../ui/SureButton.tsx'
import { type Plan, plansQuery, setPlanState } from './api.ts'
import { CustomerStoredValue } from './CustomerStoredValue.tsx'
import { GiftCards } from './GiftCards.tsx'
import { PlanForm } from './PlanForm.tsx'
import { StoredValueReport } from './StoredValueReport.tsx'

const route = getRouteApi('/app/stored-value')
const TABS = ['plans', 'customer', 'gifts', 'report'] as const

/** What can be topped up, what a customer has, and what is owed in all. */
export function StoredValuePage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tab: asked, customer } = route.useSearch()
  const tab = TABS.find((one) => one === asked) ?? 'plans'
  const id = customer === undefined ? undefined : Number(customer)
  const change = (next: { tab?: string; customer?: string }) =>
    void navigate({ to: '/stored-value', search: next, replace: true })
  return (
    <Page title={t('stored_value.title')} purpose={t('stored_value.purpose')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => change(key === 'plans' ? {} : { tab: key })}
        items={TABS.map((key) => ({ key, label: t(`stored_value.tab_${key}`) }))}
      />
      {tab === 'plans' && <PlanList />}
      {tab === 'gifts' && <GiftCards />}
      {tab === 'report' && <StoredValueReport />}
      {tab === 'customer' && (
        <>
          <Filters>
            <CustomerPicker
              value={id}
              width={320}
              placeholder={t('stored_value.find_customer')}
              onChange={(chosen) =>
                change({ tab, ...(chosen !== undefined && { customer: String(chosen) }) })
              }
            />
          </Filters>
          {id === undefined ? (
            <EmptyState title={t('stored_value.choose_customer')} />
          ) : (
            <CustomerStoredValue key={id} customerId={id} />
          )}
        </>
      )}
    </Page>
  )
}

function PlanList() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const mayWrite = useMay('membership:write')
  const list = useQuery(plansQuery)
  const [isMaking, setMaking] = useState(false)
  const again = () => queryClient.invalidateQueries({ queryKey: plansQuery.queryKey })
  const create = mayWrite && list.data && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('stored_value.new_plan')}
    </Button>
  )
  const columns: TableColumnsType<Plan> = [
    { key: 'name', title: t('stored_value.name'), dataIndex: 'name' },
    {
      key: 'pay',
      title: t('stored_value.pay'),
      align: 'right',
      render: (_, plan) => <Money fen={plan.pay_fen} />,
    },
    {
      key: 'bonus',
      title: t('stored_value.bonus'),
      align: 'right',
      render: (_, plan) => <Money fen={plan.bonus_fen} />,
    },
    {
      key: 'days',
      title: t('stored_value.bonus_days'),
      align: 'right',
      render: (_, plan) => plan.bonus_days ?? t('stored_value.never'),
    },
    {
      key: 'topups',
      title: t('stored_value.topups'),
      align: 'right',
      render: (_, plan) => <Count value={plan.topups} />,
    },
    {
      key: 'fit',
      title: t('stored_value.fit'),
      render: (_, plan) =>
        plan.fit.warnings.map((warning) => (
          <Chip key={warning} tone="warning">
            {t(`stored_value.warning_${warning}`)}
          </Chip>
        )),
    },
    {
      key: 'actions',
      title: '',
      width: 120,
      render: (_, plan) =>
        mayWrite && (
          <SureButton
            danger={plan.state === 'live'}
            label={plan.state === 'live' ? t('stored_value.stop') : t('stored_value.resume')}
            title={plan.name}
            words={
              plan.state === 'live' ? t('stored_value.stop_words') : t('stored_value.resume_words')
            }
            run={async () => {
              await setPlanState(plan.id, plan.state === 'live' ? 'stopped' : 'live')
              return t('stored_value.changed')
            }}
            onDone={again}
          />
        ),
    },
  ]
  return (
    <>
      <Filters>{create}</Filters>
      {list.data && (
        <Alert type="info" showIcon title={Object.values(list.data.clauses).join(' · ')} />
      )}
      <PageTable
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(plan) => plan.id}
        minWidth={900}
        label={t('stored_value.tab_plans')}
        empty={
          <EmptyState title={t('stored_value.no_plans')} action={create}>
            {t('stored_value.no_plans_words')}
          </EmptyState>
        }
      />
      {isMaking && list.data && (
        <PlanForm plans={list.data} onClose={() => setMaking(false)} onSaved={again} />
      )}
    </>
  )
}
