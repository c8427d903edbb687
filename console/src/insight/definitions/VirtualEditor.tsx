import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EventField } from '../../audiences/EventField.tsx'
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern } from '../../audiences/rule.ts'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { When } from '../../ui/When.tsx'
import { blank } from '../examples.ts'
import { asPattern, asQuestion } from '../pattern.ts'
import { saveVirtual, type VirtualEvent, type VirtualInput, virtualPreviewQuery } from './api.ts'
import styles from './Definitions.module.css'
import { Editor, Labelled, Words } from './Editor.tsx'
import { Preview, useAtRest } from './Preview.tsx'

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
          <Found pattern={asked} />
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

function Found({ pattern }: { pattern: VirtualInput['pattern'] }) {
  const t = useTexts()
  return (
    <Preview
      found={useQuery(virtualPreviewQuery(useAtRest(pattern)))}
      figures={({ events, customers }) => [
        [t('definitions.events_7'), exactNumber(events)],
        [t('definitions.customers_7'), exactNumber(customers)],
      ]}
      values={({ by_event }) =>
        by_event.length > 1
          ? by_event.map((one) => `${one.event} ${exactNumber(one.events)}`).join(' · ')
          : ''
      }
      head={(one) => (
        <>
          {one.event} · <When at={one.at} />
        </>
      )}
      parts={({ properties }) => properties}
    />
  )
}
