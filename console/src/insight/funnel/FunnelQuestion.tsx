import { EventField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { SpanField } from '../../audiences/Pieces.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { BreakdownField } from '../BreakdownField.tsx'
import { blank } from '../examples.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { eventsOf, WINDOW_UNITS } from '../pattern.ts'
import { AddOne, Field, RemoveOne, WhoField } from '../QuestionFields.tsx'
import { StepsField } from '../StepsField.tsx'
import { type Exclusion, type FunnelDraft, ORDERS, withSteps } from './draft.ts'

const MOST_EXCLUSIONS = 5

export function FunnelQuestionFields(props: {
  draft: FunnelDraft
  onChange: (draft: FunnelDraft) => void
}) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('insight_field.steps')}>
        <StepsField steps={draft.steps} onChange={(steps) => onChange(withSteps(draft, steps))} />
      </Field>
      <Field label={t('insight_field.order')} hint={t(`insight_hint.order_${draft.order}`)}>
        <Choose
          label={t('insight_field.order')}
          value={draft.order}
          options={ORDERS.map((value) => ({ value, label: t(`insight_order.${value}`) }))}
          onChange={(order) => onChange({ ...draft, order })}
        />
      </Field>
      <Field label={t('insight_field.window')} hint={t('insight_hint.window')}>
        <SpanField
          label={t('insight_field.window')}
          span={draft.window}
          units={WINDOW_UNITS}
          onChange={(window) => onChange({ ...draft, window })}
        />
      </Field>
      <ExclusionsField {...props} />
      <BreakdownField
        breakdown={draft.breakdown}
        events={eventsOf(draft.steps)}
        steps={draft.steps.length}
        onChange={(breakdown) => onChange(having(draft, 'breakdown', breakdown))}
      />
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}

/** What must not happen between two steps. */
function ExclusionsField(props: { draft: FunnelDraft; onChange: (draft: FunnelDraft) => void }) {
  const t = useTexts()
  const { draft } = props
  const { exclusions, steps } = draft
  if (steps.length < 2) return null
  const put = (next: Exclusion[]) => props.onChange({ ...draft, exclusions: next })
  const places = steps.map((_, at) => ({ value: String(at + 1), label: String(at + 1) }))
  return (
    <Field label={t('insight_field.exclusions')} hint={t('insight_hint.exclusions')}>
      {exclusions.map((one, at) => {
        const change = (next: Partial<Exclusion>) => put(exclusions.with(at, { ...one, ...next }))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: exclusions have no names of their own
          <div key={at} className={styles.step}>
            <div>
              <EventField
                label={t('insight_field.exclusion')}
                pattern={one.event}
                onChange={(event) => change({ event })}
              />
              {draft.order !== 'unordered' && (
                <div className={styles.row}>
                  <span>{t('insight_field.from_step')}</span>
                  <Choose
                    label={t('insight_field.from_step')}
                    value={String(one.from_step)}
                    options={places.slice(0, one.to_step - 1)}
                    onChange={(step) => change({ from_step: Number(step) })}
                  />
                  <span>{t('insight_field.to_step')}</span>
                  <Choose
                    label={t('insight_field.to_step')}
                    value={String(one.to_step)}
                    options={places.slice(one.from_step)}
                    onChange={(step) => change({ to_step: Number(step) })}
                  />
                </div>
              )}
            </div>
            <span className={styles.tools}>
              <RemoveOne
                label={t('insight_field.remove_exclusion')}
                onRemove={() => put(exclusions.toSpliced(at, 1))}
              />
            </span>
          </div>
        )
      })}
      <AddOne
        isFull={exclusions.length >= MOST_EXCLUSIONS}
        onAdd={() => put([...exclusions, { event: blank(), from_step: 1, to_step: steps.length }])}
      >
        {t('insight_field.add_exclusion')}
      </AddOne>
    </Field>
  )
}
