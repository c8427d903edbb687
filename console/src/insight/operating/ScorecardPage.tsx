// The operating scorecard: the closed loop, growth beside value, repeat orders, service, costs.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Slider } from 'antd'
import { useState } from 'react'
import { EventField } from '../../audiences/EventField.tsx'
import type { EventPattern } from '../../audiences/rule.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { useDays } from '../../shell/days.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { AnswerPanel } from '../AnswerPanel.tsx'
import { useAsked } from '../asked.ts'
import { patternOf, wayOf } from '../examples.ts'
import styles from '../Insight.module.css'
import { InsightPage } from '../InsightPage.tsx'
import { asQuestion } from '../pattern.ts'
import { Field, WhoField } from '../QuestionFields.tsx'
import { askScorecard, type ScorecardAnswer, type ScorecardQuestion, setWeight } from './api.ts'
import { ScorecardView } from './ScorecardView.tsx'
import { readScorecard, type ScorecardDraft } from './whoDraft.ts'

const STEPS = ['receive', 'want', 'choose'] as const

export function ScorecardPage() {
  const t = useTexts()
  const { days } = useDays('last_30')
  const vocabulary = useVocabulary()
  const [draft, put] = useAsked<ScorecardDraft>(readScorecard)
  const steps = useSteps(vocabulary, draft)
  const question: ScorecardQuestion | undefined =
    steps.receive && steps.want
      ? {
          date_from: days.from,
          date_to: days.to,
          receive: asQuestion(steps.receive),
          want: asQuestion(steps.want),
          ...(steps.choose && { choose: asQuestion(steps.choose) }),
          ...(draft.who && { who: draft.who as ScorecardQuestion['who'] }),
        }
      : undefined
  return (
    <InsightPage
      analysis="scorecard"
      vocabulary={vocabulary}
      question={
        <div className={styles.fields}>
          {STEPS.map((step) => {
            const pattern = steps[step]
            return (
              <Field
                key={step}
                label={t(`operating_score.${step}`)}
                hint={t(`operating_score.${step}_help`)}
              >
                <EventField
                  label={t(`operating_score.${step}`)}
                  pattern={pattern ?? patternOf('')}
                  onChange={(next) => put({ ...draft, [step]: next })}
                />
              </Field>
            )
          })}
          <WhoField
            who={draft.who}
            onChange={(who) => {
              const { who: _, ...rest } = draft
              put(who ? { ...rest, who } : rest)
            }}
          />
        </div>
      }
    >
      <AnswerPanel<ScorecardQuestion, ScorecardAnswer, ScorecardDraft>
        analysis="scorecard"
        question={question}
        ask={askScorecard}
        examples={vocabulary.query.data ? [] : undefined}
        onExample={put}
      >
        {(answer, asked) => (
          <ScorecardView answer={answer} question={asked}>
            <Weight weight={answer.score.operating_weight} />
          </ScorecardView>
        )}
      </AnswerPanel>
    </InsightPage>
  )
}

type Steps = Partial<Record<(typeof STEPS)[number], EventPattern>>

/** What was chosen, else what the brand's own events are called. */
function useSteps(
  { query, choices }: ReturnType<typeof useVocabulary>,
  draft: ScorecardDraft,
): Steps {
  if (!query.data) return {}
  const way = wayOf(choices.events)
  const guessed = (name: string | undefined) => (name === undefined ? undefined : patternOf(name))
  const found = {
    receive: draft.receive ?? guessed(way.arrive ?? way.look ?? choices.events[0]?.value),
    want: draft.want ?? guessed(way.look ?? choices.events[0]?.value),
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
  const saving = useMutation({
    mutationFn: setWeight,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['insight', 'scorecard'] }),
  })
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
