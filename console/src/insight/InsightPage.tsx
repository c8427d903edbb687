import { Button, ConfigProvider } from 'antd'
import { type ReactNode, useState } from 'react'
import { BuildingProvider } from '../audiences/building.tsx'
import type { useVocabulary } from '../audiences/vocabulary.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { useIsPhone } from '../ui/narrow.ts'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { AsOfField } from './AsOf.tsx'
import styles from './Insight.module.css'
import { InsightFrame } from './InsightFrame.tsx'
import type { InsightCode } from './pages.ts'

/** An analysis: what is asked on the left, what was counted beside it. */
export function InsightPage(props: {
  analysis: InsightCode
  vocabulary: ReturnType<typeof useVocabulary>
  question: ReactNode
  /** What is asked, in one line: on a phone all that shows of it once there is an answer. */
  said?: string | undefined
  /** Beside the question's title. */
  extra?: ReactNode
  children: ReactNode
}) {
  const t = useTexts()
  const { query, choices, sayer } = props.vocabulary
  const isPhone = useIsPhone()
  const [isOpen, setOpen] = useState(false)
  const { said } = props
  if (isPhone && said !== undefined && !isOpen)
    return (
      <InsightFrame code={props.analysis}>
        <BuildingProvider building={{ choices, sayer, asksCustomers: true }}>
          <div className={styles.asked}>
            <span>{said || t(`insight_page.${props.analysis}`)}</span>
            <Button size="small" onClick={() => setOpen(true)}>
              {t('insight.edit')}
            </Button>
          </div>
          <div className={styles.main}>{props.children}</div>
        </BuildingProvider>
      </InsightFrame>
    )
  return (
    <InsightFrame code={props.analysis}>
      <BuildingProvider building={{ choices, sayer, asksCustomers: true }}>
        <div className={styles.columns}>
          <div className={styles.side}>
            <Panel
              title={t('insight.question')}
              extra={
                <>
                  {props.extra}
                  {isPhone && isOpen && (
                    <Button size="small" onClick={() => setOpen(false)}>
                      {t('insight.fold')}
                    </Button>
                  )}
                </>
              }
            >
              {query.data ? (
                <ConfigProvider componentSize="small">
                  <div className={styles.fields}>
                    {props.question}
                    <AsOfField />
                  </div>
                </ConfigProvider>
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
    </InsightFrame>
  )
}
