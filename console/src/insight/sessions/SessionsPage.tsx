import { useBuilding } from '../../audiences/building.tsx'
import { PickMany } from '../../audiences/Pick.tsx'
import { Num } from '../../audiences/Pieces.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { type Analysis, AnalysisPage } from '../AnalysisPage.tsx'
import { askSessions, type SessionsAnswer, type SessionsQuestion } from '../api.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { PERIODS } from '../periods.ts'
import { Field, PeriodField, WhoField } from '../QuestionFields.tsx'
import { SplitField } from '../SplitField.tsx'
import { readSessions, type SessionsDraft, sessionsQuestion } from './draft.ts'
import { SessionsAnswerView } from './SessionsAnswerView.tsx'

/** Every question is whole: there is always an answer. */
const noExamples = () => []

export const sessionsAnalysis: Analysis<SessionsDraft, SessionsQuestion, SessionsAnswer> = {
  code: 'sessions',
  since: 'last_30',
  read: readSessions,
  question: sessionsQuestion,
  ask: askSessions,
  Fields,
  useExamples: noExamples,
  Answer: SessionsAnswerView,
}

export function SessionsPage() {
  return <AnalysisPage {...sessionsAnalysis} />
}

function Fields(props: { draft: SessionsDraft; onChange: (draft: SessionsDraft) => void }) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { draft } = props
  const put = (next: Partial<SessionsDraft>) => props.onChange({ ...draft, ...next })
  return (
    <div className={styles.fields}>
      <Field label={t('visits_field.gap')} hint={t('visits_hint.gap')}>
        <div className={styles.row}>
          <Num
            label={t('visits_field.gap')}
            value={draft.minutes}
            min={1}
            max={1_440}
            precision={0}
            suffix={t('visits_field.minutes')}
            onChange={(minutes) => put({ minutes })}
          />
        </div>
      </Field>
      <Field label={t('insight_field.period')}>
        <PeriodField
          label={t('insight_field.period')}
          period={draft.period}
          periods={PERIODS}
          onChange={(period) => put({ period })}
        />
      </Field>
      <SplitField split={draft.split} onChange={(split) => put({ split })} />
      <Field label={t('paths_field.except')} hint={t('visits_hint.except')}>
        <PickMany
          label={t('paths_field.except')}
          values={draft.except}
          choices={choices.events}
          isFree
          onChange={(except) => put({ except: except.slice(0, 50) })}
        />
      </Field>
      <WhoField who={draft.who} onChange={(who) => props.onChange(having(draft, 'who', who))} />
    </div>
  )
}
