import { DownloadOutlined, EllipsisOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Dropdown, Modal } from 'antd'
import type { EChartsCoreOption } from 'echarts/core'
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { useLocale } from '../format/locale.tsx'
import { money, shortMoney } from '../format/money.ts'
import { exactNumber, percent, shortNumber } from '../format/number.ts'
import type { Language } from '../i18n/language.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './Chart.module.css'
import type { Point } from './chart/Canvas.tsx'
import { type Look, useLook } from './chart/look.ts'
import { MOST_SERIES } from './chart/palette.ts'
import { headedPicture } from './chart/picture.ts'
import { type ChartTable, shownCell, toCsv } from './chart/table.ts'
import { type TrendSeries, trendOption } from './chart/trend.ts'
import { useCompact } from './compact.ts'
import { useWidth } from './narrow.ts'
import { saveFile } from './save.ts'
import { useNotesAt } from './timeNotes.ts'
import { useTold } from './told.ts'

export type { ChartTable } from './chart/table.ts'
export type { TrendNote, TrendSeries } from './chart/trend.ts'

const Canvas = lazy(() => import('./chart/Canvas.tsx').then(({ Canvas }) => ({ default: Canvas })))

interface ChartProps {
  /** Names the chart on the page, for readers who hear it, and its files. */
  title: string
  /** What is counted and how, under the title. */
  definition?: string
  extra?: ReactNode
  height?: number
  /** Narrower than this it is scrolled through. */
  least?: number
  /** The same figures as rows: the table and the CSV of every chart. */
  table: ChartTable
  /** What the chart says, for readers who do not see it. */
  description: string
  /** Made again when the look or the width changes; keep it stable with useCallback. */
  option: (look: Look, width: number) => EChartsCoreOption
  /** Nothing happened in the whole span: said in words, over an empty ground. */
  isEmpty?: boolean
  /** A click on a point opens the rows behind it. */
  onOpen?: (point: Point) => void
}

/** A chart of the house: its title, its drawing, and its menu for the table, CSV and PNG. */
export function Chart(props: ChartProps) {
  const t = useTexts()
  const look = useLook()
  const [place, width] = useWidth()
  const [isTable, setIsTable] = useState(false)
  const picture = useRef<(() => string) | null>(null)
  const { option } = props
  const compact = useCompact()
  const told = useTold()
  const height = compact?.height ?? props.height ?? 220
  const drawn = useMemo(() => option(look, width), [option, look, width])
  const keepPicture = useCallback((make: (() => string) | null) => {
    picture.current = make
  }, [])

  const choose = (key: string) => {
    if (key === 'table') setIsTable(true)
    else if (key === 'csv')
      saveFile(`${props.title}.csv`, new Blob([toCsv(props.table)], { type: 'text/csv' }))
    else if (picture.current) void savePicture(picture.current())
  }
  const savePicture = async (drawn: string) => {
    const lines = [
      ...(props.definition ? [props.definition] : []),
      told.map(({ label, words }) => `${label} ${words}`).join(' · '),
    ]
    saveFile(`${props.title}.png`, await headedPicture(drawn, { title: props.title, lines }, look))
  }

  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <div className={styles.words}>
          <div className={styles.title}>{props.title}</div>
          {props.definition && <p className={styles.definition}>{props.definition}</p>}
        </div>
        {props.extra}
        <Dropdown
          trigger={['click']}
          placement="bottomRight"
          menu={{
            items: [
              { key: 'table', icon: <TableOutlined />, label: t('chart.table') },
              { key: 'csv', icon: <DownloadOutlined />, label: t('chart.csv') },
              { key: 'png', icon: <DownloadOutlined />, label: t('chart.png') },
            ],
            onClick: ({ key }) => choose(key),
          }}
        >
          <Button
            type="text"
            size="small"
            icon={<EllipsisOutlined />}
            aria-label={t('chart.menu', { title: props.title })}
          />
        </Dropdown>
      </figcaption>
      <div className={styles.frame}>
        <div ref={place} className={styles.place} style={{ height, minWidth: props.least }}>
          {props.isEmpty && <p className={styles.empty}>{t('chart.empty')}</p>}
          <Suspense fallback={<div className={styles.waiting} style={{ height }} />}>
            <Canvas
              option={drawn}
              look={look}
              height={height}
              description={props.description}
              onOpen={props.onOpen}
              onPicture={keepPicture}
            />
          </Suspense>
        </div>
      </div>
      <Modal
        open={isTable}
        title={props.title}
        footer={null}
        width={640}
        onCancel={() => setIsTable(false)}
        destroyOnHidden
      >
        <Rows table={props.table} title={props.title} />
      </Modal>
    </figure>
  )
}

