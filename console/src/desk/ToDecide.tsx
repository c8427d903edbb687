import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import { approvalsQuery } from './api.ts'
import styles from './ToDecide.module.css'
import { useApprovalTitle } from './words.ts'

const SHOWN = 5

/** Requests that wait for this very reader; nothing when there are none. */
export function ToDecide() {
  const t = useTexts()
  const titleOf = useApprovalTitle()
  const list = useQuery({
    ...approvalsQuery({ state: 'waiting', limit: 50 }),
    enabled: useMay('approvals:decide'),
  })
  const waiting = list.data?.items.filter((approval) => approval.may_decide) ?? []
  if (waiting.length === 0) return null
  return (
    <Panel
      flush
      title={t('notices.to_decide', { count: waiting.length })}
      extra={<Link to="/approvals">{t('notices.see_approvals')}</Link>}
    >
      {waiting.slice(0, SHOWN).map((approval) => (
        <div key={approval.id} className={styles.row}>
          <span>
            {titleOf(approval)}{' '}
            <span className={styles.quiet}>
              {approval.requested_by_name} · <When at={approval.requested_at} />
            </span>
          </span>
          <ButtonLink
            to="/approvals"
            search={{ open: approval.id }}
            size="small"
            color="primary"
            variant="outlined"
          >
            {t('approvals.decide')}
          </ButtonLink>
        </div>
      ))}
    </Panel>
  )
}
