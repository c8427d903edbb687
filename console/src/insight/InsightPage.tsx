import { Link } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import type { ReactNode } from 'react'
import { BuildingProvider } from '../audiences/building.tsx'
import type { useVocabulary } from '../audiences/vocabulary.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './Insight.module.css'

const ANALYSES = ['trends', 'funnel', 'retention', 'lifecycle', 'stickiness'] as const
export type Analysis = (typeof ANALYSES)[number]

/** An analysis: what is asked on the left, what was counted beside it. */
export function InsightPage(props: {
  analysis: Analysis
  vocabulary: ReturnType<typeof useVocabulary>
  question: ReactNode
  children: ReactNode
}) {
  const t = useTexts()
  const { analysis, vocabulary } = props
  const { query, choices, sayer } = vocabulary
  return (
    <Page title={t(`insight_page.${analysis}`)} purpose={t(`insight_purpose.${analysis}`)}>
      <nav className={styles.tabs} aria-label={t('insight.analyses')}>
        {ANALYSES.map((one) => (
          <Link
            key={one}
            to={`/insight/${one}`}
            className={one === analysis ? `${styles.tab} ${styles.here}` : styles.tab}
          >
            {t(`insight_page.${one}`)}
          </Link>
        ))}
      </nav>
      <BuildingProvider building={{ choices, sayer }}>
        <div className={styles.columns}>
          <div className={styles.side}>
            <Panel title={t('insight.question')}>
              {query.data ? (
                <ConfigProvider componentSize="small">{props.question}</ConfigProvider>
              ) : query.error ? (
                <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
              ) : (
                <SkeletonLines lines={8} />
              )}
            </Panel>
          </div>
          <div className={styles.main}>{props.children}</div>
        </div>
      </BuildingProvider>
    </Page>
  )
}
