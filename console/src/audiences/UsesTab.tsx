import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, usesQuery } from './api.ts'

/** What would feel a change of this audience. */
export function UsesTab(props: { audience: Audience }) {
  const t = useTexts()
  const uses = useQuery(usesQuery(props.audience.id))
  const items = uses.data?.items
  return (
    <Panel title={t('audience_tab.uses')}>
      {uses.error && <ErrorPanel error={uses.error} onRetry={() => void uses.refetch()} />}
      {!items && !uses.error && <SkeletonLines lines={4} />}
      {items?.length === 0 && (
        <EmptyState compact title={t('audience_uses.none')}>
          <p>{t('audience_uses.none_words')}</p>
        </EmptyState>
      )}
      <ul className={styles.uses}>
        {items?.map((use) => (
          <li key={`${use.kind}${use.id}`}>
            <span className={styles.quiet}>{t(`audience_uses.${use.kind}`)}</span>{' '}
            {use.kind === 'audience' ? (
              <Link to="/audiences/$audienceId" params={{ audienceId: use.id }}>
                {use.name}
              </Link>
            ) : use.kind === 'tag' ? (
              <Link to="/customers" search={{ tag: use.name }}>
                {use.name}
              </Link>
            ) : (
              <Link to="/pools/$poolId" params={{ poolId: use.id }}>
                {use.name}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
