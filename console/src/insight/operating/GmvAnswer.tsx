import { Select } from 'antd'
import { useMemo } from 'react'
import { useBuilding } from '../../audiences/building.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import type { Figure as Behind } from '../api.ts'
import { FigureTable, useWriting } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import { Waterfall } from '../Waterfall.tsx'
import type { GmvAnswer, GmvQuestion } from './api.ts'
import { FACTOR_KIND, FACTORS, type Factor, type Measured } from './factors.ts'
import type { GmvDraft } from './gmvDraft.ts'
import { ModeLine } from './ModeLine.tsx'
import styles from './Operating.module.css'

type Change = NonNullable<GmvAnswer['change']>
type Of = 'visitors' | 'themselves' | 'recruited' | 'buyers' | 'buyers_again'

export function GmvAnswerView(props: {
  answer: GmvAnswer
  question: GmvQuestion
  draft: GmvDraft
  onDraft: (draft: GmvDraft) => void
}) {
  const t = useTexts()
  const { answer, question } = props
  const { total, before, change } = answer
  const isPair = question.compare?.with === 'segments'
  const against = t('operating_gmv.before')
  const moved = (from: number | undefined) =>
    from === undefined || isPair ? undefined : { from, good: 'up' as const, against }
  return (
    <>
      <ModeLine mode={answer.mode} />
      <FigureRow label={t('insight.figures')}>
        <Figure
          title="GMV"
          definition={t('operating_gmv.gmv_help')}
          formula={t('operating_gmv.formula')}
          value={Math.round(total.net_fen)}
          unit="money"
          change={moved(before?.net_fen)}
          {...(isFew(total.buyers) && { small: { cases: total.buyers } })}
        />
        {FACTORS.map((factor) => (
          <Figure
            key={factor}
            title={t(`operating_factor.${factor}`)}
            definition={t(`operating_factor.${factor}_help`)}
            value={shown(factor, total)}
            unit={UNITS[FACTOR_KIND[factor]] ?? 'count'}
            change={moved(before?.factors[factor])}
          />
        ))}
      </FigureRow>
      {answer.uncounted.orders > 0 && <Uncounted {...answer.uncounted} />}
      {total.rest_fen !== 0 && <Rest fen={total.rest_fen} />}
      <Identity {...props} />
      {question.by !== 'none' && <Segments {...props} />}
      {change && <Changed change={change} answer={answer} />}
    </>
  )
}

const UNITS: Record<string, 'money' | 'percent' | 'count'> = { money: 'money', share: 'percent' }

const shown = (factor: Factor, { factors }: Measured): number => {
  const value = factors[factor]
  if (factor === 'order_value') return Math.round(value)
  return factor === 'ltv_multiple' ? Math.round(value * 1000) / 1000 : value
}

/** Said beside the figures: who sells elsewhere would look for these orders in them. */
function Uncounted(props: GmvAnswer['uncounted']) {
  const t = useTexts()
  const write = useWriting()
  return (
    <p className={styles.quiet}>
      {t('operating_gmv.uncounted', {
        orders: write('count', props.orders),
        paid: write('money', props.paid_fen),
      })}
    </p>
  )
}

function Rest(props: { fen: number }) {
  const t = useTexts()
  const write = useWriting()
  return (
    <p className={styles.note}>{t('operating_gmv.rest', { money: write('money', props.fen) })}</p>
  )
}

