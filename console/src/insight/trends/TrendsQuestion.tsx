import { Checkbox, DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { BreakdownField } from '../BreakdownField.tsx'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { eventsOf } from '../pattern.ts'
import { PERIODS } from '../periods.ts'
import { AddOne, Field, PeriodField, RemoveOne, WhoField } from '../QuestionFields.tsx'
import {
  type AskedSeries,
  askedSeries,
  COMPARED,
  letter,
  MEASURES,
  MOST_FORMULAS,
  MOST_SERIES_ASKED,
  needsProperty,
  type TrendsDraft,
} from './draft.ts'

type Props = { draft: TrendsDraft; onChange: (draft: TrendsDraft) => void }

export function TrendsQuestionFields(props: Props) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <SeriesField {...props} />
      <FormulasField {...props} />
      <Field label={t('insight_field.period')}>
        <PeriodField
          label={t('insight_field.period')}
          period={draft.period}
          periods={PERIODS}
          onChange={(period) => onChange({ ...draft, period })}
        />
        <Checkbox
          checked={draft.cumulative}
          onChange={({ target }) => onChange({ ...draft, cumulative: target.checked })}
        >
          {t('insight_field.cumulative')}
        </Checkbox>
      </Field>
      <Field label={t('insight_field.compare')}>
        <Choose
          label={t('insight_field.compare')}
          value={draft.compare ?? 'none'}
          options={(['none', ...COMPARED] as const).map((value) => ({
            value,
            label: t(`insight_compare.${value}`),
          }))}
          onChange={(compare) => {
            onChange(having(draft, 'compare', compare === 'none' ? undefined : compare))
          }}
        />
        {draft.compare === 'days' && (
          <DatePicker.RangePicker
            variant="filled"
            aria-label={t('insight_field.compared_days')}
            value={
              draft.comparedDays && [dayjs(draft.comparedDays.from), dayjs(draft.comparedDays.to)]
            }
            onChange={(chosen) => {
              const [from, to] = (chosen ?? []).map((day) => day?.format('YYYY-MM-DD'))
              onChange(having(draft, 'comparedDays', from && to ? { from, to } : undefined))
            }}
          />
        )}
      </Field>
      <BreakdownField
        breakdown={draft.breakdown}
        events={eventsOf(draft.series.map(({ of }) => of))}
        without={['audience']}
        onChange={(breakdown) => onChange(having(draft, 'breakdown', breakdown))}
      />
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}

function SeriesField({ draft, onChange }: Props) {
  const t = useTexts()
  const { series } = draft
  const put = (next: AskedSeries[]) => onChange({ ...draft, series: next })
  return (
    <Field label={t('insight_field.series')}>
      {series.map((one, at) => {
        const change = (next: Partial<AskedSeries>) => put(series.with(at, { ...one, ...next }))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: series go by their letter, which is their place
          <div key={at} className={styles.step}>
            <span className={styles.number}>{letter(at)}</span>
            <div>
              <EventField
                label={t('insight_field.series_event', { letter: letter(at) })}
                pattern={one.of}
                onChange={(of) => change({ of })}
              />
              <div className={styles.row}>
                <Choose
                  label={t('insight_field.series_measure', { letter: letter(at) })}
                  value={one.measure}
                  options={MEASURES.map((value) => ({ value, label: t(`insight_of.${value}`) }))}
                  onChange={(measure) => change({ measure })}
                />
                {needsProperty(one.measure) && (
                  <PropertyField
                    events={eventsOf([one.of])}
                    value={one.property}
                    numbersOnly={one.measure !== 'distinct'}
                    onChange={(property) => change({ property })}
                  />
                )}
              </div>
              <Input
                variant="filled"
                aria-label={t('insight_field.series_name', { letter: letter(at) })}
                placeholder={t('insight_field.series_name', { letter: letter(at) })}
                maxLength={100}
                value={one.name ?? ''}
                onChange={({ target }) => change({ name: target.value })}
              />
            </div>
            <span className={styles.tools}>
              <RemoveOne
                label={t('insight_field.remove_series', { letter: letter(at) })}
                isLast={series.length <= 1}
                onRemove={() => put(series.toSpliced(at, 1))}
              />
            </span>
          </div>
        )
      })}
      <AddOne
        isFull={series.length >= MOST_SERIES_ASKED}
        onAdd={() => put([...series, askedSeries()])}
      >
        {t('insight_field.add_series')}
      </AddOne>
    </Field>
  )
}

function FormulasField({ draft, onChange }: Props) {
  const t = useTexts()
  const { formulas, formulaNames } = draft
  const put = (formulas: string[], formulaNames: string[]) =>
    onChange({ ...draft, formulas, formulaNames })
  const names = formulas.map((_, at) => formulaNames[at] ?? '')
  return (
    <Field label={t('insight_field.formulas')} hint={t('insight_hint.formulas')}>
      {formulas.map((formula, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: formulas have no names of their own
        <div key={at} className={styles.formula}>
          <Input
            aria-label={t('insight_field.formula', { n: at + 1 })}
            placeholder="B / A * 100"
            maxLength={500}
            value={formula}
            onChange={({ target }) => put(formulas.with(at, target.value), names)}
          />
          <Input
            variant="filled"
            aria-label={t('insight_field.formula_name', { n: at + 1 })}
            placeholder={t('insight_field.formula_name', { n: at + 1 })}
            maxLength={100}
            value={names[at] ?? ''}
            onChange={({ target }) => put(formulas, names.with(at, target.value))}
          />
          <RemoveOne
            label={t('insight_field.remove_formula', { n: at + 1 })}
            onRemove={() => put(formulas.toSpliced(at, 1), names.toSpliced(at, 1))}
          />
        </div>
      ))}
      <AddOne
        isFull={formulas.length >= MOST_FORMULAS}
        onAdd={() => put([...formulas, ''], [...names, ''])}
      >
        {t('insight_field.add_formula')}
      </AddOne>
    </Field>
  )
}
