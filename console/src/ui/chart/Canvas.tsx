// ECharts, by parts: the only file that imports it, loaded when the first chart comes into view.
import { BarChart, BoxplotChart, LineChart, SankeyChart, TreeChart } from 'echarts/charts'
import {
  AxisPointerComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { Look } from './look.ts'

use([
  AxisPointerComponent,
  BarChart,
  BoxplotChart,
  CanvasRenderer,
  GridComponent,
  LabelLayout,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  SankeyChart,
  TooltipComponent,
  TreeChart,
])

export interface Point {
  /** The place on the axis of names, or among the nodes or links. */
  at: number
  series: string
  /** Of a flow: what goes from one node to another. */
  isLink: boolean
}

/** Draws an option in the house theme, keeps its size, and hands out the picture. */
export function Canvas(props: {
  option: EChartsCoreOption
  look: Look
  height: number
  description: string
  onOpen?: (point: Point) => void
  /** Called with what makes a PNG of the chart, and with null when it is gone. */
  onPicture: (picture: (() => string) | null) => void
}) {
  const { option, look, onPicture } = props
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const onOpen = useRef(props.onOpen)
  onOpen.current = props.onOpen

  useEffect(() => {
    const element = place.current
    if (!element) return
    const drawn = init(element, undefined, { renderer: 'canvas' })
    chart.current = drawn
    drawn.on('click', (point) => {
      onOpen.current?.({
        at: placeIn(point.data) ?? point.dataIndex,
        series: point.seriesName ?? '',
        isLink: point.dataType === 'edge',
      })
    })
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(element)
    onPicture(() => drawn.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: look.paper }))
    return () => {
      watch.disconnect()
      onPicture(null)
      chart.current = null
      drawn.dispose()
    }
  }, [look, onPicture])

  useEffect(() => {
    chart.current?.setOption({ ...houseOption(look), ...option }, { notMerge: true })
  }, [option, look])

  return (
    <div
      ref={place}
      role="img"
      aria-label={props.description}
      style={{ height: props.height, cursor: props.onOpen ? 'pointer' : undefined }}
    />
  )
}

/** A tree numbers a root of its own: what says its place itself is believed. */
const placeIn = (data: unknown): number | undefined =>
  typeof data === 'object' && data !== null && 'place' in data && typeof data.place === 'number'
    ? data.place
    : undefined

function houseOption(look: Look): EChartsCoreOption {
  return {
    color: [...look.series],
    backgroundColor: 'transparent',
    animation: look.motion,
    animationDuration: 240,
    animationDurationUpdate: 180,
    textStyle: { fontFamily: look.font, color: look.text, fontSize: 12 },
  }
}