/** Each factor with what it was reckoned from; the customers a click away. */
function Identity({ answer, question }: { answer: GmvAnswer; question: GmvQuestion }) {
  const t = useTexts()
  const write = useWriting()
  const { total } = answer
  const cell = (of: Of): Behind => ({ analysis: 'gmv', question, cell: { of } })
  const columns: FigureColumn[] = [
    { title: t('operating_gmv.factor'), kind: 'words' },
    { title: t('operating_gmv.value'), kind: 'words' },
    { title: t('operating_gmv.made_of'), help: t('operating_gmv.made_of_help'), kind: 'words' },
    { title: t('operating_gmv.numerator'), kind: 'words' },
    { title: t('operating_gmv.denominator'), kind: 'words' },
  ]
  const line = (
    factor: Factor,
    top: [string, Of | undefined],
    bottom: [string, Of | undefined],
  ): TableRow => ({
    key: factor,
    cells: [
      t(`operating_factor.${factor}`),
      write(FACTOR_KIND[factor], total.factors[factor]),
      t(`operating_factor.${factor}_of`),
      top[0],
      bottom[0],
    ],
    behind: [undefined, undefined, undefined, top[1] && cell(top[1]), bottom[1] && cell(bottom[1])],
  })
  const count = (value: number) => write('count', value)
  return (
    <FigureTable
      title={t('operating_gmv.identity')}
      columns={columns}
      rows={[
        line('visitors', [count(total.factors.visitors), 'themselves'], ['—', undefined]),
        line(
          'conversion_rate',
          [count(total.buyers), 'buyers'],
          [count(total.visitors), 'visitors'],
        ),
        line(
          'order_value',
          [write('money', total.net_fen), 'buyers'],
          [count(total.orders), 'buyers'],
        ),
        line(
          'fission_rate',
          [count(total.recruited), 'recruited'],
          [count(total.factors.visitors), 'themselves'],
        ),
        line('ltv_multiple', [count(total.orders), 'buyers'], [count(total.buyers), 'buyers']),
        {
          key: 'gmv',
          cells: ['GMV', write('money', total.gmv_fen), '', '', ''],
          tone: 'sum',
        },
      ]}
    />
  )
}

function useSegmentName(by: GmvQuestion['by']) {
  const t = useTexts()
  const { labels } = useBuilding().sayer
  return ({ value, name }: GmvAnswer['segments'][number]) =>
    name ??
    (value === null
      ? t(
          `operating_gmv.none_${by === 'store' || by === 'channel' || by === 'pool' ? by : 'store'}`,
        )
      : by === 'month'
        ? value.slice(0, 7)
        : by === 'channel'
          ? labels.channel(value)
          : value)
}

function Segments(props: {
  answer: GmvAnswer
  question: GmvQuestion
  draft: GmvDraft
  onDraft: (draft: GmvDraft) => void
}) {
  const t = useTexts()
  const { answer, question, draft } = props
  const nameOf = useSegmentName(question.by)
  const hasChange = answer.segments.some(({ change }) => change !== null)
  const columns: FigureColumn[] = [
    { title: t(`operating_gmv.by_${question.by ?? 'none'}`), kind: 'words' },
    { title: 'GMV', help: t('operating_gmv.gmv_help'), kind: 'money' },
    ...(hasChange
      ? ([
          { title: t('operating_gmv.change'), help: t('operating_gmv.change_help'), kind: 'money' },
          { title: t('operating_gmv.main'), help: t('operating_gmv.main_help'), kind: 'words' },
        ] as const)
      : []),
    ...FACTORS.map(
      (factor): FigureColumn => ({
        title: t(`operating_factor.${factor}`),
        help: t(`operating_factor.${factor}_help`),
        kind: FACTOR_KIND[factor],
      }),
    ),
    { title: t('operating_gmv.buyers'), kind: 'count' },
  ]
  const rows = answer.segments.map((segment): TableRow => {
    const main = segment.change?.factors.toSorted((a, b) => Math.abs(b.lmdi) - Math.abs(a.lmdi))[0]
    const cell = (of: Of): Behind => ({
      analysis: 'gmv',
      question,
      cell: { of, value: segment.value },
    })
    const leading = [
      nameOf(segment),
      segment.net_fen,
      ...(hasChange
        ? [
            segment.before ? segment.net_fen - segment.before.net_fen : null,
            main && main.lmdi !== 0 ? t(`operating_factor.${main.factor}`) : '—',
          ]
        : []),
    ]
    return {
      key: segment.value ?? '',
      cells: [...leading, ...FACTORS.map((factor) => segment.factors[factor]), segment.buyers],
      behind: [
        ...leading.map((_, i) => (i === 1 ? cell('buyers') : undefined)),
        cell('themselves'),
        cell('buyers'),
        undefined,
        cell('recruited'),
        cell('buyers_again'),
        cell('buyers'),
      ],
      isSmall: isFew(segment.buyers),
    }
  })
  const options = answer.segments.map((segment) => ({
    value: segment.value ?? '',
    label: nameOf(segment),
  }))
  const pair = draft.pair ?? { before: null, after: null }
  const chosen = (side: 'before' | 'after') => (
    <Select
      size="small"
      style={{ minWidth: 120 }}
      aria-label={t(`operating_gmv.pair_${side}`)}
      placeholder={t(`operating_gmv.pair_${side}`)}
      value={draft.pair ? (pair[side] ?? '') : undefined}
      options={options}
      onChange={(value: string) =>
        props.onDraft({ ...draft, pair: { ...pair, [side]: value === '' ? null : value } })
      }
    />
  )
  return (
    <FigureTable
      title={t('operating_gmv.segments')}
      columns={columns}
      rows={rows}
      extra={
        draft.against === 'segments' && (
          <>
            {chosen('before')} → {chosen('after')}
          </>
        )
      }
    />
  )
}

