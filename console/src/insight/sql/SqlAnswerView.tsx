// What a statement gave: as a table, as a chart, as a file.
import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { MOST_SERIES } from '../../ui/chart/palette.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { saveFile } from '../../ui/save.ts'
import { type SqlAnswer, type SqlAsked, sqlCsv } from './api.ts'
import styles from './Sql.module.css'

export interface Drawn {
  kind: 'table' | 'line' | 'bar'
  x?: string
  y?: string[]
}
/** Points of a chart that can still be told apart. */
const MOST_POINTS = 500
/** Rows a page shows at once without becoming slow; the file holds all. */
const SHOWN = 1_000

const isNumber = (type: string) => /^(Nullable\(|LowCardinality\()*(U?Int|Float|Decimal)/.test(type)

/** Columns that can be drawn. */
export const figuresOf = ({ columns }: Pick<SqlAnswer, 'columns'>): string[] =>
  columns.filter(({ type }) => isNumber(type)).map(({ name }) => name)

export function SqlAnswerView(props: {
  asked: SqlAsked
  answer: SqlAnswer
  drawn: Drawn
  onDraw: (drawn: Drawn) => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const [isSaving, setSaving] = useState(false)
  const { answer, drawn, onDraw } = props
  const figures = figuresOf(answer)
  const save = async () => {
    setSaving(true)
    try {
      saveFile('answer.csv', await sqlCsv(props.asked))
    } catch (error) {
      void message.error(errorWords(error).title)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Panel
      flush={drawn.kind === 'table'}
      title={`${t('sql.result')} · ${t('sql.rows', { count: answer.rows.length })} · ${t('sql.seconds', { seconds: answer.seconds.toFixed(2) })}`}
      extra={
        <span className={styles.bar} style={{ marginTop: 0 }}>
          <Segmented<Drawn['kind']>
            size="small"
            value={drawn.kind}
            onChange={(kind) => onDraw({ ...drawn, kind })}
            options={[
              { value: 'table', label: t('sql.table') },
              { value: 'line', label: t('sql.line') },
              { value: 'bar', label: t('sql.bar') },
            ]}
          />
          <Button
            size="small"
            icon={<DownloadOutlined />}
            loading={isSaving}
            onClick={() => void save()}
          >
            {t('sql.csv')}
          </Button>
        </span>
      }
    >
      {answer.is_cut && <p className={styles.said}>{t('sql.cut')}</p>}
      {answer.rows.length === 0 ? (
        <EmptyState compact title={t('sql.empty')} />
      ) : drawn.kind === 'table' ? (
        <Rows answer={answer} />
      ) : figures.length === 0 ? (
        <EmptyState compact title={t('sql.no_number')} />
      ) : (
        <Picture answer={answer} figures={figures} drawn={drawn} onDraw={onDraw} />
      )}
    </Panel>
  )
}

const shown = (value: unknown): string =>
  value === null ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value)

export function Rows({ answer }: { answer: Pick<SqlAnswer, 'columns' | 'rows'> }) {
  const t = useTexts()
  const rows = answer.rows.slice(0, SHOWN)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
      <section className={styles.wide} aria-label={t('sql.result')} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {answer.columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name}
                  <span>{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row of an answer is its place
              <tr key={at}>
                {row.map((value, column) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    key={column}
                    data-number={isNumber(answer.columns[column]?.type ?? '')}
                    title={shown(value)}
                  >
                    {shown(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {answer.rows.length > rows.length && (
        <p className={styles.said}>{t('sql.shown', { count: rows.length })}</p>
      )}
    </>
  )
}

export function Picture(props: {
  answer: Pick<SqlAnswer, 'columns' | 'rows'>
  height?: number
  figures: readonly string[]
  drawn: Drawn
  onDraw: (drawn: Drawn) => void
}) {
  const t = useTexts()
  const { answer, figures, drawn, onDraw } = props
  const names = answer.columns.map(({ name }) => name)
  const x = drawn.x && names.includes(drawn.x) ? drawn.x : (names[0] ?? '')
  const chosen = drawn.y?.filter((name) => figures.includes(name)) ?? []
  const y = chosen.length > 0 ? chosen : figures.filter((name) => name !== x).slice(0, 1)
  const ys = y.length > 0 ? y : figures.slice(0, 1)
  const rows = answer.rows.slice(0, MOST_POINTS)
  const column = (name: string) => rows.map((row) => row[names.indexOf(name)])
  const labels = column(x).map(shown)
  const series = ys.map((name, at) => ({
    key: name,
    name,
    values: column(name).map((value) => (value === null ? null : Number(value))),
    colour: at,
  }))
  const choices = (of: readonly string[]) => of.map((value) => ({ value, label: value }))
  return (
    <>
      <div className={styles.bar} style={{ marginBottom: 8 }}>
        <Select
          size="small"
          aria-label={t('sql.x')}
          value={x}
          options={choices(names)}
          style={{ minWidth: 140 }}
          onChange={(next) => onDraw({ ...drawn, x: next })}
        />
        <Select
          mode="multiple"
          size="small"
          aria-label={t('sql.y')}
          value={ys}
          maxCount={MOST_SERIES}
          options={choices(figures)}
          style={{ minWidth: 220 }}
          onChange={(next) => onDraw({ ...drawn, y: next })}
        />
      </div>
      <TrendChart
        title={ys.join(' · ')}
        definition={x}
        kind={drawn.kind === 'bar' ? 'bar' : 'line'}
        height={props.height ?? 320}
        unit="count"
        axis={x}
        labels={labels}
        series={series}
        table={{
          columns: [x, ...ys],
          rows: labels.map((label, at) => [
            label,
            ...series.map(({ values }) => values[at] ?? null),
          ]),
        }}
      />
      {answer.rows.length > MOST_POINTS && (
        <p className={styles.hint}>{t('sql.drawn', { count: MOST_POINTS })}</p>
      )}
    </>
  )
}
