// Branches drawn: who began on the left, each hand a column further, what is not drawn as one grey leaf.
import type { EChartsCoreOption } from 'echarts/core'
import type { Look } from '../../ui/chart/look.ts'
import type { FissionAnswer } from './api.ts'

export type Branch = NonNullable<FissionAnswer['tree']>

export interface Leaf {
  /** Undefined: those that are not drawn. */
  customer: number | undefined
  name: string
  recruits: number
  descendants: number
  children: Leaf[]
}

export function leafOf(
  branch: Branch,
  nameOf: (customer: number) => string,
  restName: (recruits: number) => string,
): Leaf {
  const { customer_id: customer, recruits, descendants, rest } = branch
  return {
    ...{ customer, name: nameOf(customer), recruits, descendants },
    children: [
      ...branch.children.map((child) => leafOf(child, nameOf, restName)),
      ...(rest.recruits > 0
        ? [
            {
              ...{ customer: undefined, name: restName(rest.recruits), recruits: rest.recruits },
              ...{ descendants: rest.descendants, children: [] },
            },
          ]
        : []),
    ],
  }
}

/** In the order in which the chart numbers them. */
export const leavesOf = (leaf: Leaf): Leaf[] => [leaf, ...leaf.children.flatMap(leavesOf)]

const ends = (leaf: Leaf): number =>
  leaf.children.length === 0 ? 1 : leaf.children.reduce((sum, child) => sum + ends(child), 0)

/** So much room a name needs. */
const LINE = 20
export const heightOf = (leaf: Leaf): number => Math.max(220, ends(leaf) * LINE + 32)

export function treeOption(
  leaf: Leaf,
  words: (leaf: Leaf) => HTMLElement,
  look: Look,
): EChartsCoreOption {
  const leaves = leavesOf(leaf)
  const most = Math.max(1, leaf.descendants)
  const data = (own: Leaf): object => ({
    name: own.name,
    place: leaves.indexOf(own),
    value: own.descendants,
    symbolSize: own.customer === undefined ? 6 : 7 + 15 * Math.sqrt(own.descendants / most),
    itemStyle:
      own.customer === undefined
        ? { color: look.quiet, borderColor: look.quiet }
        : { color: look.series[0], borderColor: look.series[0] },
    label: { color: own.customer === undefined ? look.quiet : look.text },
    children: own.children.map(data),
  })
  return {
    tooltip: {
      confine: true,
      backgroundColor: look.raised,
      borderColor: look.line,
      textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
      formatter: ({ data }: { data?: { place?: number } }) => {
        const own = leaves[data?.place ?? -1]
        return own ? words(own) : ''
      },
    },
    series: [
      {
        type: 'tree',
        // Another tree is another series: the chart fails on nodes that are gone from one it knows.
        id: leaves.map(({ name }) => name).join('\n'),
        data: [data(leaf)],
        left: 80,
        right: 120,
        top: 12,
        bottom: 12,
        orient: 'LR',
        expandAndCollapse: false,
        initialTreeDepth: -1,
        symbol: 'circle',
        lineStyle: { color: look.line, width: 1.2, curveness: 0.5 },
        label: { position: 'left', align: 'right', fontSize: 12, fontFamily: look.font },
        leaves: { label: { position: 'right', align: 'left' } },
        emphasis: { focus: 'ancestor' },
      },
    ],
  }
}
