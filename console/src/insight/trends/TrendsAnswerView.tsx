import { Segmented } from 'antd'
import { useBuilding } from '../../audiences/building.tsx'
import { eventText } from '../../audiences/say.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart, type TrendSeries } from '../../ui/Chart.tsx'
import { MOST_SERIES } from '../../ui/chart/palette.ts'
import { Panel } from '../../ui/Page.tsx'
import type { TrendsAnswer, TrendsQuestion } from '../api.ts'
import { useValueName } from '../breakdownWords.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { usePeriodName } from '../periods.ts'
import { isMoney, letter, MONEY, needsProperty, type TrendsDraft } from './draft.ts'

type Line = TrendsAnswer['series'][number]

export function TrendsAnswerView(props: {
  answer: TrendsAnswer
  question: TrendsQuestion
  draft: TrendsDraft
  onKind: (kind: TrendsDraft['kind']) => void
}) {
  const t = useTexts()
  const periodName = usePeriodName()
  const { answer, question, draft } = props
  const { period = 'day' } = question
  const nameOf = useLineName(answer, question, draft)
  const labels = answer.periods.map((start) => periodName(start, period))
  const unfinished = answer.periods.length - answer.complete
  // What is reckoned from others is what was asked for: on one axis the others would dwarf it.
  const formulas = answer.series.filter(({ of }) => of >= question.series.length)
  const wanted = formulas.length > 0 ? formulas : answer.series
  const hasCompared = wanted.some(({ compared }) => compared !== null)
  const drawn = wanted.slice(0, hasCompared ? MOST_SERIES / 2 : MOST_SERIES)
  const moneyAt = (of: number) => {
    const series = draft.series[of]
    return series !== undefined && of < question.series.length && isMoney(series)
  }
  const isAllMoney = drawn.every(({ of }) => moneyAt(of))
  // Beside counts money is drawn in the currency, as the table says it.
  const drawnValue = ({ of }: Line, value: number | null | undefined) =>
    value === null || value === undefined ? null : moneyAt(of) && !isAllMoney ? value / 100 : value
  const series = drawn.flatMap((line, place): TrendSeries[] => [
    {
      key: `${place}`,
      name: nameOf(line),
      values: line.values.map((value) => drawnValue(line, value)),
      colour: place,
    },
    ...(line.compared
      ? [
          {
            key: `${place} compared`,
            name: t('insight_trends.compared_of', { name: nameOf(line) }),
            values: labels.map((_, at) => drawnValue(line, line.compared?.values[at])),
            colour: place,
            isFaint: true,
          },
        ]
      : []),
  ])
  const columns: FigureColumn[] = [
    { title: t('insight_field.period'), kind: 'words' },
    ...answer.series.flatMap((line): FigureColumn[] => {
      const kind = moneyAt(line.of) ? 'money' : 'number'
      return [
        { title: nameOf(line), kind },
        ...(line.compared
          ? [{ title: t('insight_trends.compared_of', { name: nameOf(line) }), kind } as const]
          : []),
      ]
    }),
  ]
  const behind = (line: Line, start?: string) =>
    question.cumulative || line.is_other || line.of >= question.series.length
      ? undefined
      : {
          analysis: 'trends' as const,
          question,
          cell: {
            of: line.of,
            ...(start && { start }),
            ...(question.breakdown && { value: line.value }),
          },
        }
  const cellsOf = (of: (line: Line) => (number | null)[]) =>
    answer.series.flatMap((line) => of(line).slice(0, line.compared ? 2 : 1))
  const behindOf = (start?: string) => [
    undefined,
    ...answer.series.flatMap((line) => [
      behind(line, start),
      ...(line.compared ? [undefined] : []),
    ]),
  ]
  const rows: TableRow[] = answer.periods.map((start, at) => ({
    key: start,
    cells: [
      labels[at] ?? start,
      ...cellsOf((line) => [line.values[at] ?? null, line.compared?.values[at] ?? null]),
    ],
    behind: behindOf(start),
    ...(at >= answer.complete && { tone: 'unfinished' as const }),
  }))
  const total: TableRow = {
    key: 'total',
    cells: [
      t('insight_trends.total'),
      ...cellsOf((line) => [line.total, line.compared?.total ?? null]),
    ],
    behind: behindOf(),
    tone: 'sum',
  }
  const file = { columns, rows: [...rows, total] }
  return (
    <>
      <Panel>
        <TrendChart
          title={t('insight_trends.chart')}
          definition={t('insight_trends.definition')}
          kind={draft.kind}
          height={340}
          unit={isAllMoney ? 'money' : 'count'}
          axis={t('insight_field.period')}
          labels={labels}
          starts={answer.periods}
          series={series}
          unfinished={unfinished}
          table={fileTable(file.columns, file.rows)}
          extra={
            <Segmented<TrendsDraft['kind']>
              size="small"
              value={draft.kind}
              onChange={props.onKind}
              aria-label={t('insight_trends.kind')}
              options={[
                { value: 'line', label: t('insight_trends.line') },
                { value: 'bar', label: t('insight_trends.bar') },
              ]}
            />
          }
        />
        {wanted.length > drawn.length && (
          <p className={styles.hint}>{t('insight.drawn', { count: drawn.length })}</p>
        )}
        {answer.further_values > 0 && (
          <p className={styles.hint}>
            {t('insight_trends.further', { count: answer.further_values })}
          </p>
        )}
      </Panel>
      <FigureTable
        title={t('insight_trends.table')}
        columns={columns}
        rows={[total, ...rows.toReversed()]}
        file={file}
      />
    </>
  )
}

/** A line by what is asked of which event, and by its value where figures are told apart. */
function useLineName(
  answer: TrendsAnswer,
  question: TrendsQuestion,
  draft: TrendsDraft,
): (line: Line) => string {
  const t = useTexts()
  const { sayer } = useBuilding()
  const valueName = useValueName(draft.breakdown)
  const asked = question.series.length + (question.formulas?.length ?? 0)
  return (line) => {
    const series = line.of < question.series.length ? draft.series[line.of] : undefined
    const measure = series && t(`insight_of.${series.measure}`)
    const what = series
      ? needsProperty(series.measure)
        ? `${series.property === MONEY ? t('insight_trends.money') : sayer.labels.property(series.property)} ${measure}`
        : measure
      : ''
    const given = series?.name?.trim()
    const name = series
      ? (given ?? '') ||
        `${asked > 1 ? `${letter(line.of)} ` : ''}${eventText(series.of, sayer)} · ${what}`
      : line.name
    if (!question.breakdown) return name
    const value = line.is_other
      ? t('insight.other', { count: answer.further_values })
      : valueName(line.value)
    return asked > 1 ? `${series ? letter(line.of) : line.name} · ${value}` : value
  }
}
