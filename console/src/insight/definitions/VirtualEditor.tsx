import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EventField } from '../../audiences/EventField.tsx'
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern } from '../../audiences/rule.ts'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useSettled } from '../../ui/settled.ts'
import { When } from '../../ui/When.tsx'
import { blank } from '../examples.ts'
import { asPattern, asQuestion } from '../pattern.ts'
import { saveVirtual, type VirtualEvent, type VirtualInput, virtualPreviewQuery } from './api.ts'
import styles from './Definitions.module.css'
import { Editor, Labelled, Words } from './Editor.tsx'
import { Figures, SampleLine } from './Figures.tsx'

const REST_MS = 500

export function VirtualEditor(props: {
  /** The one that is changed, or what a copy begins as. */
  start: VirtualEvent | undefined
  isCopy: boolean
  onClose: () => void
}) {
  const t = useTexts()
  const { start, isCopy } = props
  const [name, setName] = useState(isCopy ? '' : (start?.name ?? ''))
  const [description, setDescription] = useState(start?.description ?? '')
  const [pattern, setPattern] = useState<EventPattern>(() =>
    start ? asPattern(start.pattern) : blank(),
  )
  const isReady = isWhole(pattern)
  const asked = asQuestion(pattern) as VirtualInput['pattern']
  return (
    <Editor
      title={t(start && !isCopy ? 'definitions.edit_virtual' : 'definitions.add_virtual')}
      isWhole={isReady && name.trim() !== ''}
      save={() =>
        saveVirtual(isCopy ? undefined : start?.id, { name, description, pattern: asked })
      }
      onClose={props.onClose}
      preview={
        isReady ? (
          <Preview pattern={asked} />
        ) : (
          <span className={styles.words}>{t('definitions.unfinished')}</span>
        )
      }
    >
      <Words {...{ name, description, onName: setName, onDescription: setDescription }} />
      <Labelled label={t('definitions.made_of')} hint={t('definitions.virtual_words')}>
        <EventField label={t('definitions.event')} pattern={pattern} onChange={setPattern} />
      </Labelled>
    </Editor>
  )
}

function Preview({ pattern }: { pattern: VirtualInput['pattern'] }) {
  const t = useTexts()
  const text = useSettled(JSON.stringify(pattern), REST_MS)
  const preview = useQuery(virtualPreviewQuery(JSON.parse(text)))
  if (preview.error)
    return <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data) return <SkeletonLines lines={5} />
  const { events, customers, by_event, samples } = preview.data
  return (
    <>
      <Figures
        figures={[
          [t('definitions.events_7'), exactNumber(events)],
          [t('definitions.customers_7'), exactNumber(customers)],
        ]}
      />
      {by_event.length > 1 && (
        <span className={styles.words}>
          {by_event.map((one) => `${one.event} ${exactNumber(one.events)}`).join(' · ')}
        </span>
      )}
      {samples.length === 0 ? (
        <span className={styles.words}>{t('definitions.no_events')}</span>
      ) : (
        <ul className={styles.samples}>
          {samples.map((one) => (
            <SampleLine
              key={one.event_id}
              customer={one.customer}
              head={
                <>
                  {one.event} · <When at={one.at} />
                </>
              }
              parts={one.properties}
            />
          ))}
        </ul>
      )}
    </>
  )
}
