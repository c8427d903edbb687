import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Page } from '../ui/Page.tsx'
import { Accounts } from './Accounts.tsx'
import { Commissions } from './Commissions.tsx'
import { Payouts } from './Payouts.tsx'
import { RuleForm } from './RuleForm.tsx'
import { Statements } from './Statements.tsx'

const route = getRouteApi('/app/affiliates')
const TABS = ['accounts', 'commissions', 'statements', 'payouts'] as const

/** Affiliates, what orders by their links earn them, and how it is paid out. */
export function AffiliatesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayPay = useMay('payments:manage')
  const [isRuling, setRuling] = useState(false)
  const tab = TABS.find((one) => one === search.tab) ?? 'accounts'
  return (
    <Page
      title={t('affiliates.title')}
      purpose={t('affiliates.purpose')}
      actions={
        mayPay && <Button onClick={() => setRuling(true)}>{t('commission_rule.title')}</Button>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          void navigate({ to: '/affiliates', search: key === 'accounts' ? {} : { tab: key } })
        }
        items={TABS.map((key) => ({ key, label: t(`affiliates.tab_${key}`) }))}
      />
      {tab === 'commissions' ? (
        <Commissions />
      ) : tab === 'statements' ? (
        <Statements />
      ) : tab === 'payouts' ? (
        <Payouts />
      ) : (
        <Accounts />
      )}
      {isRuling && <RuleForm onClose={() => setRuling(false)} />}
    </Page>
  )
}
