import { useBuilding } from '../audiences/building.tsx'
import { PropertyField } from '../audiences/EventField.tsx'
import { Choose, Pick, PickMany } from '../audiences/Pick.tsx'
import { Num } from '../audiences/Pieces.tsx'
import { useTexts } from '../i18n/texts.ts'
import type { Breakdown } from './breakdown.ts'
import styles from './Insight.module.css'
import { Field } from './QuestionFields.tsx'

const KINDS = ['none', 'event', 'customer', 'audience'] as const
type Kind = (typeof KINDS)[number]

/** What the figures are told apart by. */
export function BreakdownField(props: {
  breakdown: Breakdown | undefined
  /** Whose properties are offered. */
  events: readonly string[]
  /** How many steps there are to take the property of; not asked where there are none. */
  steps?: number
  without?: readonly Kind[]
  onChange: (breakdown: Breakdown | undefined) => void
}) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { breakdown, onChange, steps = 0, without = [] } = props
  const limit = breakdown?.limit ?? 10
  const choose = (kind: Kind) => {
    if (kind === 'none') onChange(undefined)
    else if (kind === 'audience') onChange({ type: kind, by: [], limit })
    else onChange({ type: kind, by: '', limit })
  }
  return (
    <Field
      label={t('insight_field.breakdown')}
      hint={breakdown && t(`insight_hint.breakdown_${breakdown.type}`)}
    >
      <div className={styles.row}>
        <Choose<Kind>
          label={t('insight_field.breakdown')}
          value={breakdown?.type ?? 'none'}
          options={KINDS.filter((kind) => !without.includes(kind)).map((value) => ({
            value,
            label: t(`insight_breakdown.${value}`),
          }))}
          onChange={choose}
        />
        {breakdown?.type === 'event' && (
          <PropertyField
            events={props.events}
            value={breakdown.by}
            onChange={(by) => onChange({ ...breakdown, by })}
          />
        )}
        {breakdown?.type === 'customer' && (
          <Pick
            label={t('insight_field.attribute')}
            value={breakdown.by}
            choices={choices.attributes}
            isFree
            onChange={(by) => onChange({ ...breakdown, by })}
          />
        )}
        {breakdown?.type === 'audience' && (
          <PickMany
            label={t('insight_field.audiences')}
            values={breakdown.by}
            choices={choices.audiences}
            onChange={(by) => onChange({ ...breakdown, by: by.slice(0, 20) })}
          />
        )}
      </div>
      {breakdown?.type === 'event' && steps > 0 && (
        <div className={styles.row}>
          <span className={styles.hint}>{t('insight_field.attribution')}</span>
          <Choose
            label={t('insight_field.attribution')}
            value={String(breakdown.attribution ?? 'first')}
            options={[
              ...(['first', 'last'] as const).map((value) => ({
                value: value as string,
                label: t(`insight_attribution.${value}`),
              })),
              ...Array.from({ length: steps }, (_, at) => ({
                value: String(at + 1),
                label: t('insight_attribution.step', { n: at + 1 }),
              })),
            ]}
            onChange={(value) =>
              onChange({
                ...breakdown,
                attribution: value === 'first' || value === 'last' ? value : Number(value),
              })
            }
          />
        </div>
      )}
      {breakdown && breakdown.type !== 'audience' && (
        <div className={styles.row}>
          <span className={styles.hint}>{t('insight_field.limit')}</span>
          <Num
            label={t('insight_field.limit')}
            value={limit}
            min={1}
            max={100}
            precision={0}
            onChange={(next) => onChange({ ...breakdown, limit: next })}
          />
        </div>
      )}
    </Field>
  )
}
