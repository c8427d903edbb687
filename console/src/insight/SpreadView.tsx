// Numbers in bins: bars, of several values side by side, and what most of them lie between.
import { Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { TrendChart } from '../ui/Chart.tsx'
import { MOST_SERIES } from '../ui/chart/palette.ts'
import { Panel } from '../ui/Page.tsx'
import type { DistributionAnswer, Figure } from './api.ts'
import { FigureTable } from './FigureTable.tsx'
import { type FigureColumn, type FigureKind, fileTable, isFew, type TableRow } from './figures.ts'
import styles from './Insight.module.css'

type Spread = DistributionAnswer['all']['spread']

export interface NamedSpread {
  key: string
  name: string
  spread: Spread
  counts: readonly number[]
  /** Of how many customers, where the figures are not one of each. */
  customers?: number
  /** What opens the customers of a bin, or of all. */
  behind?: (bin?: number) => Figure
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)
const LEVELS = ['average', 'min', 'p10', 'p25', 'median', 'p75', 'p90', 'max'] as const

export function SpreadView(props: {
  /** Counted things: customers, intervals. */
  title: string
  counted: string
  /** What the bins are of. */
  axis: string
  labels: readonly string[]
  /** The same on the chart's axis, shorter. */
  brief?: readonly string[]
  all: NamedSpread
  groups: readonly NamedSpread[]
  kind: FigureKind
}) {
  const t = useTexts()
  const { all, groups, labels, kind, axis, counted } = props
  const isSplit = groups.length > 0
  const [unit, setUnit] = useState<'share' | 'count'>(isSplit ? 'share' : 'count')
  const told = isSplit ? groups : [all]
  const drawn = told.slice(0, MOST_SERIES)
  const binColumns: FigureColumn[] = [
    { title: axis, kind: 'words' },
    ...told.flatMap(({ name }): FigureColumn[] => [
      { title: isSplit ? name : counted, kind: 'count' },
      { title: isSplit ? t('spread.share_of', { name }) : t('spread.share'), kind: 'share' },
    ]),
    ...(isSplit
      ? []
      : [{ title: t('spread.up_to'), help: t('spread.up_to_help'), kind: 'share' } as const]),
  ]
  const binRows: TableRow[] = labels.map((label, bin) => ({
    key: String(bin),
    cells: [
      label,
      ...told.flatMap(({ counts, spread }) => [
        counts[bin] ?? 0,
        share(counts[bin] ?? 0, spread.count),
      ]),
      ...(isSplit
        ? []
        : [
            share(
              all.counts.slice(0, bin + 1).reduce((sum, count) => sum + count, 0),
              all.spread.count,
            ),
          ]),
    ],
    behind: [undefined, ...told.flatMap(({ behind }) => [behind?.(bin), undefined])],
  }))
  const hasCustomers = all.customers !== undefined
  const spreadColumns: FigureColumn[] = [
    { title: isSplit ? t('insight_field.breakdown') : '', kind: 'words' },
    ...(hasCustomers ? [{ title: t('spread.customers'), kind: 'count' } as const] : []),
    { title: counted, kind: 'count' },
    ...LEVELS.map(
      (level): FigureColumn => ({
        title: t(`spread.${level}`),
        help: t(`spread_help.${level}`),
        kind,
      }),
    ),
  ]
  const rowOf = ({ key, name, spread, customers, behind }: NamedSpread): TableRow => ({
    key,
    cells: [
      name,
      ...(hasCustomers ? [customers ?? 0] : []),
      spread.count,
      ...LEVELS.map((level) => spread[level]),
    ],
    behind: [undefined, behind?.()],
    isSmall: isFew(customers ?? spread.count),
  })
  const isShare = unit === 'share'
  return (
    <>
      <Panel>
        <TrendChart
          title={props.title}
          kind="bar"
          height={320}
          unit={isShare ? 'percent' : 'count'}
          axis={axis}
          labels={labels}
          brief={props.brief}
          series={drawn.map(({ key, name, counts, spread }, place) => ({
            key,
            name: isSplit ? name : counted,
            values: counts.map((count) => (isShare ? share(count, spread.count) : count)),
            colour: place,
          }))}
          table={fileTable(binColumns, binRows)}
          extra={
            <Segmented<'share' | 'count'>
              size="small"
              value={unit}
              onChange={setUnit}
              aria-label={t('insight.unit')}
              options={[
                { value: 'share', label: t('insight.unit_share') },
                { value: 'count', label: counted },
              ]}
            />
          }
        />
        {told.length > drawn.length && (
          <p className={styles.hint}>{t('insight.drawn', { count: drawn.length })}</p>
        )}
      </Panel>
      <FigureTable
        title={t('spread.table')}
        columns={spreadColumns}
        rows={[
          ...(isSplit ? [{ ...rowOf(all), tone: 'sum' as const }] : [rowOf(all)]),
          ...groups.map(rowOf),
        ]}
      />
      <FigureTable title={t('spread.bins')} columns={binColumns} rows={binRows} />
    </>
  )
}
