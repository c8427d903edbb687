// From what was to what is, each part a step from where the last one ended.
import type { EChartsCoreOption } from 'echarts/core'
import { useCallback } from 'react'
import { useLocale } from '../format/locale.tsx'
import { shortMoney } from '../format/money.ts'
import { shortNumber } from '../format/number.ts'
import { Chart } from '../ui/Chart.tsx'
import type { Look } from '../ui/chart/look.ts'

export interface Steps {
  /** Of what was, of each step, of what is. */
  labels: readonly string[]
  before: number
  steps: readonly number[]
}

/** @param props.drawn kept stable by the caller */
export function Waterfall(props: {
  title: string
  definition: string
  columns: [string, string]
  /** In the brand's currency; else of no unit. */
  isMoney?: boolean
  drawn: Steps
}) {
  const { language, currency } = useLocale()
  const { drawn, isMoney = false } = props
  const { labels, before, steps } = drawn
  const option = useCallback(
    (look: Look, width: number) =>
      waterfall(
        drawn,
        (value) =>
          isMoney
            ? shortMoney(Math.round(value * 100), currency, language)
            : shortNumber(Math.round(value), language),
        look,
        width,
      ),
    [drawn, isMoney, currency, language],
  )
  const shown = (value: number) => Math.round(value * 100) / 100
  const after = steps.reduce((sum, step) => sum + step, before)
  const values = [before, ...steps, after].map(shown)
  return (
    <Chart
      title={props.title}
      definition={props.definition}
      height={280}
      table={{
        columns: props.columns,
        rows: labels.map((label, i) => [label, values[i] ?? 0]),
      }}
      description={labels.map((label, i) => `${label} ${values[i]}`).join('; ')}
      option={option}
    />
  )
}

function waterfall(
  { labels, before, steps }: Steps,
  write: (value: number) => string,
  look: Look,
  width: number,
): EChartsCoreOption {
  const ends = steps.map((_, i) => steps.slice(0, i).reduce((sum, step) => sum + step, before))
  const after = steps.reduce((sum, step) => sum + step, before)
  const floor = [0, ...steps.map((step, i) => (ends[i] ?? 0) + Math.min(0, step)), 0]
  const bars = [before, ...steps.map(Math.abs), after]
  // What each bar has room for beside the axis.
  const slot = (width - 64) / labels.length
  const fontSize = slot < 56 ? 10 : 12
  const [own, worse] = [look.series[0], look.series[1]]
  const label = (i: number) => {
    const value = [before, ...steps, after][i] ?? 0
    const isStep = i > 0 && i < labels.length - 1
    return isStep ? `${value < 0 ? '−' : '+'}${write(Math.abs(value))}` : write(value)
  }
  return {
    grid: {
      left: 4,
      right: 8,
      top: 24,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: [...labels],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.quiet, interval: 0, width: slot, overflow: 'break', fontSize },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      splitLine: { lineStyle: { color: look.line } },
      axisLabel: {
        color: look.quiet,
        formatter: write,
      },
    },
    series: [
      {
        type: 'bar',
        stack: 'all',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: floor,
      },
      {
        type: 'bar',
        stack: 'all',
        barMaxWidth: 48,
        label: {
          show: true,
          position: 'top',
          color: look.text,
          fontFamily: look.font,
          fontSize,
          formatter: ({ dataIndex }: { dataIndex: number }) => label(dataIndex),
        },
        data: bars.map((value, i) => ({
          value,
          itemStyle: {
            color:
              i === 0 || i === bars.length - 1
                ? look.series[4]
                : (steps[i - 1] ?? 0) < 0
                  ? worse
                  : own,
          },
        })),
      },
    ],
  }
}
