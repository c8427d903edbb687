// Goals of the months of a year beside what came of them, and where the running ones land.
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, InputNumber } from 'antd'
import { useState } from 'react'
import { useCurrencySign } from '../../format/currencySign.ts'
import { useLocale } from '../../format/locale.tsx'
import { useNow } from '../../format/now.ts'
import { percent } from '../../format/number.ts'
import { dayOf } from '../../format/time.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { noExamples } from '../examples.ts'
import { FigureTable, useWriting } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import { askProgress, type ProgressAnswer, type ProgressQuestion, setGoals } from './api.ts'
import { type GoalsDraft, isNamed, readGoals } from './goalDraft.ts'
import { ModeLine } from './ModeLine.tsx'
import own from './Operating.module.css'
import { ScopeField } from './ScopeField.tsx'

const yearOf = (today: string) => Number(today.slice(0, 4))

export const goalsAnalysis: Analysis<GoalsDraft, ProgressQuestion, ProgressAnswer> = {
  code: 'goals',
  read: readGoals,
  question: (draft, _, { today }) =>
    isNamed(draft) ? { ...draft, year: draft.year ?? yearOf(today) } : undefined,
  ask: askProgress,
  Fields,
  Unasked,
  useExamples: noExamples,
  Answer: Progress,
}

export function GoalsPage() {
  return <AnalysisPage {...goalsAnalysis} />
}

function Fields(props: { draft: GoalsDraft; onChange: (draft: GoalsDraft) => void }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const now = useNow()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <ScopeField scope={draft} onChange={(scope) => onChange({ ...draft, ...scope })} />
      <Field label={t('operating_goal.year')}>
        <InputNumber
          aria-label={t('operating_goal.year')}
          min={2000}
          max={2100}
          precision={0}
          value={draft.year ?? yearOf(dayOf(now, timeZone))}
          onChange={(year) => year !== null && onChange({ ...draft, year })}
        />
      </Field>
    </div>
  )
}

function Unasked() {
  const t = useTexts()
  return (
    <Panel>
      <EmptyState title={t('operating_goal.unnamed')}>
        {t('operating_goal.unnamed_words')}
      </EmptyState>
    </Panel>
  )
}

function Progress({ answer, question }: Answer<GoalsDraft, ProgressQuestion, ProgressAnswer>) {
  const t = useTexts()
  const write = useWriting()
  const may = useMay('audiences:write')
  const [isSetting, setSetting] = useState(false)
  const { months, year, month_landing, year_landing } = answer
  const columns: FigureColumn[] = [
    { title: t('operating_goal.month'), kind: 'words' },
    { title: t('operating_goal.gmv_goal'), kind: 'money' },
    {
      title: t('operating_goal.gmv_actual'),
      help: t('operating_goal.gmv_actual_help'),
      kind: 'money',
    },
    { title: t('operating_goal.reached'), kind: 'share' },
    { title: t('operating_goal.customers_goal'), kind: 'count' },
    {
      title: t('operating_goal.customers_actual'),
      help: t('operating_goal.customers_actual_help'),
      kind: 'count',
    },
  ]
  const share = (actual: number | null, goal: number | null) =>
    actual === null || goal === null || goal === 0 ? null : actual / goal
  const rows = months.map(
    ({ month, state, goal, actual }): TableRow => ({
      key: month,
      cells: [
        month.slice(0, 7),
        goal.gmv_fen,
        actual.gmv_fen,
        share(actual.gmv_fen, goal.gmv_fen),
        goal.customers,
        actual.customers,
      ],
      ...(state === 'running' && { tone: 'unfinished' as const }),
    }),
  )
  const hasGoals = months.some(({ goal }) => goal.gmv_fen !== null || goal.customers !== null)
  const running = months.findIndex(({ state }) => state === 'running')
  return (
    <>
      <ModeLine mode={answer.mode} />
      {!hasGoals && (
        <p className={own.note}>{t(may ? 'operating_goal.none' : 'operating_goal.none_reader')}</p>
      )}
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('operating_goal.year_gmv', { year: question.year })}
          definition={t('operating_goal.gmv_actual_help')}
          value={year.actual.gmv_fen}
          unit="money"
          beside={
            year.goal.gmv_fen !== null &&
            `${t('operating_goal.of')} ${write('money', year.goal.gmv_fen)}`
          }
        />
        <Figure
          title={t('operating_goal.customers_actual')}
          definition={t('operating_goal.customers_actual_help')}
          value={year.actual.customers}
          beside={
            year.goal.customers !== null &&
            `${t('operating_goal.of')} ${write('count', year.goal.customers)}`
          }
        />
        <Landed title={t('operating_goal.month_lands')} landing={month_landing} />
        <Landed title={t('operating_goal.year_lands')} landing={year_landing} />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('operating_goal.chart')}
          definition={t('operating_goal.chart_words')}
          kind="bar"
          height={300}
          unit="money"
          axis={t('operating_goal.month')}
          labels={months.map(({ month }) => month.slice(0, 7))}
          series={[
            {
              key: 'actual',
              name: t('operating_goal.gmv_actual'),
              values: months.map(({ actual }) => actual.gmv_fen),
            },
            ...(hasGoals
              ? [
                  {
                    key: 'goal',
                    name: t('operating_goal.gmv_goal'),
                    values: months.map(({ goal }) => goal.gmv_fen),
                    colour: 1,
                  },
                ]
              : []),
          ]}
          {...(running === months.length - 1 && { unfinished: 1 })}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable
        title={t('operating_goal.table')}
        columns={columns}
        rows={rows}
        extra={
          may && (
            <Button size="small" type="primary" onClick={() => setSetting(true)}>
              {t('operating_goal.set')}
            </Button>
          )
        }
      />
      {isSetting && (
        <SetGoals months={months} question={question} onClose={() => setSetting(false)} />
      )}
    </>
  )
}

