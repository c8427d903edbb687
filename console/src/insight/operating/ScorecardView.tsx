import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { useDuration } from '../duration.ts'
import { FigureTable, useWriting } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import type { ScorecardAnswer, ScorecardQuestion } from './api.ts'
import { ModeLine } from './ModeLine.tsx'
import styles from './Operating.module.css'

type Props = { answer: ScorecardAnswer; question: ScorecardQuestion }
type StageRow = ScorecardAnswer['stages'][number]
type GrowthName = keyof ScorecardAnswer['growth']

const LOOP = new Set<StageRow['stage']>(['stimulate', 'decide', 'share', 'repurchase'])

export function ScorecardView(props: Props & { children: ReactNode }) {
  const t = useTexts()
  const { answer, question } = props
  const loop = answer.stages.filter(({ stage }) => LOOP.has(stage))
  const choice = answer.stages.filter(({ stage }) => !LOOP.has(stage))
  return (
    <>
      <ModeLine mode={answer.mode} />
      <Score answer={answer}>{props.children}</Score>
      <Growth answer={answer} />
      <Stages title={t('operating_score.loop')} stages={loop} question={question} />
      <Stages title={t('operating_score.choice')} stages={choice} question={question} />
      <Steps answer={answer} />
      <Aha answer={answer} />
      <Costs answer={answer} />
    </>
  )
}

function Score({ answer, children }: { answer: ScorecardAnswer; children: ReactNode }) {
  const t = useTexts()
  const { operating, acquiring, total } = answer.score
  const index = (value: number | null) => (value === null ? null : Math.round(value * 100))
  // An index against a few of the stretch before says little, however large it is.
  const few = (cases: number | null) => isFew(cases ?? 0) && { small: { cases: cases ?? 0 } }
  const { first_buyers, existing_buyers } = answer.growth
  return (
    <Panel title={t('operating_score.score')}>
      <div className={styles.stack}>
        <FigureRow label={t('operating_score.score')}>
          <Figure
            title={t('operating_score.total')}
            definition={t('operating_score.total_help')}
            value={index(total)}
          />
          <Figure
            title={t('operating_score.operating')}
            definition={t('operating_score.operating_help')}
            value={index(operating)}
            {...few(existing_buyers.before)}
          />
          <Figure
            title={t('operating_score.acquiring')}
            definition={t('operating_score.acquiring_help')}
            value={index(acquiring)}
            {...few(first_buyers.before)}
          />
        </FigureRow>
        <div className={styles.weight}>{children}</div>
      </div>
    </Panel>
  )
}

const UNIT: Partial<Record<GrowthName, 'money' | 'percent'>> = {
  first_net_fen: 'money',
  existing_net_fen: 'money',
  existing_share: 'percent',
  repeat_rate: 'percent',
  fresh_rate: 'percent',
  dearer_rate: 'percent',
}
const NEW = ['new_customers', 'first_buyers', 'first_net_fen'] as const
const OLD = ['existing_buyers', 'existing_net_fen', 'existing_share'] as const
const MORE = ['repeat_rate', 'fresh_rate', 'dearer_rate'] as const

/** New customers and the value of existing ones, side by side; buying again and buying more apart. */
function Growth({ answer }: { answer: ScorecardAnswer }) {
  const t = useTexts()
  const row = (title: string, names: readonly GrowthName[]) => (
    <Panel title={title}>
      <FigureRow label={title}>
        {names.map((name) => {
          const { now, before } = answer.growth[name]
          const cases = answer.growth.existing_buyers.now ?? 0
          return (
            <Figure
              key={name}
              title={t(`operating_growth.${name}`)}
              definition={t(`operating_growth.${name}_help`)}
              value={now}
              unit={UNIT[name] ?? 'count'}
              change={{ from: before, good: 'up', against: t('operating_gmv.before') }}
              {...(UNIT[name] === 'percent' && isFew(cases) && { small: { cases } })}
            />
          )
        })}
      </FigureRow>
    </Panel>
  )
  return (
    <>
      {row(t('operating_score.new'), NEW)}
      {row(t('operating_score.existing'), OLD)}
      {row(t('operating_score.more'), MORE)}
    </>
  )
}

