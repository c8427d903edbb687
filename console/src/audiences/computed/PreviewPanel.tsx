import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { CustomerLine } from '../../customers/CustomerLine.tsx'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import type { Preview } from './api.ts'
import styles from './Computed.module.css'
import { CutOffsTable } from './CutOffsTable.tsx'

/** How many would have a value, how the values lie, and a few of them. */
export function PreviewPanel(props: {
  /** In place of a preview's title: of what is kept already. */
  title?: string
  preview: Preview | undefined
  isOld: boolean
  error: unknown
}) {
  const t = useTexts()
  const { preview } = props
  // Values in fen are shown in the currency's unit.
  const scale = preview?.money ? 100 : 1
  const number = (value: number) => exactNumber(Math.round((value / scale) * 100) / 100)
  const bars = preview?.bars
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew with the bars
  const { labels, series } = useMemo(
    () => ({
      labels: (bars ?? []).map(({ label, from, to }) =>
        from === null || to === null
          ? label
          : from === to
            ? number(from)
            : `${number(from)}–${number(to)}`,
      ),
      series: [
        {
          key: 'customers',
          name: t('computed_preview.customers'),
          values: (bars ?? []).map((bar) => bar.customers),
        },
      ],
    }),
    [bars, scale, t],
  )
  return (
    <Panel title={props.title ?? t('computed_preview.title')}>
      {Boolean(props.error) && <ErrorNote error={props.error} />}
      {!preview && !props.error && !props.title && (
        <p className={styles.hint}>{t('computed_preview.waiting')}</p>
      )}
      {preview && (
        <div
          className={styles.preview}
          style={{ opacity: props.isOld ? 0.55 : 1 }}
          aria-busy={props.isOld}
        >
          <p role="status">
            {t('computed_preview.of', {
              customers: exactNumber(preview.customers),
              everybody: exactNumber(preview.everybody),
            })}
          </p>
          {preview.numbers && (
            <p className={styles.hint}>
              {t('computed_preview.numbers', {
                min: number(preview.numbers.min),
                median: number(preview.numbers.median),
                average: number(preview.numbers.average),
                max: number(preview.numbers.max),
              })}
            </p>
          )}
          {preview.bars.length > 0 && (
            <TrendChart
              title={t('computed_preview.distribution')}
              kind="bar"
              height={200}
              axis={t('computed_field.value')}
              labels={labels}
              series={series}
            />
          )}
          {preview.others > 0 && (
            <p className={styles.hint}>
              {t('computed_preview.others', { customers: exactNumber(preview.others) })}
            </p>
          )}
          {preview.cuts && (
            <div className={styles.hint}>
              {preview.cuts_taken_at ? (
                <>
                  {t('computed_cuts.taken')} <When at={preview.cuts_taken_at} />
                </>
              ) : (
                <>
                  {t('computed_preview.cuts')}
                  <CutOffsTable cuts={preview.cuts} />
                </>
              )}
            </div>
          )}
          <ul className={styles.list}>
            {preview.sample.map(({ customer, value }) => (
              <li key={customer.id} className={styles.sample}>
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: String(customer.id) }}
                  target="_blank"
                >
                  <CustomerLine customer={customer} />
                </Link>
                <span className={styles.value}>
                  {typeof value === 'number' ? number(value) : String(value)}
                </span>
              </li>
            ))}
          </ul>
          <p className={styles.hint}>
            {t('audience_estimate.took_ms', { ms: exactNumber(preview.ms) })} ·{' '}
            <When at={preview.as_of} />
          </p>
        </div>
      )}
      {!preview && props.isOld && !props.error && <SkeletonLines lines={4} />}
    </Panel>
  )
}