function Landed(props: { title: string; landing: ProgressAnswer['month_landing'] }) {
  const t = useTexts()
  const { title, landing } = props
  if (!landing) return null
  const { interval, chance, status } = landing
  return (
    <Figure
      title={title}
      definition={t('operating_goal.lands_help')}
      value={Math.round(landing.landing)}
      unit="money"
      isEstimate
      {...(interval && {
        small: { cases: 0, low: Math.round(interval.low), high: Math.round(interval.high) },
      })}
      beside={
        <>
          {t(`operating_goal.${status}`)}
          {chance !== null && ` · ${t('operating_goal.chance', { chance: percent(chance) })}`}
        </>
      }
    />
  )
}

type Fields = Record<string, number | null | undefined>

function SetGoals(props: {
  months: ProgressAnswer['months']
  question: ProgressQuestion
  onClose: () => void
}) {
  const t = useTexts()
  const unit = useCurrencySign()
  const queryClient = useQueryClient()
  const { months } = props
  const { scope = 'brand', scope_value = '' } = props.question
  const initial: Fields = Object.fromEntries(
    months.flatMap(({ month, goal }) => [
      [`gmv ${month}`, goal.gmv_fen === null ? null : goal.gmv_fen / 100],
      [`customers ${month}`, goal.customers],
    ]),
  )
  return (
    <FormDialog<Fields, unknown>
      title={t('operating_goal.set')}
      okText={t('action.save')}
      words={t('operating_goal.set_words')}
      width={560}
      initial={initial}
      save={(fields) =>
        setGoals({
          scope,
          scope_value,
          months: months.map(({ month }) => {
            const yuan = fields[`gmv ${month}`]
            return {
              month,
              gmv_fen: typeof yuan === 'number' ? Math.round(yuan * 100) : null,
              customers: fields[`customers ${month}`] ?? null,
            }
          }),
        })
      }
      onSaved={() => queryClient.invalidateQueries({ queryKey: ['insight', 'goals'] })}
      onClose={props.onClose}
    >
      <div className={own.pairs}>
        <span />
        <span className={own.quiet}>{t('operating_goal.gmv_in', { unit })}</span>
        <span className={own.quiet}>{t('operating_goal.customers_goal')}</span>
        {months.map(({ month }) => (
          <Month key={month} month={month} />
        ))}
      </div>
    </FormDialog>
  )
}

function Month({ month }: { month: string }) {
  const t = useTexts()
  const unit = useCurrencySign()
  const name = month.slice(0, 7)
  return (
    <>
      <span>{name}</span>
      <Form.Item name={`gmv ${month}`} noStyle>
        <InputNumber
          aria-label={`${name} ${t('operating_goal.gmv_in', { unit })}`}
          min={0}
          precision={2}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name={`customers ${month}`} noStyle>
        <InputNumber
          aria-label={`${name} ${t('operating_goal.customers_goal')}`}
          min={0}
          precision={0}
          style={{ width: '100%' }}
        />
      </Form.Item>
    </>
  )
}
