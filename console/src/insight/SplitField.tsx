import { useBuilding } from '../audiences/building.tsx'
import { PropertyField } from '../audiences/EventField.tsx'
import { Pick } from '../audiences/Pick.tsx'
import { useTexts } from '../i18n/texts.ts'
import styles from './Insight.module.css'
import { AddOne, Field, RemoveOne } from './QuestionFields.tsx'

const MOST_SPLITS = 10

export interface Split {
  event: string
  by: string
}

/** Events that are a node for each value of a property: a node for each page. */
export function SplitField(props: { split: readonly Split[]; onChange: (split: Split[]) => void }) {
  const t = useTexts()
  const { choices, sayer } = useBuilding()
  const { split, onChange } = props
  return (
    <Field label={t('paths_field.split')} hint={t('paths_hint.split')}>
      {split.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no names of their own
        <div key={at} className={styles.step}>
          <div className={styles.row}>
            <Pick
              label={t('paths_field.split_event')}
              value={one.event}
              choices={choices.events}
              nameOf={sayer.labels.event}
              isFree
              onChange={(event) => onChange(split.with(at, { ...one, event }))}
            />
            <PropertyField
              events={one.event ? [one.event] : []}
              value={one.by}
              onChange={(by) => onChange(split.with(at, { ...one, by }))}
            />
          </div>
          <span className={styles.tools}>
            <RemoveOne
              label={t('paths_field.remove_split')}
              onRemove={() => onChange(split.toSpliced(at, 1))}
            />
          </span>
        </div>
      ))}
      <AddOne
        isFull={split.length >= MOST_SPLITS}
        onAdd={() => onChange([...split, { event: '', by: '' }])}
      >
        {t('paths_field.add_split')}
      </AddOne>
    </Field>
  )
}
