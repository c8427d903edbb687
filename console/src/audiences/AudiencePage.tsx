import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Tabs } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Figure, FigureRow } from '../ui/Figure.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { AudienceActions } from './AudienceActions.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, audienceQuery, estimateQuery, hasMembership } from './api.ts'
import { InsideTab } from './InsideTab.tsx'
import { OverlapTab } from './OverlapTab.tsx'
import { Overview } from './Overview.tsx'
import { RulesTab } from './RulesTab.tsx'
import { UsesTab } from './UsesTab.tsx'
import { WhyTab } from './WhyTab.tsx'
import { Freshness, StateChip } from './words.tsx'

const route = getRouteApi('/app/audiences/$audienceId')
const LOOK_AGAIN_MS = 10_000

export function AudiencePage() {
  const t = useTexts()
  const { audienceId } = route.useParams()
  const audience = useQuery({ ...audienceQuery(audienceId), refetchInterval: LOOK_AGAIN_MS })
  if (audience.data) return <Known audience={audience.data} />
  return (
    <Page title={t('audiences.title')}>
      <Panel>
        {audience.error ? (
          <ErrorPanel error={audience.error} onRetry={() => void audience.refetch()} />
        ) : (
          <SkeletonLines lines={12} />
        )}
      </Panel>
    </Page>
  )
}

function Known(props: { audience: Audience }) {
  const { audience } = props
  const t = useTexts()
  const { tab } = route.useSearch()
  const navigate = useNavigate()
  const isRule = audience.kind === 'rule'
  const tabs = [
    {
      key: 'overview',
      label: t('audience_tab.overview'),
      children: <Overview audience={audience} />,
    },
    { key: 'inside', label: t('audience_tab.inside'), children: <InsideTab audience={audience} /> },
    {
      key: 'overlap',
      label: t('audience_tab.overlap'),
      children: <OverlapTab audience={audience} />,
    },
    ...(isRule
      ? [{ key: 'rule', label: t('audience_tab.rule'), children: <RulesTab audience={audience} /> }]
      : []),
    { key: 'why', label: t('audience_tab.why'), children: <WhyTab audience={audience} /> },
    { key: 'uses', label: t('audience_tab.uses'), children: <UsesTab audience={audience} /> },
  ]
  return (
    <Page
      title={audience.name}
      facts={
        <p className={styles.facts}>
          <StateChip state={audience.state} />
          {audience.description && <span>{audience.description}</span>}
        </p>
      }
      actions={<AudienceActions audience={audience} />}
    >
      {audience.failure && (
        <Alert
          type="error"
          showIcon
          title={t('audience_page.failed')}
          description={audience.failure.message}
        />
      )}
      <Head audience={audience} />
      <Tabs
        activeKey={tabs.some(({ key }) => key === tab) ? tab : 'overview'}
        destroyOnHidden
        onChange={(key) =>
          void navigate({
            to: '/audiences/$audienceId',
            params: { audienceId: audience.id },
            search: { tab: key === 'overview' ? undefined : key },
            replace: true,
          })
        }
        items={tabs}
      />
    </Page>
  )
}

function Head(props: { audience: Audience }) {
  const t = useTexts()
  const { audience } = props
  const isKept = hasMembership(audience)
  const now = useQuery({
    ...estimateQuery({ kind: 'audience', audience: audience.id, is: 'in' }),
    enabled: isKept,
    refetchInterval: LOOK_AGAIN_MS * 3,
  })
  const everybody = now.data?.everybody ?? 0
  const week = audience.week
  return (
    <FigureRow label={t('audience_page.figures')}>
      <Figure
        title={t('audience_list.size')}
        definition={t('audience_page.size_words')}
        value={isKept ? audience.size : null}
        change={{
          from: audience.size - week.entered + week.left,
          good: 'neither',
          against: t('audience_page.week_before'),
        }}
      />
      <Figure
        title={t('audience_estimate.share')}
        definition={t('audience_page.share_words')}
        value={isKept && everybody > 0 ? audience.size / everybody : null}
        unit="percent"
      />
      <Figure
        title={t('audience_estimate.reachable')}
        definition={t('audience_page.reachable_words')}
        value={isKept ? (now.data?.reachable ?? null) : null}
      />
      <Figure
        title={t('audience_page.reachable_share')}
        definition={t('audience_page.reachable_words')}
        value={now.data && audience.size > 0 ? now.data.reachable / now.data.size : null}
        unit="percent"
      />
      <div className={styles.fresh}>
        <span>{t('audience_list.fresh')}</span>
        <strong>
          <Freshness of={audience} at={audience.evaluated_at} />
        </strong>
        {audience.version > 0 && (
          <span>{t('audience_page.version', { version: audience.version })}</span>
        )}
      </div>
    </FigureRow>
  )
}
