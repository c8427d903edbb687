// From a goal to what has to happen: sliders for what is to come, and what they would bring.
import { DatePicker, InputNumber, Slider } from 'antd'
import dayjs from 'dayjs'
import { Choose } from '../../audiences/Pick.tsx'
import { useCurrencySign } from '../../format/currencySign.ts'
import type { Days } from '../../format/days.ts'
import { useLocale } from '../../format/locale.tsx'
import { useNow } from '../../format/now.ts'
import { dayOf } from '../../format/time.ts'
import { useTexts } from '../../i18n/texts.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Brand } from '../AnalysisPage.tsx'
import { noExamples } from '../examples.ts'
import styles from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import { askPlan, type PlanAnswer, type PlanQuestion } from './api.ts'
import { FACTORS, type Factor, sent, typed } from './factors.ts'
import { isNamed, type PlannerDraft, readPlanner } from './goalDraft.ts'
import own from './Operating.module.css'
import { PlanAnswerView } from './PlanAnswer.tsx'
import { ScopeField } from './ScopeField.tsx'

const yearEnd = (today: string) => `${today.slice(0, 4)}-12-31`

export const plannerAnalysis: Analysis<PlannerDraft, PlanQuestion, PlanAnswer> = {
  code: 'planner',
  read: readPlanner,
  question: planQuestion,
  ask: askPlan,
  Fields: Goal,
  Unasked,
  useExamples: noExamples,
  Answer: ({ answer, question, draft, onChange }) => (
    <PlanAnswerView answer={answer} question={question}>
      <Sliders answer={answer} draft={draft} onChange={onChange} />
    </PlanAnswerView>
  ),
}

export function PlannerPage() {
  return <AnalysisPage {...plannerAnalysis} />
}

function Unasked() {
  const t = useTexts()
  return (
    <Panel>
      <EmptyState title={t('operating_plan.no_goal')}>
        {t('operating_plan.no_goal_words')}
      </EmptyState>
    </Panel>
  )
}

function planQuestion(draft: PlannerDraft, _: Days, { today }: Brand): PlanQuestion | undefined {
  const { gmv, customers, scope, scope_value, basis, solve } = draft
  const until = draft.until ?? yearEnd(today)
  if (!isNamed(draft) || (gmv === undefined && customers === undefined)) return undefined
  const factors = Object.fromEntries(
    FACTORS.flatMap((factor) => {
      const value = draft.set[factor]
      return value === undefined ? [] : [[factor, sent(factor, value)]]
    }),
  )
  return {
    ...{ scope, scope_value, until, factors, basis_days: basis },
    ...(gmv !== undefined && { gmv_goal_fen: Math.round(gmv * 100) }),
    ...(customers !== undefined && customers > 0 && { customers_goal: customers }),
    ...(solve && gmv !== undefined && { solve_for: solve }),
  }
}

function Goal(props: { draft: PlannerDraft; onChange: (draft: PlannerDraft) => void }) {
  const t = useTexts()
  const unit = useCurrencySign()
  const { timeZone } = useLocale()
  const now = useNow()
  const { draft, onChange } = props
  const without = <Name extends 'gmv' | 'customers' | 'solve'>(name: Name) => {
    const { [name]: _, ...rest } = draft
    return rest as PlannerDraft
  }
  const number = (name: 'gmv' | 'customers') => (
    <InputNumber
      aria-label={t(`operating_plan.${name}`, { unit })}
      style={{ width: '100%' }}
      min={0}
      precision={name === 'gmv' ? 2 : 0}
      placeholder={t(`operating_plan.${name}_example`)}
      value={draft[name] ?? null}
      onChange={(value) => onChange(value === null ? without(name) : { ...draft, [name]: value })}
    />
  )
  return (
    <div className={styles.fields}>
      <ScopeField scope={draft} onChange={(scope) => onChange({ ...draft, ...scope })} />
      <Field label={t('operating_plan.gmv', { unit })} hint={t('operating_plan.gmv_help')}>
        {number('gmv')}
      </Field>
      <Field label={t('operating_plan.customers')}>{number('customers')}</Field>
      <Field label={t('operating_plan.until')}>
        <DatePicker
          aria-label={t('operating_plan.until')}
          allowClear={false}
          value={dayjs(draft.until ?? yearEnd(dayOf(now, timeZone)))}
          onChange={(_, day) => {
            if (typeof day === 'string' && day) onChange({ ...draft, until: day })
          }}
        />
      </Field>
      <Field label={t('operating_plan.basis')} hint={t('operating_plan.basis_help')}>
        <InputNumber
          aria-label={t('operating_plan.basis')}
          min={7}
          max={366}
          precision={0}
          value={draft.basis}
          onChange={(basis) => basis !== null && onChange({ ...draft, basis })}
        />
      </Field>
      <Field label={t('operating_plan.solve')} hint={t('operating_plan.solve_help')}>
        <Choose<Factor | 'none'>
          label={t('operating_plan.solve')}
          value={draft.solve ?? 'none'}
          options={(['none', ...FACTORS] as const).map((value) => ({
            value,
            label: t(value === 'none' ? 'operating_plan.solve_none' : `operating_factor.${value}`),
          }))}
          onChange={(value) =>
            onChange(value === 'none' ? without('solve') : { ...draft, solve: value })
          }
        />
      </Field>
    </div>
  )
}

/** From nothing to three times of what was, or what it takes. */
function Sliders(props: {
  answer: PlanAnswer
  draft: PlannerDraft
  onChange: (draft: PlannerDraft) => void
}) {
  const t = useTexts()
  const unit = useCurrencySign()
  const { answer, draft, onChange } = props
  return (
    <div className={styles.fields}>
      {FACTORS.map((factor) => {
        const expected = typed(factor, answer.expected.factors[factor])
        const value = draft.set[factor] ?? expected
        const isSolved = answer.solved?.factor === factor
        const usual = typed(factor, usualOf(answer, factor))
        const most = factor === 'conversion_rate' ? 100 : Math.max(usual * 3, value * 1.2, 1)
        const put = (next: number) => onChange({ ...draft, set: { ...draft.set, [factor]: next } })
        const name = `${t(`operating_factor.${factor}`)}${t(`operating_unit.${factor}`, { unit })}`
        return (
          <div key={factor} className={own.slider}>
            <span>
              {name}{' '}
              <span className={own.quiet}>
                {t('operating_plan.was', { value: rounded(usual) })}
              </span>
            </span>
            <Slider
              min={0}
              max={Math.min(most, factor === 'conversion_rate' ? 100 : most)}
              step={most / 200}
              value={isSolved ? expected : value}
              disabled={isSolved}
              ariaLabelForHandle={name}
              tooltip={{ formatter: (at) => rounded(at ?? 0) }}
              onChange={put}
            />
            <InputNumber
              size="small"
              aria-label={name}
              min={0}
              style={{ width: '100%' }}
              value={Number(rounded(isSolved ? expected : value))}
              disabled={isSolved}
              onChange={(next) => next !== null && put(next)}
            />
          </div>
        )
      })}
    </div>
  )
}

/** What it would be for the days to come if nothing changed. */
function usualOf({ basis, days_to_come }: PlanAnswer, factor: Factor): number {
  const value = basis.factors[factor]
  return factor === 'visitors' ? (value * days_to_come) / basis.days : value
}

const rounded = (value: number) => String(Number(value.toPrecision(4)))