/** The change as steps, and owed to each factor by two methods that leave nothing over. */
function Changed({ change, answer }: { change: Change; answer: GmvAnswer }) {
  const t = useTexts()
  const drawn = useMemo(
    () => ({
      labels: [
        t('operating_gmv.was'),
        ...change.factors.map(({ factor }) => t(`operating_factor.${factor}`)),
        t('operating_gmv.is'),
      ],
      before: change.before / 100,
      steps: change.factors.map(({ lmdi }) => lmdi / 100),
    }),
    [change, t],
  )
  const parts = answer.change_of_segments
  const columns: FigureColumn[] = [
    { title: t('operating_gmv.factor'), kind: 'words' },
    { title: t('operating_gmv.was'), kind: 'words' },
    { title: t('operating_gmv.is'), kind: 'words' },
    { title: 'LMDI', help: t('operating_gmv.lmdi_help'), kind: 'money' },
    { title: 'Shapley', help: t('operating_gmv.shapley_help'), kind: 'money' },
    ...(parts
      ? ([
          { title: t('operating_gmv.parts'), help: t('operating_gmv.parts_help'), kind: 'money' },
        ] as const)
      : []),
  ]
  const write = useWriting()
  const value = (factor: Factor, n: number | null) =>
    n === null ? '—' : write(FACTOR_KIND[factor], n)
  const sum = (of: (one: Change['factors'][number]) => number, all: Change) =>
    all.factors.reduce((total, one) => total + of(one), 0)
  return (
    <>
      <Panel>
        <Waterfall
          title={t('operating_gmv.waterfall')}
          definition={t('operating_gmv.waterfall_words')}
          columns={[t('operating_gmv.factor'), t('operating_gmv.part')]}
          isMoney
          drawn={drawn}
        />
      </Panel>
      <FigureTable
        title={t('operating_gmv.explained')}
        columns={columns}
        rows={[
          ...change.factors.map(
            (one, i): TableRow => ({
              key: one.factor,
              cells: [
                t(`operating_factor.${one.factor}`),
                value(one.factor, one.before),
                value(one.factor, one.after),
                one.lmdi,
                one.shapley,
                ...(parts ? [parts.factors[i]?.lmdi ?? null] : []),
              ],
            }),
          ),
          {
            key: 'sum',
            cells: [
              'GMV',
              write('money', change.before),
              write('money', change.after),
              sum(({ lmdi }) => lmdi, change),
              sum(({ shapley }) => shapley, change),
              ...(parts ? [sum(({ lmdi }) => lmdi, parts)] : []),
            ],
            tone: 'sum',
          },
        ]}
      />
    </>
  )
}
