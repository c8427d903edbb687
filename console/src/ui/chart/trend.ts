import type { EChartsCoreOption } from 'echarts/core'
import type { Look } from './look.ts'
import { tip } from './tip.ts'

export interface TrendSeries {
  /** Stable: the same thing has the same colour in every chart. */
  key: string
  name: string
  /** Null where nothing is known, which is a gap and never a zero. */
  values: readonly (number | null)[]
  /** Its place in the palette; the series' own place unless given. */
  colour?: number
  /** What another is compared with: pale and dashed. */
  isFaint?: boolean
}

export interface TrendNote {
  /** The label of the axis at which it stands. */
  at: string
  words: string
}

interface Trend {
  kind: 'line' | 'bar'
  labels: readonly string[]
  /** On the axis in place of the labels, where those are long. */
  brief: readonly string[] | undefined
  series: readonly TrendSeries[]
  stacked: boolean
  /** As on an axis: short. */
  short: (value: number) => string
  /** As in a tooltip: exact. */
  exact: (value: number) => string
  notes: readonly TrendNote[]
  /** Below it labels at the lines' ends would leave the lines no room. */
  width: number
  /** So many of the last points are not over yet: they are drawn open. */
  unfinished: number
  /** Nothing can be above it, as of points out of 100. */
  most: number | undefined
  /** The figures are shares, between whose marks there are others. */
  isShare: boolean
}

const ROOM_FOR_NAMES = 560
const FEW_BARS = 10
/** Beside the axis of figures. */
const AXIS = 56
/** Of a name of Chinese signs two stand on a line. */
const LEAST_ROOM = 26
const SIGNS = /[\u2e80-\uffef]+/g

/** What cannot be broken: a word or a number; Chinese signs part anywhere. */
const longestWord = (label: string): number =>
  Math.max(0, ...label.replaceAll(SIGNS, ' ').split(/\s+/).map(widthOf))

/**
 * Few bars are named each, on two lines where one is too long, or aslant where a word is; days without room
 * are left out here and there.
 */
function eachNamed(labels: readonly string[], width: number) {
  const room = Math.floor((width - AXIS) / labels.length) - 10
  if (labels.length > FEW_BARS) return {}
  if (room >= Math.max(LEAST_ROOM, ...labels.map(longestWord)))
    return { interval: 0, overflow: 'break', lineHeight: 15, width: room }
  return labels.every((label) => /\p{L}/u.test(label)) ? { interval: 0, rotate: 35 } : {}
}

/** Lines or bars over time, on zero unless they are points out of so many. */
export function trendOption(trend: Trend, look: Look): EChartsCoreOption {
  const isLine = trend.kind === 'line'
  // Names stand where lines end: at one place only when all of them end there.
  const endTogether = trend.series.every(({ values }) => values.at(-1) !== null)
  const named =
    isLine &&
    endTogether &&
    trend.series.length > 1 &&
    !isCompared(trend) &&
    trend.width >= ROOM_FOR_NAMES
  const legend = trend.series.length > 1 && !named
  const longest = Math.max(0, ...trend.series.map((series) => widthOf(series.name)))
  // A label stands in the middle below its point: of the last ones half lies beyond the line.
  const longLabel = Math.max(0, ...trend.labels.slice(-8).map(widthOf))
  return {
    grid: {
      left: 4,
      right: named ? longest + 16 : isLine ? Math.max(12, longLabel / 2) : 12,
      top: legend ? 34 : 14,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: legend
      ? {
          top: 0,
          left: 0,
          itemWidth: 14,
          itemHeight: 8,
          itemGap: 14,
          type: 'scroll',
          textStyle: { color: look.text, fontFamily: look.font },
        }
      : undefined,
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: look.raised,
      borderColor: look.line,
      textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
      axisPointer: {
        type: isLine ? 'line' : 'shadow',
        lineStyle: { color: look.quiet, type: 'solid', width: 1 },
      },
      formatter: (points: unknown) => toldAt(trend, look, points),
    },
    xAxis: {
      type: 'category',
      data: [...trend.labels],
      boundaryGap: !isLine,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: {
        ...{ color: look.quiet, hideOverlap: true, margin: 10 },
        ...(!isLine && eachNamed(trend.brief ?? trend.labels, trend.width)),
        formatter: (label: string, at: number) => {
          const said = trend.brief?.[at] ?? label
          // Of a stretch each end keeps its line.
          return isLine ? said : said.replace(' – ', '–\n')
        },
      },
    },
    yAxis: {
      type: 'value',
      ...(trend.isShare
        ? shares
        : trend.most === undefined
          ? fromZero
          : below(trend.most, trend.series)),
      splitLine: { lineStyle: { color: look.line } },
      axisLabel: {
        // Figures beside nothing would be invented.
        show: trend.series.some((series) => series.values.some((value) => value)),
        color: look.quiet,
        formatter: (value: number) => trend.short(value),
      },
    },
    series: trend.series.flatMap((series, place) => drawn(trend, series, place, named, look)),
  }
}

/** Beside a line the same of another time: their ends lie close, and twice the names have no room. */
const isCompared = ({ series }: Trend): boolean =>
  series.some(
    ({ colour, isFaint }) =>
      isFaint && series.some((other) => !other.isFaint && other.colour === colour),
  )

