import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useSettled } from '../../ui/settled.ts'
import styles from './Definitions.module.css'
import { Figures, SampleLine } from './Figures.tsx'

const REST_MS = 500

/** What is asked, once it has stood still for a moment. */
export function useAtRest<Asked>(asked: Asked): Asked {
  return JSON.parse(useSettled(JSON.stringify(asked), REST_MS)) as Asked
}

interface Sample {
  event_id: string
  customer: number
}

/** What a definition would give now: its figures, its commonest values, and some events with it. */
export function Preview<Found extends { samples: readonly Sample[] }>(props: {
  found: UseQueryResult<Found>
  figures: (found: Found) => readonly (readonly [label: string, value: string])[]
  /** In one line under the figures. */
  values: (found: Found) => string
  head: (sample: Found['samples'][number]) => ReactNode
  parts: (sample: Found['samples'][number]) => readonly { name: string; value: string | null }[]
}) {
  const t = useTexts()
  const { data, error, refetch } = props.found
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={5} />
  const values = props.values(data)
  return (
    <>
      <Figures figures={props.figures(data)} />
      {values !== '' && <span className={styles.words}>{values}</span>}
      {data.samples.length === 0 ? (
        <span className={styles.words}>{t('definitions.no_events')}</span>
      ) : (
        <ul className={styles.samples}>
          {data.samples.map((one) => (
            <SampleLine
              key={one.event_id}
              customer={one.customer}
              head={props.head(one)}
              parts={props.parts(one)}
            />
          ))}
        </ul>
      )}
    </>
  )
}
