import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'
import { StatementsPanel } from './StatementsPanel.tsx'
import { WaysPanel } from './WaysPanel.tsx'
import { WechatPayPanel } from './WechatPayPanel.tsx'

/** Where the own shop's money goes: the brand's accounts with payment providers. */
export function PaymentsPage() {
  const t = useTexts()
  return (
    <Page title={t('payments.title')} purpose={t('payments.purpose')}>
      <WaysPanel />
      <WechatPayPanel />
      <StatementsPanel />
    </Page>
  )
}
