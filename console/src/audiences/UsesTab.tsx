import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { useTemplateWords } from '../templates/words.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, usesQuery } from './api.ts'

interface Use {
  kind: 'audience' | 'computed_attribute' | 'pool' | 'tag' | 'template'
  id: string
  name: string
}

/** What would feel a change of this audience. */
export function UsesTab(props: { audience: Audience }) {
  const t = useTexts()
  const uses = useQuery(usesQuery(props.audience.id))
  return <Uses uses={uses} none={t('audience_uses.none_words')} />
}

export function Uses(props: {
  uses: UseQueryResult<{ items: readonly Use[] }>
  /** What would stand here. */
  none: string
}) {
  const t = useTexts()
  const { uses } = props
  const items = uses.data?.items
  return (
    <Panel title={t('audience_tab.uses')}>
      {uses.error && <ErrorPanel error={uses.error} onRetry={() => void uses.refetch()} />}
      {!items && !uses.error && <SkeletonLines lines={4} />}
      {items?.length === 0 && (
        <EmptyState compact title={t('audience_uses.none')}>
          <p>{props.none}</p>
        </EmptyState>
      )}
      <ul className={styles.uses}>
        {items?.map((use) => (
          <li key={`${use.kind}${use.id}`}>
            <span className={styles.quiet}>{t(`audience_uses.${use.kind}`)}</span>{' '}
            <UseLink use={use} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function UseLink({ use: { kind, id, name } }: { use: Use }) {
  const words = useTemplateWords()
  switch (kind) {
    case 'audience':
      return (
        <Link to="/audiences/$audienceId" params={{ audienceId: id }}>
          {name}
        </Link>
      )
    case 'computed_attribute':
      return (
        <Link to="/computed-attributes/$computedId" params={{ computedId: id }}>
          {name}
        </Link>
      )
    case 'tag':
      return (
        <Link to="/customers" search={{ tag: name }}>
          {name}
        </Link>
      )
    case 'pool':
      return (
        <Link to="/pools/$poolId" params={{ poolId: id }}>
          {name}
        </Link>
      )
    case 'template':
      return (
        <Link to="/audiences/templates" search={{ group: 'rfm' }}>
          {words.name(id)}
        </Link>
      )
  }
}