/** An axis of amounts takes zero in; a day of more refunds than sales goes below it. */
const fromZero = { splitNumber: 3, minInterval: 1 }
const ROUND_UP_FROM = 0.8
/** Shares near the whole end at the whole, and not above it. */
const shares = {
  min: 0,
  max: ({ max }: { max: number }) => (max > ROUND_UP_FROM && max <= 1 ? 1 : undefined),
  splitNumber: 5,
}

/** Points out of so many: near the top, what a day lost shows only on an axis that begins below it. */
function below(most: number, series: readonly TrendSeries[]) {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null))
  const step = most / 5
  const min = Math.max(0, Math.floor((Math.min(most, ...known) - step / 4) / step) * step)
  return { min, max: most, interval: (most - min) / 4 }
}

/** All series at one place of the axis, the largest first. */
function toldAt(trend: Trend, look: Look, points: unknown): HTMLElement | string {
  const [first] = points as { dataIndex: number }[]
  if (!first) return ''
  const { dataIndex: at } = first
  const rows = trend.series
    .map(({ name, values, colour }, place) => ({
      ...{ name, value: values[at] ?? null, colour: colourAt(look, colour ?? place) },
    }))
    .toSorted(
      (a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY),
    )
  return tip(
    trend.labels[at] ?? '',
    rows.map(({ value, ...row }) => ({ ...row, value: value === null ? '—' : trend.exact(value) })),
  )
}

/** A line is told by its marks as well as by its colour; the first, which is often alone, is quietest. */
const SHAPES = ['Circle', 'Rect', 'Triangle', 'Diamond', 'RoundRect', 'Arrow'] as const
const shapeAt = (place: number) => SHAPES[place % SHAPES.length] ?? 'Circle'
const filled = (shape: string) => `${shape.charAt(0).toLowerCase()}${shape.slice(1)}`

const colourAt = (look: Look, place: number) => look.series[place % look.series.length] as string

/** A line; from the last period that is over on, dashed. */
function drawn(
  trend: Trend,
  series: TrendSeries,
  place: number,
  named: boolean,
  look: Look,
): object[] {
  const { values } = series
  const unfinished = open(trend, shapeAt(series.colour ?? place))
  const over = values.length - trend.unfinished
  const isCut = trend.kind === 'line' && trend.unfinished > 0 && over > 0
  const whole = part(trend, series, place, look)
  const ending = named ? nameAtEnd(look) : {}
  if (!isCut)
    return [
      {
        ...{ ...whole, ...ending },
        data: values.map((value, at) =>
          at >= over && value !== null ? { value, ...unfinished } : value,
        ),
      },
    ]
  return [
    { ...whole, data: values.map((value, at) => (at < over ? value : null)) },
    {
      ...{ ...whole, ...ending },
      id: `${series.key} unfinished`,
      markLine: undefined,
      lineStyle: { ...whole.lineStyle, type: 'dashed' },
      data: values.map((value, at) =>
        at < over - 1 ? null : at >= over && value !== null ? { value, ...unfinished } : value,
      ),
    },
  ]
}

const nameAtEnd = (look: Look) => ({
  endLabel: {
    show: true,
    formatter: '{a}',
    color: look.text,
    fontFamily: look.font,
    distance: 8,
    // Names pushed apart keep a line's height between them.
    padding: [4, 0],
    lineHeight: 12,
  },
  labelLayout: { moveOverlap: 'shiftY' },
})

function part(trend: Trend, series: TrendSeries, place: number, look: Look) {
  return {
    id: series.key,
    name: series.name,
    type: trend.kind,
    color: colourAt(look, series.colour ?? place),
    stack: trend.stacked ? 'all' : undefined,
    // A single known day between gaps has no line: its point must show.
    symbol: filled(shapeAt(series.colour ?? place)),
    symbolSize: (series.colour ?? place) % SHAPES.length === 0 ? 5 : 7,
    showSymbol: trend.labels.length <= 31,
    lineStyle: series.isFaint ? { width: 1.5, type: 'dashed', opacity: 0.7 } : { width: 2 },
    itemStyle: series.isFaint ? { opacity: 0.45 } : undefined,
    barMaxWidth: 28,
    barCategoryGap: '35%',
    emphasis: { focus: trend.series.length > 1 ? 'series' : 'none' },
    markLine:
      place === 0 && trend.notes.length > 0
        ? {
            symbol: 'none',
            silent: true,
            lineStyle: { color: look.quiet, type: 'dashed' },
            label: { color: look.quiet, fontFamily: look.font, formatter: '{b}' },
            data: trend.notes.map((note) => ({ xAxis: note.at, name: note.words })),
          }
        : undefined,
  }
}

function open(trend: Trend, shape: string) {
  return trend.kind === 'bar'
    ? { itemStyle: { opacity: 0.45 } }
    : { symbol: `empty${shape}`, symbolSize: 8 }
}

/** Near enough to keep a name inside the picture: a Chinese sign is as wide as it is high. */
export function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += /[\u2e80-\uffef]/.test(sign) ? 12 : 7
  return width
}
