import type { EChartsCoreOption } from 'echarts/core'
import { useCallback } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Chart } from '../../ui/Chart.tsx'
import type { Look } from '../../ui/chart/look.ts'
import { tip } from '../../ui/chart/tip.ts'
import { widthOf } from '../../ui/chart/trend.ts'
import { Panel } from '../../ui/Page.tsx'
import { useDuration } from '../duration.ts'
import type { NamedSpread } from '../SpreadView.tsx'

const LEVELS = ['p10', 'p25', 'median', 'p75', 'p90'] as const
const MOST_BOXES = 20
const ROW = 34
const MOST_NAME = 160
const MARKS = 5
/** In the largest unit of which there are two, so many of it at a time that a mark is a round number. */
function stepOf(seconds: number): number {
  const unit = [86_400, 3_600, 60].find((size) => seconds >= 2 * size) ?? 1
  const wanted = seconds / unit / MARKS
  const round = [1, 2, 5, 10, 15, 20, 30, 50, 60, 100, 200, 300, 500].find((n) => n >= wanted)
  return unit * (round ?? Math.ceil(wanted))
}

/** A box a group: half of the intervals lie in it, eight of ten between the ends of its lines. */
export function BoxChart(props: { groups: readonly NamedSpread[] }) {
  const t = useTexts()
  const duration = useDuration()
  const known = props.groups.filter(({ spread }) => spread.count > 0).slice(0, MOST_BOXES)
  const longest = Math.max(1, ...known.map(({ spread }) => spread.p90 ?? 0))
  const step = stepOf(longest)
  const key = JSON.stringify(known.map(({ name, spread }) => [name, spread]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all that is drawn
  const option = useCallback(
    (look: Look): EChartsCoreOption => ({
      grid: {
        left: 8 + Math.min(MOST_NAME, Math.max(0, ...known.map(({ name }) => widthOf(name)))),
        ...{ right: 28, top: 8, bottom: 26 },
      },
      tooltip: {
        confine: true,
        backgroundColor: look.raised,
        borderColor: look.line,
        textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const one = known[dataIndex]
          return one
            ? tip(
                one.name,
                LEVELS.map((level) => ({
                  name: t(`spread.${level}`),
                  value: duration(one.spread[level] ?? 0),
                })),
              )
            : ''
        },
      },
      xAxis: {
        type: 'value',
        min: 0,
        max: Math.ceil(longest / step) * step,
        interval: step,
        splitLine: { lineStyle: { color: look.line } },
        axisLabel: { color: look.quiet, hideOverlap: true, formatter: duration },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: known.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: look.line } },
        axisLabel: { color: look.text, width: MOST_NAME, overflow: 'truncate' },
      },
      series: [
        {
          type: 'boxplot',
          boxWidth: [8, 18],
          itemStyle: { color: look.paper, borderColor: look.series[0], borderWidth: 1.5 },
          data: known.map(({ spread }) => LEVELS.map((level) => spread[level] ?? 0)),
        },
      ],
    }),
    [key],
  )
  return (
    <Panel>
      <Chart
        title={t('interval_chart.box')}
        definition={t('interval_chart.box_words')}
        height={50 + known.length * ROW}
        table={{
          columns: [t('insight_field.breakdown'), ...LEVELS.map((level) => t(`spread.${level}`))],
          rows: known.map(({ name, spread }) => [
            name,
            ...LEVELS.map((level) => Math.round(spread[level] ?? 0)),
          ]),
        }}
        description={known
          .map(({ name, spread }) => `${name} ${duration(spread.median ?? 0)}`)
          .join('; ')}
        option={option}
        isEmpty={known.length === 0}
      />
    </Panel>
  )
}