function Rows(props: { table: ChartTable; title: string }) {
  return (
    <div className={styles.rows}>
      <table aria-label={props.title}>
        <thead>
          <tr>
            {props.table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.table.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((value, at) => (
                <td key={props.table.columns[at]}>{shownCell(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface TrendProps {
  title: string
  definition?: string
  extra?: ReactNode
  height?: number
  kind?: 'line' | 'bar'
  stacked?: boolean
  /** Numbers, fen of the brand's currency, or parts of one. */
  unit?: 'count' | 'money' | 'percent'
  /** In place of a unit: how a value is written; keep it stable with useCallback. */
  write?: (value: number) => string
  /** What the axis counts: a day, a week. Heads the first column of the table. */
  axis: string
  labels: readonly string[]
  /** On the axis in place of the labels, where those are long. */
  brief?: readonly string[] | undefined
  /** The first days of the periods that the labels name: then what is noted of them stands there. */
  starts?: readonly string[]
  series: readonly TrendSeries[]
  /** The last point is of a day that is not over; or so many of the last ones. */
  unfinished?: boolean | number
  /** In place of the rows that the lines themselves make. */
  table?: ChartTable
  /** Nothing can be above it, as of points out of 100. */
  most?: number
  onOpen?: (point: Point) => void
}

/** Lines or bars over time, at most six of them. Fold the rest into one before. */
export function TrendChart(props: TrendProps) {
  const t = useTexts()
  const { language, currency } = useLocale()
  const { labels, brief, series, kind = 'line', stacked = false, most } = props
  const notes = useNotesAt(props.starts, labels)
  if (series.length > MOST_SERIES) throw new Error(`${series.length} series; ${MOST_SERIES} fit`)
  const unfinished = Number(props.unfinished ?? 0)
  const { unit, write } = props
  const isMoney = unit === 'money'
  const isShare = unit === 'percent'
  const option = useCallback(
    (look: Look, width: number) =>
      trendOption(
        {
          kind,
          labels,
          brief,
          series,
          stacked,
          notes,
          width,
          unfinished,
          most,
          isShare,
          short: (value) =>
            write
              ? write(value)
              : isShare
                ? `${Math.round(value * 100)}%`
                : isMoney
                  ? shortMoney(value, currency, language)
                  : shortNumber(value, language),
          exact: write ?? ((value) => exactly(value, unit, currency, language)),
        },
        look,
      ),
    [
      kind,
      labels,
      brief,
      series,
      stacked,
      notes,
      unfinished,
      most,
      isShare,
      isMoney,
      unit,
      write,
      currency,
      language,
    ],
  )
  const shown = (value: number | null | undefined) => {
    if (value === null || value === undefined) return t('value.none')
    return write ? write(value) : exactly(value, unit, currency, language)
  }
  const told = series.map((one) => {
    const known = one.values.filter((value) => value !== null)
    return t('chart.told', {
      name: one.name,
      last: shown(one.values.at(-1)),
      least: shown(known.length > 0 ? Math.min(...known) : null),
      most: shown(known.length > 0 ? Math.max(...known) : null),
    })
  })
  const table: ChartTable = props.table ?? {
    columns: [props.axis, ...series.map((one) => one.name)],
    rows: labels.map((label, at) => [
      label,
      ...series.map((one) => {
        const value = one.values[at] ?? null
        return value === null || unit === undefined ? value : inTable(value, unit)
      }),
    ]),
  }
  return (
    <Chart
      title={props.title}
      definition={props.definition}
      extra={props.extra}
      height={props.height}
      table={table}
      description={`${props.title}: ${told.join(' ')}`}
      option={option}
      isEmpty={series.every((one) => one.values.every((value) => isNothing(value, unit)))}
      onOpen={props.onOpen}
    />
  )
}

type Unit = NonNullable<TrendProps['unit']>

/** A share of nought was measured; nought of anything else is nothing that happened. */
const isNothing = (value: number | null, unit: Unit | undefined) =>
  value === null || (value === 0 && unit !== 'percent')

function exactly(
  value: number,
  unit: Unit | undefined,
  currency: string,
  language: Language,
): string {
  if (unit === 'percent') return percent(value)
  return unit === 'money' ? money(Math.round(value), currency, language) : exactNumber(value)
}

function inTable(value: number, unit: Unit): number {
  if (unit === 'percent') return Math.round(value * 10_000) / 100
  return unit === 'money' ? Math.round(value) / 100 : value
}
