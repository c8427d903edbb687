import { type ReactNode, useMemo } from 'react'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useCompact } from '../../ui/compact.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { FigureTable, useWriting } from '../FigureTable.tsx'
import type { FigureColumn } from '../figures.ts'
import { Waterfall } from '../Waterfall.tsx'
import type { PlanAnswer, PlanQuestion } from './api.ts'
import { FACTOR_KIND } from './factors.ts'
import { ModeLine } from './ModeLine.tsx'
import styles from './Operating.module.css'

export function PlanAnswerView(props: {
  answer: PlanAnswer
  question: PlanQuestion
  children: ReactNode
}) {
  const t = useTexts()
  const write = useWriting()
  const isCompact = useCompact() !== undefined
  const { answer, question } = props
  const { customers, simulated, gap_fen, together } = answer
  const fen = (value: number) => Math.round(value)
  return (
    <>
      <ModeLine mode={answer.mode} />
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('operating_plan.done')}
          definition={t('operating_plan.done_help')}
          value={fen(answer.done.gmv_fen)}
          unit="money"
          beside={
            question.gmv_goal_fen !== undefined &&
            `${t('operating_goal.of')} ${write('money', question.gmv_goal_fen)}`
          }
        />
        <Figure
          title={t('operating_plan.landing')}
          definition={t('operating_plan.landing_help', { count: answer.days_to_come })}
          value={fen(answer.landing_fen)}
          unit="money"
          isEstimate
          beside={
            gap_fen !== null &&
            (gap_fen > 0.5
              ? t('operating_plan.gap', { money: write('money', gap_fen) })
              : t('operating_plan.no_gap'))
          }
        />
        {simulated.chance !== null && (
          <Figure
            title={t('operating_plan.chance')}
            definition={t('operating_plan.chance_help')}
            value={simulated.chance}
            unit="percent"
            isEstimate
          />
        )}
        {customers && (
          <Figure
            title={t('operating_plan.customers_landing')}
            definition={t('operating_plan.customers_help')}
            value={Math.round(customers.landing)}
            isEstimate
            beside={t('operating_plan.a_day', {
              now: write('number', customers.a_day),
              needed: write('number', customers.needed_a_day ?? 0),
            })}
          />
        )}
      </FigureRow>
      {!isCompact && <Panel title={t('operating_plan.sliders')}>{props.children}</Panel>}
      {answer.needed.length > 0 && <Needed answer={answer} />}
      {together !== null && question.gmv_goal_fen !== undefined && (
        <p className={styles.note}>
          {together > 0
            ? t('operating_plan.together', { share: percent(together) })
            : t('operating_plan.together_none')}
        </p>
      )}
      <Ranges answer={answer} />
    </>
  )
}

function Needed({ answer }: { answer: PlanAnswer }) {
  const t = useTexts()
  const write = useWriting()
  const columns: FigureColumn[] = [
    { title: t('operating_gmv.factor'), kind: 'words' },
    {
      title: t('operating_plan.basis_value'),
      help: t('operating_plan.basis_value_help'),
      kind: 'words',
    },
    { title: t('operating_plan.expected'), kind: 'words' },
    { title: t('operating_plan.needed'), help: t('operating_plan.needed_help'), kind: 'words' },
    { title: t('operating_plan.times'), kind: 'words' },
  ]
  return (
    <FigureTable
      title={t('operating_plan.needed_table')}
      columns={columns}
      rows={answer.needed.map(({ factor, value, times }) => ({
        key: factor,
        cells: [
          t(`operating_factor.${factor}`),
          write(FACTOR_KIND[factor], answer.basis.factors[factor]),
          write(FACTOR_KIND[factor], answer.expected.factors[factor]),
          value === null ? t('operating_plan.cannot') : write(FACTOR_KIND[factor], value),
          times === null
            ? '—'
            : t('operating_plan.times_of', { times: Number(times.toPrecision(3)) }),
        ],
      }))}
    />
  )
}

function Ranges({ answer }: { answer: PlanAnswer }) {
  const t = useTexts()
  const { simulated, done, expected } = answer
  const { quantiles, levers } = simulated
  const drawn = useMemo(
    () => ({
      labels: [
        t('operating_plan.done'),
        t('operating_plan.expected_gmv'),
        t('operating_plan.landing'),
      ],
      before: answer.done.gmv_fen / 100,
      steps: [answer.expected.gmv_fen / 100],
    }),
    [answer, t],
  )
  const columns: FigureColumn[] = [
    { title: t('operating_plan.of_plans'), kind: 'words' },
    { title: 'GMV', kind: 'money' },
  ]
  const levels = [
    ['p5', quantiles.p5],
    ['p10', quantiles.p10],
    ['p50', quantiles.p50],
    ['p90', quantiles.p90],
    ['p95', quantiles.p95],
  ] as const
  return (
    <>
      {done.gmv_fen + expected.gmv_fen > 0 && (
        <Panel>
          <Waterfall
            title={t('operating_plan.chart')}
            definition={t('operating_plan.chart_words')}
            columns={[t('operating_gmv.factor'), 'GMV']}
            isMoney
            drawn={drawn}
          />
        </Panel>
      )}
      <FigureTable
        title={t('operating_plan.ranges')}
        columns={columns}
        rows={levels.map(([level, value]) => ({
          key: level,
          cells: [t(`operating_plan.${level}`), value],
        }))}
      />
      <FigureTable
        title={t('operating_plan.levers')}
        columns={[
          { title: t('operating_gmv.factor'), kind: 'words' },
          { title: t('operating_plan.low'), help: t('operating_plan.levers_help'), kind: 'money' },
          { title: t('operating_plan.high'), kind: 'money' },
        ]}
        rows={levers.map(({ factor, low, high }) => ({
          key: factor,
          cells: [t(`operating_factor.${factor}`), low, high],
        }))}
      />
    </>
  )
}
