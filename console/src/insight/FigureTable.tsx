import { DownloadOutlined, WarningOutlined } from '@ant-design/icons'
import { App, Button, Space, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { toCsv } from '../ui/chart/table.ts'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { saveFile } from '../ui/save.ts'
import { useTold } from '../ui/told.ts'
import { Opening } from './Behind.tsx'
import { useDuration } from './duration.ts'
import styles from './FigureTable.module.css'
import { FEW, type FigureColumn, type FigureKind, fileTable, type TableRow } from './figures.ts'
import { workbookOf } from './workbook.ts'

/** The answer's figures, each with its meaning, to read and to take along as CSV. */
export function FigureTable(props: {
  title: string
  columns: readonly FigureColumn[]
  rows: readonly TableRow[]
  /** What the file holds, where it is more than what is shown. */
  file?: { columns: readonly FigureColumn[]; rows: readonly TableRow[] }
  extra?: ReactNode
}) {
  const t = useTexts()
  const { title, columns, rows } = props
  const file = props.file ?? { columns, rows }
  return (
    <Panel
      flush
      title={title}
      extra={
        <span className={styles.tools}>
          {props.extra}
          <TakeButtons title={title} {...file} />
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
      <section className={styles.wide} aria-label={title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two steps may have one name
                <th key={at} scope="col" data-kind={column.kind}>
                  <Meaning title={column.title} help={column.help} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} data-tone={row.tone}>
                {row.cells.map((cell, at) => {
                  const kind = columns[at]?.kind ?? 'words'
                  if (at > 0)
                    return (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                      <td key={at} data-kind={kind}>
                        <Opening
                          figure={cell === 0 ? undefined : row.behind?.[at]}
                          title={`${row.cells[0]} · ${columns[at]?.title}`}
                        >
                          <Shown kind={kind} value={cell} />
                        </Opening>
                      </td>
                    )
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    <th key={at} scope="row">
                      <Shown kind={kind} value={cell} />
                      {row.tone === 'unfinished' && (
                        <span className={styles.aside}>{t('insight.unfinished')}</span>
                      )}
                      {row.isSmall && <Small />}
                    </th>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

/** A few cases only: said beside the figure, with why that matters. */
export function Small() {
  const t = useTexts()
  return (
    <Tooltip title={t('insight.small_words', { few: FEW })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the words */}
      <span className={styles.small} tabIndex={0}>
        <WarningOutlined aria-hidden="true" /> {t('insight.small')}
      </span>
    </Tooltip>
  )
}

export function Meaning(props: { title: string; help?: string }) {
  if (!props.help) return <span className={styles.head}>{props.title}</span>
  return (
    <Tooltip title={props.help}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the words */}
      <span className={`${styles.head} ${styles.helped}`} tabIndex={0}>
        {props.title}
      </span>
    </Tooltip>
  )
}

/** The figures as a file: text for programs, or a workbook whose cells are numbers, money and days. */
export function TakeButtons(props: {
  title: string
  columns: readonly FigureColumn[]
  rows: readonly TableRow[]
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const told = useTold()
  const [isWaiting, setWaiting] = useState(false)
  const { title, columns, rows } = props
  const take = async () => {
    setWaiting(true)
    try {
      const about = { title: t('insight_told.sheet'), lines: told }
      saveFile(`${title}.xlsx`, await workbookOf({ title, columns, rows, about }))
    } catch (thrown) {
      void message.error(words(thrown).title)
    }
    setWaiting(false)
  }
  return (
    <Space.Compact size="small">
      <Button
        size="small"
        icon={<DownloadOutlined />}
        onClick={() =>
          saveFile(
            `${title}.csv`,
            new Blob([toCsv(fileTable(columns, rows))], { type: 'text/csv' }),
          )
        }
      >
        {t('insight.csv')}
      </Button>
      <Button
        size="small"
        loading={isWaiting}
        aria-label={t('insight.xlsx')}
        onClick={() => void take()}
      >
        XLSX
      </Button>
    </Space.Compact>
  )
}

function Shown(props: { kind: FigureKind; value: string | number | null }) {
  const write = useWriting()
  const { kind, value } = props
  return typeof value === 'number' ? write(kind, value) : (value ?? '—')
}

/** A figure as people read it. */
export function useWriting(): (kind: FigureKind, value: number) => string {
  const { language, currency } = useLocale()
  const duration = useDuration()
  return (kind, value) => {
    if (kind === 'share') return percent(value)
    if (kind === 'seconds') return duration(value)
    if (kind === 'money') return money(Math.round(value), currency, language)
    return exactNumber(Math.round(value * 100) / 100)
  }
}
