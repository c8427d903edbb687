// Paths drawn: a column a step, the nodes with the most visits above, who goes no further below in grey.
import type { EChartsCoreOption } from 'echarts/core'
import type { Look } from '../../ui/chart/look.ts'
import type { PathsAnswer } from '../api.ts'

export interface Place {
  step: number
  /** Of the step's nodes, from 0. */
  node: number
}
export interface DrawnNode {
  /** Undefined: those whose path went no further. */
  place?: Place
  name: string
  visits: number
  customers: number
  column: number
  /** Its place in the palette; -1 is grey. */
  colour: number
}
export interface DrawnLink {
  from: Place
  /** Undefined: went no further. */
  to?: Place
  source: number
  target: number
  visits: number
  customers: number
}

/** Columns from left to right in the order of time. */
export function drawn(
  { steps, links }: PathsAnswer,
  isBack: boolean,
  nameOf: (step: number, node: number) => string,
  /** Undefined: who goes no further is not drawn. */
  endedName: string | undefined,
): { nodes: DrawnNode[]; links: DrawnLink[] } {
  const column = (step: number) => (isBack ? steps.length - step : step - 1)
  // A node keeps its colour in all steps: those that go through most steps first.
  const weight = new Map<string, number>()
  steps.forEach(({ nodes }, at) => {
    nodes.forEach(({ node, visits }, n) => {
      if (node.is === 'other') return
      const name = nameOf(at + 1, n)
      weight.set(name, (weight.get(name) ?? 0) + visits)
    })
  })
  const order = [...weight].toSorted(([, a], [, b]) => b - a).map(([name]) => name)
  const nodes: DrawnNode[] = []
  const index = new Map<string, number>()
  steps.forEach(({ nodes: theirs }, at) => {
    theirs.forEach(({ node, visits, customers }, n) => {
      const name = nameOf(at + 1, n)
      index.set(`${at + 1} ${n}`, nodes.length)
      nodes.push({
        ...{ place: { step: at + 1, node: n }, name, visits, customers },
        ...{ column: column(at + 1), colour: node.is === 'other' ? -1 : order.indexOf(name) },
      })
    })
  })
  const placed = (step: number, node: number) => index.get(`${step} ${node}`) ?? 0
  const between = links.map(
    (link): DrawnLink => ({
      from: { step: link.step, node: link.from },
      to: { step: link.step + 1, node: link.to },
      source: placed(link.step, link.from),
      target: placed(link.step + 1, link.to),
      visits: link.visits,
      customers: link.customers,
    }),
  )
  const ends = steps.slice(0, -1).flatMap(({ nodes: theirs }, at): DrawnLink[] => {
    if (endedName === undefined) return []
    const leaving = theirs.flatMap(({ ended }, n) => (ended.visits > 0 ? [{ ended, n }] : []))
    if (leaving.length === 0) return []
    const target = nodes.length
    nodes.push({
      name: endedName,
      visits: leaving.reduce((sum, { ended }) => sum + ended.visits, 0),
      customers: 0,
      column: column(at + 2),
      colour: -1,
    })
    return leaving.map(({ ended, n }) => ({
      from: { step: at + 1, node: n },
      source: placed(at + 1, n),
      target,
      visits: ended.visits,
      customers: ended.customers,
    }))
  })
  return { nodes, links: [...between, ...ends] }
}

interface Words {
  /** What stands beside a node. */
  label: (node: DrawnNode) => string
  ofNode: (node: DrawnNode) => HTMLElement
  ofLink: (link: DrawnLink) => HTMLElement
}

/** Room for a column with its words. */
export const COLUMN = 132
const BAR = 12
/** Words of two lines stand beside a node however thin it is. */
const GAP = 30
const FLOW = 220
export const heightOf = ({ nodes }: { nodes: readonly DrawnNode[] }): number => {
  const most = Math.max(
    1,
    ...Map.groupBy(nodes, ({ column }) => column)
      .values()
      .map((there) => there.length),
  )
  return FLOW + 20 + most * GAP
}

export function sankeyOption(
  flow: { nodes: readonly DrawnNode[]; links: readonly DrawnLink[] },
  columns: number,
  isBack: boolean,
  words: Words,
  look: Look,
  width: number,
): EChartsCoreOption {
  const room = (width - 8) / Math.max(1, columns)
  const colourOf = ({ colour }: DrawnNode) =>
    colour >= 0 && colour < look.series.length ? (look.series[colour] as string) : look.quiet
  return {
    tooltip: {
      confine: true,
      backgroundColor: look.raised,
      borderColor: look.line,
      textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
      formatter: ({ dataType, dataIndex }: { dataType?: string; dataIndex: number }) => {
        const node = flow.nodes[dataIndex]
        const link = flow.links[dataIndex]
        if (dataType === 'edge') return link ? words.ofLink(link) : ''
        return node ? words.ofNode(node) : ''
      },
    },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: Math.max(40, room - BAR - 8),
        // Half of the two lines beside a thin node at either end.
        top: 18,
        bottom: 18,
        nodeWidth: BAR,
        nodeGap: GAP,
        draggable: false,
        // In the order given: the most visited above.
        layoutIterations: 0,
        emphasis: { focus: 'adjacency' },
        label: {
          position: 'right',
          color: look.text,
          fontFamily: look.font,
          fontSize: 12,
          lineHeight: 15,
          width: Math.max(40, room - BAR - 14),
          overflow: 'truncate',
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const node = flow.nodes[dataIndex]
            return node ? words.label(node) : ''
          },
        },
        data: flow.nodes.map((node, at) => ({
          name: String(at),
          depth: node.column,
          itemStyle: { color: colourOf(node), opacity: node.colour < 0 ? 0.55 : 1 },
        })),
        links: flow.links.map(({ source, target, to, visits }) => {
          const [left, right] = isBack ? [target, source] : [source, target]
          const own = flow.nodes[left]
          return {
            source: String(left),
            target: String(right),
            value: visits,
            lineStyle: {
              color: own && to ? colourOf(own) : look.quiet,
              opacity: to ? 0.28 : 0.14,
              curveness: 0.5,
            },
          }
        }),
      },
    ],
  }
}
