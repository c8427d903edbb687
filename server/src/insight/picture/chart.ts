// A chart as SVG, drawn without a browser.
import { init } from 'echarts'
import type { Unit } from '../metric/metric.ts'
import type { Drawing, Tongue } from '../told/told.ts'
import { axisText } from '../watch/words.ts'
import { INK } from './ink.ts'

export interface ChartAsked {
  drawing: Drawing
  width: number
  height: number
  currency: string
  tongue: Tongue
}

/** @returns the inside of an `svg` element of that size */
export function chartSvg({ drawing, width, height, currency, tongue }: ChartAsked): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    const { labels, series, kind, unit, unfinished = 0 } = drawing
    const over = labels.length - unfinished
    chart.setOption({
      animation: false,
      color: [...INK.series],
      textStyle: { fontFamily: INK.font, color: INK.text, fontSize: 12 },
      grid: { left: 8, right: 16, top: series.length > 1 ? 36 : 14, bottom: 6, containLabel: true },
      ...(series.length > 1 && {
        legend: {
          ...{ top: 0, left: 0, itemWidth: 14, itemHeight: 8, itemGap: 14 },
          textStyle: { color: INK.text, fontFamily: INK.font },
        },
      }),
      xAxis: {
        type: 'category',
        data: [...labels],
        boundaryGap: kind === 'bar',
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.line } },
        axisLabel: {
          color: INK.quiet,
          hideOverlap: kind === 'line' || labels.length > 10,
          ...(kind === 'bar' &&
            labels.length <= 10 && {
              ...{ interval: 0, overflow: 'break', lineHeight: 15 },
              width: Math.floor((width - 80) / labels.length),
            }),
        },
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        ...(unit === 'share' ? {} : { minInterval: unit === 'count' ? 1 : 0 }),
        splitLine: { lineStyle: { color: INK.line } },
        axisLabel: {
          color: INK.quiet,
          formatter: (n: number) => axisText(n, unit as Unit, currency, tongue),
        },
      },
      series: series.map(({ name, values }) => ({
        ...{ name, type: kind, symbol: 'circle', symbolSize: 5, barMaxWidth: 32 },
        showSymbol: labels.length <= 31,
        lineStyle: { width: 2 },
        data: values.map((value, at) =>
          at >= over && value !== null
            ? { value, itemStyle: { opacity: 0.45 }, symbol: 'emptyCircle' }
            : value,
        ),
      })),
    })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
