import type { Days } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { CopyButton } from '../../ui/Copy.tsx'
import type { MetricAnswer, MetricsAnswer } from '../board/api.ts'
import { MetricChart } from '../board/MetricChart.tsx'
import type { Catalogue } from '../board/metrics.ts'
import { useWriting } from '../FigureTable.tsx'
import styles from './Glossary.module.css'

/** A metric over the days chosen: of what it is reckoned, and the statements with their values. */
export function MetricNow(props: {
  told: MetricAnswer
  answer: MetricsAnswer
  catalogue: Catalogue
  days: Days
}) {
  const t = useTexts()
  const write = useWriting()
  const { told, answer, catalogue, days } = props
  const { total, unit, code } = told
  const kind = unit === 'share' ? 'share' : unit === 'fen' ? 'money' : 'number'
  const part = (value: number | null) => (value === null ? '—' : write('number', value))
  return (
    <div className={styles.now}>
      <p>
        {days.from} – {days.to}{' '}
        <strong>{total.value === null ? '—' : write(kind, total.value)}</strong>
        {total.denominator !== null && (
          <span className={styles.aside}>
            {' '}
            = {part(total.numerator)} ÷ {part(total.denominator)}
          </span>
        )}
        {total.n !== null && (
          <span className={styles.aside}> · {t('glossary.cases', { count: total.n })}</span>
        )}
      </p>
      <MetricChart
        title={catalogue.words(code).name}
        widget={{
          ...{ id: code, kind: 'metrics', metrics: [code], look: 'line', period: 'week' },
          ...{ width: 4, height: 2 },
        }}
        answer={answer}
        catalogue={catalogue}
        height={200}
        isBrief
      />
      {told.queries.map((query) => (
        <div key={query.text} className={styles.query}>
          <div className={styles.head}>
            <strong>{t(`glossary_store.${query.store}`)}</strong>
            <CopyButton text={query.text} label={t('glossary.copy')} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
          <pre className={styles.sql} tabIndex={0}>
            {query.text}
          </pre>
          <dl className={styles.values}>
            {Object.entries(query.parameters).map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <code>{JSON.stringify(value)}</code>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  )
}
