import { Segmented } from 'antd'
import { useState } from 'react'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Panel } from '../../ui/Page.tsx'
import type { RetentionAnswer, RetentionQuestion } from '../api.ts'
import { Opening } from '../Behind.tsx'
import frozen from '../FigureTable.module.css'
import { Meaning, Small, TakeButtons, useWriting } from '../FigureTable.tsx'
import type { FigureColumn, FigureKind, TableRow } from '../figures.ts'
import { isFew } from '../figures.ts'
import { usePeriodName } from '../periods.ts'
import { wholeOf } from './average.ts'
import styles from './Retention.module.css'

type Cohort = RetentionAnswer['cohorts'][number]

/** How much of the colour stands behind the largest share: words stay readable on it. */
const FULL = 46

/** The triangle: a row a cohort, a column a period after it. */
export function RetentionTable(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  average: readonly (number | null)[]
}) {
  const t = useTexts()
  const write = useWriting()
  const periodName = usePeriodName()
  const [unit, setUnit] = useState<'share' | 'count'>('share')
  const { question, average } = props
  const { cohorts } = props.answer
  const { measure = 'customers', period = 'week' } = question
  const kind: FigureKind = measure === 'revenue' ? 'money' : 'count'
  const shares = cohorts.flatMap((cohort) =>
    cohort.values.slice(1).map((value) => value / (wholeOf(cohort, measure) || 1)),
  )
  const most = Math.max(0.01, ...shares)
  const shown = (cohort: Cohort, value: number) => {
    if (unit === 'count') return write(kind, value)
    const whole = wholeOf(cohort, measure)
    return whole > 0 ? percent(value / whole) : '—'
  }
  const afters = average.map((_, after) => after)
  const columns: FigureColumn[] = [
    { title: t('insight_retention.cohort'), kind: 'words' },
    { title: t('insight_retention.size'), kind: 'count' },
    ...afters.map(
      (after): FigureColumn => ({
        title: t(`insight_after.${period}`, { count: after }),
        kind: unit === 'share' ? 'share' : kind,
      }),
    ),
  ]
  const rows: TableRow[] = cohorts.map((cohort) => ({
    key: cohort.start,
    cells: [
      cohort.start,
      cohort.size,
      ...afters.map((after) => {
        const value = cohort.values[after]
        if (value === undefined) return null
        if (unit === 'count') return value
        const whole = wholeOf(cohort, measure)
        return whole > 0 ? value / whole : null
      }),
    ],
  }))
  const title = t('insight_retention.table')
  return (
    <Panel
      flush
      title={<Meaning title={title} help={t(`insight_retention.help_${measure}`)} />}
      extra={
        <span className={frozen.tools}>
          <Segmented<'share' | 'count'>
            size="small"
            value={unit}
            onChange={setUnit}
            aria-label={t('insight_retention.unit')}
            options={[
              { value: 'share', label: t('insight.unit_share') },
              { value: 'count', label: t(`insight_measure.${measure}`) },
            ]}
          />
          <TakeButtons title={title} columns={columns} rows={rows} />
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
      <section className={frozen.wide} aria-label={title} tabIndex={0}>
        <table className={styles.heat}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.title} scope="col">
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={styles.average}>
              <th scope="row">
                <Meaning
                  title={t('insight_retention.average')}
                  help={t('insight_retention.average_help')}
                />
              </th>
              <td>
                {write(
                  'count',
                  cohorts.reduce((sum, { size }) => sum + size, 0),
                )}
              </td>
              {afters.map((after) => {
                const share = average[after] ?? null
                return (
                  <td key={after} style={heat(after === 0 ? null : share, most)}>
                    {share === null ? '—' : percent(share)}
                  </td>
                )
              })}
            </tr>
            {cohorts.map((cohort) => (
              <tr key={cohort.start}>
                <th scope="row">
                  {periodName(cohort.start, period)}
                  {isFew(cohort.size) && <Small />}
                </th>
                <td>{write('count', cohort.size)}</td>
                {afters.map((after) => {
                  const value = cohort.values[after]
                  if (value === undefined) return <td key={after} className={styles.none} />
                  const isOver = after < cohort.complete
                  return (
                    <td
                      key={after}
                      className={isOver ? undefined : styles.open}
                      title={isOver ? undefined : t('insight.unfinished')}
                      style={heat(
                        after === 0 ? null : value / (wholeOf(cohort, measure) || 1),
                        most,
                      )}
                    >
                      <Opening
                        figure={
                          value === 0
                            ? undefined
                            : { analysis: 'retention', question, cell: cellOf(cohort, after) }
                        }
                        title={`${periodName(cohort.start, period)} · ${t(`insight_after.${period}`, { count: after })}`}
                      >
                        {shown(cohort, value)}
                      </Opening>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.note}>{t('insight_retention.open')}</p>
    </Panel>
  )
}

const cellOf = ({ start }: Cohort, after: number) => ({ cohort: start, after, back: true })

/** The period itself is the whole cohort: it has no colour to compare. */
function heat(share: number | null, most: number) {
  if (share === null || share <= 0) return undefined
  const part = Math.round((share / most) * FULL)
  return { background: `color-mix(in srgb, var(--ant-color-primary) ${part}%, transparent)` }
}
