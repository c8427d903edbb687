import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Space, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SureButton } from '../ui/SureButton.tsx'
import { When } from '../ui/When.tsx'
import { type PointsRule, publishRule, rulesQuery, stopRule } from './api.ts'
import { CustomerPoints } from './CustomerPoints.tsx'
import { PointsReport } from './PointsReport.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import { RuleForm } from './RuleForm.tsx'
import { SimulateDialog } from './SimulateDialog.tsx'

const route = getRouteApi('/app/points')
const TABS = ['rules', 'customer', 'report', 'policy'] as const

/** What points are given for, what a customer has, what is owed in all, and how they work. */
export function PointsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tab: asked, customer } = route.useSearch()
  const tab = TABS.find((one) => one === asked) ?? 'rules'
  const id = customer === undefined ? undefined : Number(customer)
  const change = (next: { tab?: string; customer?: string }) =>
    void navigate({ to: '/points', search: next, replace: true })
  return (
    <Page title={t('points.title')} purpose={t('points.purpose')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => change(key === 'rules' ? {} : { tab: key })}
        items={TABS.map((key) => ({ key, label: t(`points.tab_${key}`) }))}
      />
      {tab === 'rules' && <Rules />}
      {tab === 'report' && <PointsReport />}
      {tab === 'policy' && <PolicyForm />}
      {tab === 'customer' && (
        <>
          <Filters>
            <CustomerPicker
              value={id}
              width={320}
              placeholder={t('points.find_customer')}
              onChange={(chosen) =>
                change({ tab, ...(chosen !== undefined && { customer: String(chosen) }) })
              }
            />
          </Filters>
          {id === undefined ? (
            <EmptyState title={t('points.choose_customer')} />
          ) : (
            <CustomerPoints key={id} customerId={id} />
          )}
        </>
      )}
    </Page>
  )
}

function Rules() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const mayWrite = useMay('membership:write')
  const list = useQuery(rulesQuery)
  const [editing, setEditing] = useState<PointsRule | 'new'>()
  const [trying, setTrying] = useState<PointsRule>()
  const again = () => queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {t('points.new_rule')}
    </Button>
  )
  const columns: TableColumnsType<PointsRule> = [
    { key: 'name', title: t('points.rule_name'), dataIndex: 'name' },
    {
      key: 'for',
      title: t('points.rule_for'),
      render: (_, r) => t(`points.for_${r.draft.on.kind}`),
    },
    {
      key: 'state',
      title: t('points.rule_state'),
      width: 140,
      render: (_, r) => (
        <Chip tone={r.state === 'live' ? 'good' : 'plain'}>{t(`points.state_${r.state}`)}</Chip>
      ),
    },
    {
      key: 'version',
      title: t('points.rule_version'),
      width: 100,
      align: 'right',
      render: (_, r) => r.version ?? 0,
    },
    {
      key: 'at',
      title: t('points.changed'),
      width: 140,
      render: (_, r) => <When at={r.updated_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 320,
      render: (_, rule) => (
        <Space wrap>
          <Button onClick={() => setTrying(rule)}>{t('points.simulate')}</Button>
          {mayWrite && (
            <>
              <Button onClick={() => setEditing(rule)}>{t('points.edit')}</Button>
              <SureButton
                label={t('points.publish')}
                title={t('points.publish_title', { name: rule.name })}
                words={t('points.publish_words')}
                run={async () => {
                  await publishRule(rule.id)
                  return t('points.published')
                }}
                onDone={again}
              />
              {rule.state === 'live' && (
                <SureButton
                  danger
                  label={t('points.stop')}
                  title={t('points.stop_title', { name: rule.name })}
                  words={t('points.stop_words')}
                  run={async () => {
                    await stopRule(rule.id)
                    return t('points.stopped')
                  }}
                  onDone={again}
                />
              )}
            </>
          )}
        </Space>
      ),
    },
  ]
  return (
    <>
      <Filters>{create}</Filters>
      <PageTable
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(rule) => rule.id}
        minWidth={900}
        label={t('points.tab_rules')}
        empty={
          <EmptyState title={t('points.no_rules')} action={create}>
            {t('points.no_rules_words')}
          </EmptyState>
        }
      />
      {editing && (
        <RuleForm
          rule={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={again}
        />
      )}
      {trying && <SimulateDialog rule={trying} onClose={() => setTrying(undefined)} />}
    </>
  )
}
