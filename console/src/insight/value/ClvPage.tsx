import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Tooltip } from 'antd'
import { Num } from '../../audiences/Pieces.tsx'
import type { Rule } from '../../audiences/rule.ts'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { useSession } from '../../session/session.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { useCompact } from '../../ui/compact.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { useAsOf } from '../AsOf.tsx'
import { isRule, readAsked } from '../asked.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import type { FigureColumn, TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import {
  askOutlook,
  fitModels,
  keepScores,
  type OutlookAnswer,
  type OutlookQuestion,
} from './api.ts'
import { ClvCustomers } from './ClvCustomers.tsx'
import { ClvModel } from './ClvModel.tsx'
import { Whose } from './fields.tsx'
import own from './Value.module.css'

interface Draft {
  /** Points of a hundred. */
  margin: number
  discount: number
  who?: Rule
}
const isPart = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 100

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { margin: 100, discount: 0 },
    { margin: isPart, discount: isPart, who: isRule },
  )

const question = ({ margin, discount, who }: Draft): OutlookQuestion => ({
  margin_bp: Math.round(margin * 100),
  annual_discount: discount / 100,
  ...(who && { who }),
})

export const clvAnalysis: Analysis<Draft, OutlookQuestion, OutlookAnswer> = {
  code: 'clv',
  read,
  question,
  ask: askOutlook,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function ClvPage() {
  return <AnalysisPage {...clvAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('clv.margin')} hint={t('clv.margin_hint')}>
        <Num
          label={t('clv.margin')}
          value={draft.margin}
          min={0}
          max={100}
          suffix="%"
          onChange={(margin) => onChange({ ...draft, margin })}
        />
      </Field>
      <Field label={t('clv.discount')} hint={t('clv.discount_hint')}>
        <Num
          label={t('clv.discount')}
          value={draft.discount}
          min={0}
          max={100}
          suffix="%"
          onChange={(discount) => onChange({ ...draft, discount })}
        />
      </Field>
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

function Answered(props: Answer<Draft, OutlookQuestion, OutlookAnswer>) {
  const t = useTexts()
  const { answer, question } = props
  const isCompact = useCompact() !== undefined
  const { fit, keeping } = answer
  if (!fit)
    return (
      <Panel>
        <EmptyState title={t('clv.not_fitted')} action={<FitButton />}>
          {t('clv.not_fitted_words')}
        </EmptyState>
      </Panel>
    )
  const notes = [
    ...fit.notes.map((note) => t(`calc_clv_note.${note}`)),
    ...(fit.orders.at_edge || fit.value?.at_edge ? [t('calc_clv.at_edge')] : []),
  ]
  return (
    <>
      {!isCompact && keeping && <Keeping answer={answer} keeping={keeping} />}
      {notes.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('calc_clv.careful')}
          description={notes.map((words) => <div key={words}>{words}</div>)}
        />
      )}
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('clv.alive')}
          definition={t('clv.alive_help')}
          formula="Σ P(alive)"
          value={Math.round(answer.alive)}
          isEstimate
          beside={t('clv.of_buyers', { count: answer.buyers })}
        />
        {answer.horizons.map(({ days, orders, value_fen }) => (
          <Figure
            key={days}
            title={t('clv.within', { count: days })}
            definition={t('clv.within_help', { count: days })}
            value={value_fen === null ? null : Math.round(value_fen)}
            unit="money"
            isEstimate
            beside={t('clv.orders_within', { count: Math.round(orders) })}
          />
        ))}
      </FigureRow>
      <Spread answer={answer} question={question} />
      <ClvCustomers question={question} fit={fit.id} />
      <ClvModel fit={fit} />
    </>
  )
}

function FitButton() {
  const t = useTexts()
  const [asOf] = useAsOf()
  const { permissions } = useSession()
  const queryClient = useQueryClient()
  const fitting = useMutation({
    mutationFn: () => fitModels(asOf),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['insight', 'clv'] }),
  })
  const may = permissions.includes('audiences:write')
  return (
    <>
      <Tooltip title={may ? undefined : t('clv.may_not')}>
        <Button
          type="primary"
          disabled={!may}
          loading={fitting.isPending}
          onClick={() => fitting.mutate()}
        >
          {asOf === undefined ? t('clv.fit_now') : t('clv.fit_as_of', { day: asOf })}
        </Button>
      </Tooltip>
      {fitting.error && <ErrorPanel error={fitting.error} onRetry={() => fitting.mutate()} />}
    </>
  )
}

