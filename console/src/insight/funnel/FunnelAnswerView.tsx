import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import type { FunnelAnswer, FunnelQuestion } from '../api.ts'
import type { Breakdown } from '../breakdown.ts'
import { useValueName } from '../breakdownWords.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew } from '../figures.ts'
import styles from '../Insight.module.css'
import { FunnelChart } from './FunnelChart.tsx'
import { FunnelTimes } from './FunnelTimes.tsx'
import { FunnelTrend } from './FunnelTrend.tsx'
import {
  fileRows,
  groupRows,
  type NamedSteps,
  shareOf,
  stepRows,
  useStepColumns,
} from './figures.ts'

const OTHER = 'other'
const VIEWS = ['steps', 'times', 'trend'] as const
type View = (typeof VIEWS)[number]

export function FunnelAnswerView(props: {
  answer: FunnelAnswer
  question: FunnelQuestion
  names: readonly string[]
  breakdown: Breakdown | undefined
  days: string
}) {
  const t = useTexts()
  const nameOf = useValueName(props.breakdown)
  const columns = useStepColumns()
  const [chosen, setChosen] = useState('all')
  const [view, setView] = useState<View>('steps')
  const { answer } = props
  // A pale answer is of the question before, with its own number of steps.
  const names = answer.steps.map((_, at) => props.names[at] ?? '')
  const all: NamedSteps = { key: 'all', name: t('insight.all'), steps: answer.steps }
  const groups: NamedSteps[] = [
    ...answer.breakdowns.map(({ value, steps }) => ({
      key: `value ${value}`,
      name: nameOf(value),
      value,
      steps,
    })),
    ...(answer.other
      ? [
          {
            key: OTHER,
            name: t('insight.other', { count: answer.other.values }),
            steps: answer.other.steps,
          },
        ]
      : []),
  ]
  const shown = groups.find(({ key }) => key === chosen) ?? all
  const entered = answer.steps[0]?.count ?? 0
  const through = answer.steps.at(-1)?.count ?? 0
  const groupColumns: FigureColumn[] = [
    { title: t('insight_field.breakdown'), kind: 'words' },
    ...names.map(
      (name, at): FigureColumn => ({
        title: `${at + 1}. ${name}`,
        help: t('insight_funnel.count_help'),
        kind: 'count',
      }),
    ),
    { title: t('insight_funnel.rate'), help: t('insight_funnel.rate_help'), kind: 'share' },
  ]
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('insight_funnel.entered')}
          definition={t('insight_funnel.entered_help')}
          value={entered}
        />
        <Figure
          title={t('insight_funnel.rate')}
          definition={t('insight_funnel.rate_help')}
          formula={`${t('insight_funnel.through')} ÷ ${t('insight_funnel.entered')}`}
          value={shareOf(through, entered)}
          unit="percent"
          {...rangeOf(answer.steps.at(-1)?.of_first)}
          beside={<span>{t('insight_funnel.through_count', { count: through })}</span>}
          {...(isFew(entered) && { small: { cases: entered } })}
        />
        <WeakestStep names={names} steps={answer.steps} />
      </FigureRow>
      <Segmented<View>
        className={styles.views ?? ''}
        value={view}
        onChange={setView}
        aria-label={t('funnel_depth.view')}
        options={VIEWS.map((value) => ({ value, label: t(`funnel_view.${value}`) }))}
      />
      {view === 'times' && <FunnelTimes question={props.question} names={names} />}
      {view === 'trend' && <FunnelTrend question={props.question} names={names} />}
      {view === 'steps' && (
        <>
          <FunnelChart names={names} all={all} groups={groups} days={props.days} />
          <FigureTable
            title={t('insight_funnel.table')}
            columns={columns}
            rows={stepRows(names, shown.steps, (step, came) =>
              shown.key === OTHER
                ? undefined
                : {
                    analysis: 'funnel',
                    question: props.question,
                    cell: { step, came, ...(shown.value !== undefined && { value: shown.value }) },
                  },
            )}
            extra={
              groups.length > 0 && (
                <Select
                  size="small"
                  aria-label={t('insight_field.breakdown')}
                  popupMatchSelectWidth={false}
                  value={shown.key}
                  onChange={setChosen}
                  options={[all, ...groups].map(({ key, name }) => ({ value: key, label: name }))}
                />
              )
            }
          />
          {groups.length > 0 && (
            <FigureTable
              title={t('insight_funnel.table_by')}
              columns={groupColumns}
              rows={groupRows(names, groups)}
              file={{
                columns: [{ title: t('insight_field.breakdown'), kind: 'words' }, ...columns],
                rows: fileRows(names, groups),
              }}
            />
          )}
        </>
      )}
    </>
  )
}

const rangeOf = (share: FunnelAnswer['steps'][number]['of_first'] | undefined) =>
  share ? { range: { low: share.low, high: share.high } } : {}

/** Where most of those who came are lost. */
function WeakestStep(props: { names: readonly string[]; steps: FunnelAnswer['steps'] }) {
  const t = useTexts()
  const { names, steps } = props
  const rates = steps.slice(1).map(({ count }, at) => shareOf(count, steps[at]?.count ?? 0))
  const known = rates.filter((rate) => rate !== null)
  if (known.length === 0) return null
  const least = Math.min(...known)
  const at = rates.indexOf(least)
  return (
    <Figure
      title={t('insight_funnel.weakest')}
      definition={t('insight_funnel.weakest_help')}
      value={least}
      unit="percent"
      {...rangeOf(steps[at + 1]?.of_before)}
      beside={
        <span>
          {names[at]} → {names[at + 1]}
        </span>
      }
      {...(isFew(steps[at]?.count ?? 0) && { small: { cases: steps[at]?.count ?? 0 } })}
    />
  )
}
