// The operating scorecard: the closed loop, growth beside value, repeat orders, service, costs.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Slider } from 'antd'
import { useState } from 'react'
import { EventField } from '../../audiences/EventField.tsx'
import type { EventPattern } from '../../audiences/rule.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import type { Days } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { useCompact } from '../../ui/compact.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { type Analysis, AnalysisPage, type Brand, type Vocabulary } from '../AnalysisPage.tsx'
import { patternOf, wayOf } from '../examples.ts'
import styles from '../Insight.module.css'
import { asQuestion } from '../pattern.ts'
import { Field, WhoField } from '../QuestionFields.tsx'
import { askScorecard, type ScorecardAnswer, type ScorecardQuestion, setWeight } from './api.ts'
import { ScorecardView } from './ScorecardView.tsx'
import { readScorecard, type ScorecardDraft } from './whoDraft.ts'

const STEPS = ['receive', 'want', 'choose'] as const

function question(
  draft: ScorecardDraft,
  { from, to }: Days,
  { vocabulary }: Brand,
): ScorecardQuestion | undefined {
  const { receive, want, choose } = stepsOf(vocabulary, draft)
  if (!receive || !want) return undefined
  return {
    ...{ date_from: from, date_to: to },
    receive: asQuestion(receive),
    want: asQuestion(want),
    ...(choose && { choose: asQuestion(choose) }),
    ...(draft.who && { who: draft.who as ScorecardQuestion['who'] }),
  }
}

export const scorecardAnalysis: Analysis<ScorecardDraft, ScorecardQuestion, ScorecardAnswer> = {
  code: 'scorecard',
  since: 'last_30',
  read: readScorecard,
  question,
  ask: askScorecard,
  Fields,
  useExamples: ({ query }) => (query.data ? [] : undefined),
  Answer: ({ answer, question }) => (
    <ScorecardView answer={answer} question={question}>
      <Weight weight={answer.score.operating_weight} />
    </ScorecardView>
  ),
}

export function ScorecardPage() {
  return <AnalysisPage {...scorecardAnalysis} />
}

function Fields(props: { draft: ScorecardDraft; onChange: (draft: ScorecardDraft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const steps = stepsOf(useVocabulary(), draft)
  return (
    <div className={styles.fields}>
      {STEPS.map((step) => (
        <Field
          key={step}
          label={t(`operating_score.${step}`)}
          hint={t(`operating_score.${step}_help`)}
        >
          <EventField
            label={t(`operating_score.${step}`)}
            pattern={steps[step] ?? patternOf('')}
            onChange={(next) => onChange({ ...draft, [step]: next })}
          />
        </Field>
      ))}
      <WhoField
        who={draft.who}
        onChange={(who) => {
          const { who: _, ...rest } = draft
          onChange(who ? { ...rest, who } : rest)
        }}
      />
    </div>
  )
}

type Steps = Partial<Record<(typeof STEPS)[number], EventPattern>>

/** What was chosen, else what the brand's own events are called. */
function stepsOf({ query, choices }: Vocabulary, draft: ScorecardDraft): Steps {
  if (!query.data) return {}
  const way = wayOf(choices.events)
  const guessed = (name: string | undefined) => (name === undefined ? undefined : patternOf(name))
  const named = (is: RegExp) => choices.events.find(({ value }) => is.test(value))?.value
  // A brand that has nothing but orders sees its growth and its repeat orders all the same.
  const any = choices.events[0]?.value
  const found = {
    receive: draft.receive ?? guessed(way.arrive ?? way.look ?? named(/receiv|open|click/i) ?? any),
    want: draft.want ?? guessed(way.look ?? named(/redeem|search|wish/i) ?? any),
    choose: draft.choose ?? guessed(way.cart ?? way.order),
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, pattern]) =>
      pattern?.any_of.every(({ event }) => event !== ''),
    ),
  )
}

/** How much operating weighs against acquiring, as the brand sets it. */
function Weight({ weight }: { weight: number }) {
  const t = useTexts()
  const may = useMay('settings:manage')
  const queryClient = useQueryClient()
  const [value, setValue] = useState(weight)
  const isCompact = useCompact() !== undefined
  const saving = useMutation({
    mutationFn: setWeight,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['insight', 'scorecard'] }),
  })
  if (isCompact) return null
  return (
    <div>
      <span>{t('operating_score.weight', { operating: value, acquiring: 100 - value })}</span>
      <Slider
        min={0}
        max={100}
        step={5}
        value={value}
        disabled={!may}
        ariaLabelForHandle={t('operating_score.weight_label')}
        onChange={setValue}
        onChangeComplete={(next) => saving.mutate(next)}
      />
      {saving.error && <ErrorNote error={saving.error} />}
    </div>
  )
}
