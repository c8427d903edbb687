import { Segmented } from 'antd'
import { useCallback, useState } from 'react'
import { useLocale } from '../../format/locale.tsx'
import { exactNumber, percent, shortNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Chart } from '../../ui/Chart.tsx'
import type { Look } from '../../ui/chart/look.ts'
import { MOST_SERIES } from '../../ui/chart/palette.ts'
import { Panel } from '../../ui/Page.tsx'
import { useDuration } from '../duration.ts'
import { fileTable } from '../figures.ts'
import styles from '../Insight.module.css'
import { funnelOption, groupsOption } from './chart.ts'
import { fileRows, type NamedSteps, shareOf, stepRows, useStepColumns } from './figures.ts'

/** A bar a step; with a breakdown, bars of its first values side by side. */
export function FunnelChart(props: {
  names: readonly string[]
  all: NamedSteps
  groups: readonly NamedSteps[]
  days: string
}) {
  const { groups } = props
  return <Panel>{groups.length > 0 ? <GroupedBars {...props} /> : <StepBars {...props} />}</Panel>
}

function StepBars(props: { names: readonly string[]; all: NamedSteps; days: string }) {
  const t = useTexts()
  const { language } = useLocale()
  const duration = useDuration()
  const columns = useStepColumns()
  const { names, all } = props
  const { steps } = all
  const first = steps[0]?.count ?? 0
  const over = steps.map(({ count }) => {
    const share = shareOf(count, first)
    return `${exactNumber(count)}${share === null ? '' : `\n${percent(share)}`}`
  })
  const between = steps.slice(1).map(({ count, median_seconds }, at) => {
    const share = shareOf(count, steps[at]?.count ?? 0)
    return [
      share === null ? '' : `→ ${percent(share)}`,
      median_seconds === null ? '' : t('insight_funnel.took', { time: duration(median_seconds) }),
    ].join('\n')
  })
  const key = JSON.stringify([names, steps, over, between])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all that is drawn
  const option = useCallback(
    (look: Look, width: number) =>
      funnelOption(
        names.map((name, at) => ({ name, count: steps[at]?.count ?? 0 })),
        {
          reached: t('insight_funnel.reached'),
          lost: t('insight_funnel.lost'),
          over,
          between,
          short: (value) => shortNumber(value, language),
          exact: exactNumber,
        },
        look,
        width,
      ),
    [key, language],
  )
  const told = names.map((name, at) =>
    t('insight_funnel.told', {
      name,
      count: exactNumber(steps[at]?.count ?? 0),
      share: percent(shareOf(steps[at]?.count ?? 0, first) ?? 0),
    }),
  )
  return (
    <Chart
      title={t('insight_funnel.chart')}
      definition={t('insight_funnel.definition', { days: props.days })}
      height={340}
      table={fileTable(columns, stepRows(names, steps))}
      description={told.join(' ')}
      option={option}
      isEmpty={first === 0}
    />
  )
}

function GroupedBars(props: {
  names: readonly string[]
  groups: readonly NamedSteps[]
  days: string
}) {
  const t = useTexts()
  const { language } = useLocale()
  const [unit, setUnit] = useState<'share' | 'count'>('share')
  const stepColumns = useStepColumns()
  const { names, groups } = props
  const drawn = groups.slice(0, MOST_SERIES)
  const key = JSON.stringify([names, drawn, unit])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all that is drawn
  const option = useCallback(
    (look: Look, width: number) =>
      groupsOption(
        names,
        drawn.map(({ key, name, steps }) => ({
          key,
          name,
          values: steps.map(({ count }) =>
            unit === 'count' ? count : shareOf(count, steps[0]?.count ?? 0),
          ),
        })),
        unit === 'count'
          ? { short: (value) => shortNumber(value, language), exact: exactNumber }
          : { short: (value) => `${Math.round(value * 100)}%`, exact: percent, most: 1 },
        look,
        width,
      ),
    [key, language],
  )
  const told = drawn.map(({ name, steps }) =>
    t('insight_funnel.told', {
      name,
      count: exactNumber(steps.at(-1)?.count ?? 0),
      share: percent(shareOf(steps.at(-1)?.count ?? 0, steps[0]?.count ?? 0) ?? 0),
    }),
  )
  return (
    <>
      <Chart
        title={t('insight_funnel.chart_by')}
        definition={t('insight_funnel.definition', { days: props.days })}
        height={340}
        extra={
          <Segmented<'share' | 'count'>
            size="small"
            value={unit}
            onChange={setUnit}
            aria-label={t('insight.unit')}
            options={[
              { value: 'share', label: t('insight.unit_share') },
              { value: 'count', label: t('insight.unit_count') },
            ]}
          />
        }
        table={fileTable(
          [{ title: t('insight_field.breakdown'), kind: 'words' }, ...stepColumns],
          fileRows(names, groups),
        )}
        description={told.join(' ')}
        option={option}
        isEmpty={groups.every(({ steps }) => (steps[0]?.count ?? 0) === 0)}
      />
      {groups.length > drawn.length && (
        <p className={styles.hint}>{t('insight.drawn', { count: drawn.length })}</p>
      )}
    </>
  )
}
