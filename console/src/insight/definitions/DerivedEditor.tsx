import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useBuilding } from '../../audiences/building.tsx'
import { PickMany } from '../../audiences/Pick.tsx'
import { exactNumber, percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { type DerivedInput, type DerivedProperty, derivedPreviewQuery, saveDerived } from './api.ts'
import styles from './Definitions.module.css'
import { Editor, Labelled, Words } from './Editor.tsx'
import { ExpressionField } from './ExpressionField.tsx'
import { type Expression, isWhole, property, said } from './expression.ts'
import { Preview, useAtRest } from './Preview.tsx'

export function DerivedEditor(props: {
  start: DerivedProperty | undefined
  isCopy: boolean
  onClose: () => void
}) {
  const t = useTexts()
  const { choices, sayer } = useBuilding()
  const { start, isCopy } = props
  const [name, setName] = useState(isCopy ? '' : (start?.name ?? ''))
  const [description, setDescription] = useState(start?.description ?? '')
  const [events, setEvents] = useState<string[]>(start?.events ?? [])
  const [expression, setExpression] = useState<Expression>(
    () => (start?.expression as Expression | undefined) ?? property(),
  )
  const isReady = isWhole(expression)
  const id = isCopy ? undefined : start?.id
  const all = choices.events.map(({ value }) => value)
  return (
    <Editor
      title={t(start && !isCopy ? 'definitions.edit_derived' : 'definitions.add_derived')}
      isWhole={isReady && name.trim() !== ''}
      save={() => saveDerived(id, { name, description, events, expression })}
      onClose={props.onClose}
      preview={
        isReady ? (
          <Found id={id} asked={{ expression, events }} />
        ) : (
          <span className={styles.words}>{t('definitions.unfinished')}</span>
        )
      }
    >
      <Words {...{ name, description, onName: setName, onDescription: setDescription }} />
      <Labelled label={t('derived.events')} hint={t('derived.events_words')}>
        <PickMany
          label={t('derived.all_events')}
          values={events}
          choices={choices.events}
          onChange={(next) => setEvents(next.slice(0, 50))}
        />
      </Labelled>
      <ExpressionField
        label={t('derived.expression')}
        value={expression}
        events={events.length > 0 ? events : all}
        onChange={setExpression}
      />
      <code className={styles.code}>{said(expression, sayer.labels.property)}</code>
    </Editor>
  )
}

function Found(props: {
  id: string | undefined
  asked: Pick<DerivedInput, 'expression' | 'events'>
}) {
  const t = useTexts()
  return (
    <Preview
      found={useQuery(derivedPreviewQuery(props.id, useAtRest(props.asked)))}
      figures={({ type, events, with_value }) => [
        [t('definitions.type'), t(`derived_type.${type}`)],
        [t('definitions.events_7'), exactNumber(events)],
        [t('derived.with_value'), events === 0 ? '—' : percent(with_value / events)],
      ]}
      values={({ values }) =>
        values.map((one) => `${one.value ?? '—'} ${exactNumber(one.events)}`).join(' · ')
      }
      head={(one) => (
        <>
          {one.event} → <b>{one.value ?? '—'}</b>
        </>
      )}
      parts={({ made_of }) => made_of}
    />
  )
}
