import { Checkbox } from 'antd'
import { EventField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { Num } from '../../audiences/Pieces.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { blank } from '../examples.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { PERIODS } from '../periods.ts'
import { Field, PeriodField, WhoField } from '../QuestionFields.tsx'
import { KINDS, MEASURES, type RetentionDraft } from './draft.ts'

export function RetentionQuestionFields(props: {
  draft: RetentionDraft
  onChange: (draft: RetentionDraft) => void
}) {
  const t = useTexts()
  const { draft, onChange } = props
  const { returning: _, ...same } = draft
  return (
    <div className={styles.fields}>
      <Field label={t('insight_field.target')} hint={t(`insight_hint.kind_${draft.kind}`)}>
        <EventField
          label={t('insight_field.target_event')}
          pattern={draft.target}
          onChange={(target) => onChange({ ...draft, target })}
        />
        <Choose
          label={t('insight_field.kind')}
          value={draft.kind}
          options={KINDS.map((value) => ({ value, label: t(`insight_kind.${value}`) }))}
          onChange={(kind) => onChange({ ...draft, kind })}
        />
      </Field>
      <Field label={t('insight_field.returning')}>
        <Checkbox
          checked={draft.returning === undefined}
          onChange={({ target }) =>
            onChange(target.checked ? same : { ...draft, returning: blank() })
          }
        >
          {t('insight_field.returning_same')}
        </Checkbox>
        {draft.returning && (
          <EventField
            label={t('insight_field.returning_event')}
            pattern={draft.returning}
            onChange={(returning) => onChange({ ...draft, returning })}
          />
        )}
      </Field>
      <Field label={t('insight_field.cohorts')} hint={t('insight_hint.cohorts')}>
        <div className={styles.row}>
          <Num
            label={t('insight_field.intervals')}
            value={draft.intervals}
            min={1}
            max={100}
            precision={0}
            onChange={(intervals) => onChange({ ...draft, intervals })}
          />
          <PeriodField
            label={t('insight_field.period')}
            period={draft.period}
            periods={PERIODS}
            onChange={(period) => onChange({ ...draft, period })}
          />
        </div>
      </Field>
      <Field
        label={t('insight_field.measure')}
        hint={draft.measure === 'revenue' ? t('insight_hint.revenue') : undefined}
      >
        <Choose
          label={t('insight_field.measure')}
          value={draft.measure}
          options={MEASURES.map((value) => ({ value, label: t(`insight_measure.${value}`) }))}
          onChange={(measure) => onChange({ ...draft, measure })}
        />
      </Field>
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}