/** When it was fitted, what the last night said, and whether customers carry the scores. */
function Keeping(props: { answer: OutlookAnswer; keeping: NonNullable<OutlookAnswer['keeping']> }) {
  const t = useTexts()
  const known = useKnownText()
  const { message } = App.useApp()
  const { permissions } = useSession()
  const queryClient = useQueryClient()
  const { answer, keeping } = props
  const { fit } = answer
  const scoring = useMutation({
    mutationFn: keepScores,
    onSuccess: async (_, kept) => {
      void message.success(t(kept ? 'clv.scores_kept' : 'clv.scores_dropped'))
      await queryClient.invalidateQueries({ queryKey: ['insight', 'clv'] })
    },
  })
  return (
    <Panel>
      <div className={own.actions}>
        <span className={own.note}>
          {t('clv.fitted')} <When at={fit?.fitted_at ?? answer.as_of} />
          {keeping.nightly && ` · ${t('clv.nightly')}`}
        </span>
        <FitButton />
        <Checkbox
          checked={keeping.is_scored}
          disabled={!permissions.includes('audiences:write') || scoring.isPending}
          onChange={({ target }) => scoring.mutate(target.checked)}
        >
          {t('clv.keep_scores')}
        </Checkbox>
      </div>
      <p className={own.note}>
        {keeping.scored_at ? (
          <>
            {t('clv.scored', { count: keeping.scored ?? 0 })} <When at={keeping.scored_at} />
          </>
        ) : (
          t(keeping.is_scored ? 'clv.scoring' : 'clv.keep_scores_hint')
        )}
      </p>
      {keeping.failure && (
        <Alert
          type="warning"
          showIcon
          title={t('clv.night_failed')}
          description={known(`error.${keeping.failure}`) ?? keeping.failure}
        />
      )}
      {scoring.error && <ErrorPanel error={scoring.error} onRetry={() => scoring.reset()} />}
    </Panel>
  )
}

function Spread(props: { answer: OutlookAnswer; question: OutlookQuestion }) {
  const t = useTexts()
  const { answer, question } = props
  const all = answer.by_value.reduce((sum, one) => sum + one.value_fen, 0)
  const aliveColumns: FigureColumn[] = [
    { title: 'P(alive)', help: t('clv.p_alive_help'), kind: 'words' },
    { title: t('clv.customers'), kind: 'count' },
    { title: t('clv.value_year'), help: t('clv.value_year_help'), kind: 'money' },
  ]
  const range = (from: number, to: number) => `${Math.round(from * 100)}–${Math.round(to * 100)}%`
  const aliveRows: TableRow[] = answer.by_alive.map(({ from, to, customers, value_fen }) => ({
    key: String(from),
    cells: [range(from, to), customers, value_fen],
    behind: [undefined, { analysis: 'clv', question, cell: { alive_from: from, alive_to: to } }],
  }))
  const valueColumns: FigureColumn[] = [
    { title: t('clv.tenth'), kind: 'words' },
    { title: t('clv.customers'), kind: 'count' },
    { title: t('clv.value_year'), help: t('clv.value_year_help'), kind: 'money' },
    { title: t('clv.value_share'), kind: 'share' },
    { title: t('clv.least'), help: t('clv.least_help'), kind: 'money' },
  ]
  const valueRows: TableRow[] = answer.by_value.map((one, i) => ({
    key: String(i),
    cells: [
      t('clv.tenth_n', { n: i + 1 }),
      one.customers,
      one.value_fen,
      all > 0 ? one.value_fen / all : null,
      one.least_fen,
    ],
  }))
  return (
    <>
      <Panel>
        <TrendChart
          title={t('clv.chart_alive')}
          definition={t('clv.p_alive_help')}
          kind="bar"
          height={240}
          axis="P(alive)"
          labels={answer.by_alive.map(({ from, to }) => range(from, to))}
          series={[
            {
              key: 'customers',
              name: t('clv.customers'),
              values: answer.by_alive.map(({ customers }) => customers),
            },
          ]}
        />
      </Panel>
      <FigureTable
        title={t('clv.table_alive')}
        columns={aliveColumns}
        rows={aliveRows.toReversed()}
      />
      <FigureTable title={t('clv.table_value')} columns={valueColumns} rows={valueRows} />
    </>
  )
}
