import { EventField } from '../../audiences/EventField.tsx'
import { useTexts } from '../../i18n/texts.ts'
import type { Period } from '../api.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { Field, PeriodField, WhoField } from '../QuestionFields.tsx'
import type { ActivityDraft } from './draft.ts'

export function ActivityQuestionFields(props: {
  draft: ActivityDraft
  periods: readonly Period[]
  onChange: (draft: ActivityDraft) => void
}) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('insight_field.active')} hint={t('insight_hint.active')}>
        <EventField
          label={t('insight_field.active_event')}
          pattern={draft.of}
          onChange={(of) => onChange({ ...draft, of })}
        />
      </Field>
      <Field label={t('insight_field.period')}>
        <PeriodField
          label={t('insight_field.period')}
          period={draft.period}
          periods={props.periods}
          onChange={(period) => onChange({ ...draft, period })}
        />
      </Field>
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}
