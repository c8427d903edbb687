// A funnel drawn: a bar a step with what was lost above it, and between bars the rate and the time.
import type { EChartsCoreOption } from 'echarts/core'
import type { Look } from '../../ui/chart/look.ts'

interface DrawnStep {
  name: string
  count: number
}

interface Words {
  reached: string
  lost: string
  /** Over a bar. */
  over: readonly string[]
  /** Between a bar and the next. */
  between: readonly string[]
  short: (value: number) => string
  exact: (value: number) => string
}

/** Under this many pixels a step the words between bars would run into each other. */
const ROOM = 128

const axisWords = (look: Look) => ({ color: look.quiet, fontFamily: look.font, fontSize: 12 })

const tooltip = (look: Look, write: (value: number) => string) => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: look.raised,
  borderColor: look.line,
  textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
  axisPointer: { type: 'shadow' },
  valueFormatter: (value: unknown) => (typeof value === 'number' ? write(value) : '—'),
})

function stepAxis(names: readonly string[], width: number, look: Look) {
  return {
    type: 'category',
    data: names.map((name, at) => `${at + 1}. ${name}`),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: {
      ...axisWords(look),
      color: look.text,
      interval: 0,
      width: Math.max(48, (width - 60) / names.length - 12),
      overflow: 'break',
      lineHeight: 16,
    },
  }
}

export function funnelOption(
  steps: readonly DrawnStep[],
  words: Words,
  look: Look,
  width: number,
): EChartsCoreOption {
  const isRoomy = (width - 60) / steps.length >= ROOM
  const most = Math.max(1, ...steps.map(({ count }) => count))
  return {
    grid: {
      left: 4,
      right: 4,
      top: 40,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: tooltip(look, words.exact),
    xAxis: [
      stepAxis(
        steps.map(({ name }) => name),
        width,
        look,
      ),
      // Places between the bars.
      { type: 'value', min: -0.5, max: steps.length - 0.5, show: false },
    ],
    yAxis: {
      type: 'value',
      max: most,
      splitNumber: 3,
      splitLine: { lineStyle: { color: look.line } },
      axisLabel: { ...axisWords(look), showMaxLabel: false, formatter: words.short },
    },
    series: [
      {
        id: 'reached',
        name: words.reached,
        type: 'bar',
        stack: 'all',
        barMaxWidth: 96,
        barCategoryGap: isRoomy ? '48%' : '24%',
        color: look.series[0],
        data: steps.map(({ count }) => count),
      },
      {
        id: 'lost',
        name: words.lost,
        type: 'bar',
        stack: 'all',
        color: look.series[0],
        itemStyle: { opacity: 0.16 },
        emphasis: { disabled: true },
        data: steps.map(({ count }, at) => Math.max(0, (steps[at - 1]?.count ?? count) - count)),
        label: {
          show: true,
          position: 'top',
          opacity: 1,
          color: look.text,
          fontFamily: look.font,
          lineHeight: 15,
          formatter: ({ dataIndex }: { dataIndex: number }) => words.over[dataIndex] ?? '',
        },
      },
      {
        id: 'between',
        type: 'line',
        xAxisIndex: 1,
        silent: true,
        symbol: 'circle',
        symbolSize: 1,
        lineStyle: { width: 0 },
        itemStyle: { color: 'transparent' },
        tooltip: { show: false },
        data: isRoomy ? words.between.map((_, at) => [at + 0.5, 0]) : [],
        label: {
          show: true,
          position: 'top',
          distance: 8,
          opacity: 1,
          color: look.text,
          fontFamily: look.font,
          fontSize: 11,
          lineHeight: 15,
          align: 'center',
          formatter: ({ dataIndex }: { dataIndex: number }) => words.between[dataIndex] ?? '',
        },
      },
    ],
  }
}

export interface Group {
  key: string
  name: string
  /** Null where nobody of the group came as far as the first step. */
  values: readonly (number | null)[]
}

/** Bars of groups side by side at each step. */
export function groupsOption(
  names: readonly string[],
  groups: readonly Group[],
  write: { short: (value: number) => string; exact: (value: number) => string; most?: number },
  look: Look,
  width: number,
): EChartsCoreOption {
  return {
    grid: {
      left: 4,
      right: 4,
      top: 36,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 14,
      type: 'scroll',
      textStyle: { color: look.text, fontFamily: look.font },
    },
    tooltip: { ...tooltip(look, write.exact), order: 'valueDesc' },
    xAxis: stepAxis(names, width, look),
    yAxis: {
      type: 'value',
      max: write.most,
      ...(write.most !== undefined && { interval: write.most / 4 }),
      splitLine: { lineStyle: { color: look.line } },
      axisLabel: { ...axisWords(look), formatter: write.short },
    },
    series: groups.map((group, place) => ({
      id: group.key,
      name: group.name,
      type: 'bar',
      barMaxWidth: 32,
      barGap: '8%',
      color: look.series[place % look.series.length],
      data: group.values.map((value) => value),
      emphasis: { focus: 'series' },
    })),
  }
}