function Stages(props: {
  title: string
  stages: readonly StageRow[]
  question: ScorecardQuestion
}) {
  const t = useTexts()
  const { stages, question } = props
  const columns: FigureColumn[] = [
    { title: t('operating_score.stage'), kind: 'words' },
    { title: t('operating_score.entry'), kind: 'count' },
    { title: t('operating_score.exit'), kind: 'count' },
    { title: t('operating_score.rate'), kind: 'share' },
    { title: t('operating_chain.meaning'), kind: 'words' },
  ]
  return (
    <FigureTable
      title={props.title}
      columns={columns}
      rows={stages.map(({ stage, entry, exit, rate, is_told }): TableRow => {
        const cell = (of: 'entry' | 'exit') =>
          is_told ? ({ analysis: 'scorecard', question, cell: { stage, of } } as const) : undefined
        return {
          key: stage,
          cells: [
            t(`operating_stage.${stage}`),
            is_told ? entry : null,
            is_told ? exit : null,
            rate,
            t(is_told ? `operating_stage.${stage}_help` : 'operating_score.untold'),
          ],
          behind: [undefined, cell('entry'), cell('exit')],
          isSmall: isFew(entry),
        }
      })}
    />
  )
}

function Steps({ answer }: { answer: ScorecardAnswer }) {
  const t = useTexts()
  return (
    <FigureTable
      title={t('operating_score.steps')}
      columns={[
        { title: t('operating_score.step'), kind: 'words' },
        { title: t('operating_score.step_customers'), kind: 'count' },
        { title: t('operating_score.step_next'), kind: 'count' },
        {
          title: t('operating_score.step_rate'),
          help: t('operating_score.step_rate_help'),
          kind: 'share',
        },
      ]}
      rows={answer.steps.map(({ order, customers, next, rate }) => ({
        key: String(order),
        cells: [t('operating_score.nth', { order, next: order + 1 }), customers, next, rate],
        isSmall: isFew(customers),
      }))}
    />
  )
}

function Aha({ answer }: { answer: ScorecardAnswer }) {
  const t = useTexts()
  const duration = useDuration()
  const { aha, service } = answer
  const time = (seconds: number | null) => (seconds === null ? '—' : duration(seconds))
  const share = (part: number | null, of: number) => (part === null || of === 0 ? null : part / of)
  return (
    <FigureTable
      title={t('operating_score.care')}
      columns={[
        { title: t('operating_score.what'), kind: 'words' },
        { title: t('operating_gmv.value'), kind: 'words' },
        { title: t('operating_score.rate'), kind: 'share' },
        { title: t('operating_chain.meaning'), kind: 'words' },
      ]}
      rows={[
        {
          key: 'to_order',
          cells: [
            t('operating_aha.to_order'),
            time(aha.to_order_seconds),
            share(aha.ordered, aha.added),
            t('operating_aha.to_order_help', { added: aha.added, ordered: aha.ordered }),
          ],
        },
        {
          key: 'to_delivery',
          cells: [
            t('operating_aha.to_delivery'),
            time(aha.to_delivery_seconds),
            aha.has_deliveries ? share(aha.delivered, aha.ordered) : null,
            t(
              aha.has_deliveries ? 'operating_aha.to_delivery_help' : 'operating_aha.no_deliveries',
            ),
          ],
        },
        {
          key: 'reply',
          cells: [
            t('operating_aha.reply'),
            service.replied === null ? '—' : `${service.replied} / ${service.asked}`,
            share(service.replied, service.asked),
            t(service.replied === null ? 'operating_aha.no_replies' : 'operating_aha.reply_help'),
          ],
        },
        {
          key: 'kept',
          cells: [
            t('operating_aha.kept'),
            `${service.kept} / ${service.friends}`,
            share(service.kept, service.friends),
            t('operating_aha.kept_help'),
          ],
        },
      ]}
    />
  )
}

function Costs({ answer }: { answer: ScorecardAnswer }) {
  const t = useTexts()
  const write = useWriting()
  const { costs } = answer
  if (costs.kinds.length === 0)
    return (
      <Panel title={t('operating_cost.title')}>
        <p className={styles.quiet}>{t('operating_cost.none')}</p>
      </Panel>
    )
  return (
    <FigureTable
      title={t('operating_cost.title')}
      columns={[
        { title: t('operating_cost.per'), kind: 'words' },
        { title: t('operating_cost.count'), kind: 'count' },
        { title: t('operating_cost.fen'), kind: 'money' },
      ]}
      rows={[
        ...costs.per.map(({ what, count, fen }) => ({
          key: what,
          cells: [t(`operating_cost.${what}`), count, fen],
        })),
        {
          key: 'sum',
          cells: [
            t('operating_cost.all', {
              kinds: costs.kinds
                .map(
                  ({ kind, fen }) =>
                    `${t(`operating_cost_kind.${kind}` as 'operating_cost_kind.media')} ${write('money', fen)}`,
                )
                .join(t('list.comma')),
            }),
            null,
            costs.fen,
          ],
          tone: 'sum' as const,
        },
      ]}
    />
  )
}
