import { Checkbox } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { exactNumber, percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Chart } from '../../ui/Chart.tsx'
import type { Look } from '../../ui/chart/look.ts'
import { tip } from '../../ui/chart/tip.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import type { Answer } from '../AnalysisPage.tsx'
import type { Figure as AnyFigure, PathsAnswer, PathsQuestion } from '../api.ts'
import { useOpenBehind } from '../Behind.tsx'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import type { PathsDraft } from './draft.ts'
import {
  COLUMN,
  type DrawnLink,
  type DrawnNode,
  drawn,
  heightOf,
  type Place,
  sankeyOption,
} from './sankey.ts'
import { useNodeName } from './words.ts'

const shareOf = (part: number, whole: number) => (whole > 0 ? part / whole : null)

export function PathsAnswerView(props: Answer<PathsDraft, PathsQuestion, PathsAnswer>) {
  const t = useTexts()
  const { answer, question } = props
  const isBack = question.direction === 'back'
  const { steps } = answer
  const nodeName = useNodeName(question)
  const nameAt = (step: number, at: number) => {
    const found = steps[step - 1]?.nodes[at]
    return found ? nodeName(found.node, found.values) : ''
  }
  const figureOf = (from: Place, to?: Place | 'ended'): AnyFigure | undefined => {
    const node = steps[from.step - 1]?.nodes[from.node]?.node
    if (!node) return undefined
    const next = to && (to === 'ended' ? to : steps[to.step - 1]?.nodes[to.node]?.node)
    return { analysis: 'paths', question, cell: { step: from.step, node, ...(next && { next }) } }
  }
  const second = steps[1]
  const went = second?.visits ?? 0
  const columns: FigureColumn[] = [
    { title: t('paths_table.node'), kind: 'words' },
    { title: t('paths_table.visits'), help: t('paths_table.visits_help'), kind: 'count' },
    { title: t('paths_table.customers'), help: t('paths_table.customers_help'), kind: 'count' },
    { title: t('paths_table.share'), help: t('paths_table.share_help'), kind: 'share' },
    {
      title: t(isBack ? 'paths_table.began' : 'paths_table.ended'),
      help: t(isBack ? 'paths_table.began_help' : 'paths_table.ended_help'),
      kind: 'count',
    },
    {
      title: t(isBack ? 'paths_table.began_share' : 'paths_table.ended_share'),
      help: t('paths_table.ended_share_help'),
      kind: 'share',
    },
  ]
  const rows: TableRow[] = steps.flatMap((step, s) =>
    step.nodes.map((one, n): TableRow => {
      const place = { step: s + 1, node: n }
      return {
        key: `${s} ${n}`,
        cells: [
          `${s + 1}. ${nameAt(s + 1, n)}`,
          one.visits,
          one.customers,
          shareOf(one.visits, step.visits),
          one.ended.visits,
          shareOf(one.ended.visits, one.visits),
        ],
        behind: [undefined, figureOf(place), figureOf(place), undefined, figureOf(place, 'ended')],
        isSmall: isFew(one.customers),
      }
    }),
  )
  const linkColumns: FigureColumn[] = [
    { title: t('paths_table.link'), kind: 'words' },
    ...columns.slice(1, 3),
    { title: t('paths_table.of_from'), help: t('paths_table.of_from_help'), kind: 'share' },
  ]
  const linkRows: TableRow[] = answer.links.map((link) => {
    const from = { step: link.step, node: link.from }
    const to = { step: link.step + 1, node: link.to }
    const names = [`${link.step}. ${nameAt(from.step, from.node)}`, nameAt(to.step, to.node)]
    const figure = figureOf(from, to)
    return {
      key: `${link.step} ${link.from} ${link.to}`,
      cells: [
        names.join(isBack ? ' ← ' : ' → '),
        link.visits,
        link.customers,
        shareOf(link.visits, steps[link.step - 1]?.nodes[link.from]?.visits ?? 0),
      ],
      behind: [undefined, figure, figure],
      isSmall: isFew(link.customers),
    }
  })
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('paths_figure.visits')}
          definition={t('paths_table.visits_help')}
          value={answer.visits}
        />
        <Figure
          title={t('paths_figure.customers')}
          definition={t('paths_table.customers_help')}
          value={answer.customers}
        />
        <Figure
          title={t(isBack ? 'paths_figure.came_from' : 'paths_figure.went_on')}
          definition={t(isBack ? 'paths_figure.came_from_help' : 'paths_figure.went_on_help')}
          value={shareOf(went, answer.visits)}
          unit="percent"
          {...(isFew(answer.visits) && { small: { cases: answer.visits } })}
        />
      </FigureRow>
      <Panel>
        <Sankey
          answer={answer}
          isBack={isBack}
          nameAt={nameAt}
          figureOf={figureOf}
          table={fileTable(linkColumns, linkRows)}
        />
      </Panel>
      <FigureTable title={t('paths_table.nodes')} columns={columns} rows={rows} />
      <FigureTable title={t('paths_table.links')} columns={linkColumns} rows={linkRows} />
    </>
  )
}

function Sankey(props: {
  answer: PathsAnswer
  isBack: boolean
  nameAt: (step: number, at: number) => string
  figureOf: (from: Place, to?: Place | 'ended') => AnyFigure | undefined
  table: ReturnType<typeof fileTable>
}) {
  const t = useTexts()
  const open = useOpenBehind()
  const [hasEnds, setEnds] = useState(true)
  const { answer, isBack, nameAt, figureOf } = props
  const { steps } = answer
  const endedName = t(isBack ? 'paths_table.began' : 'paths_table.ended')
  // Names are remade with every render; what is drawn changes with the answer and the words only.
  const words = JSON.stringify([
    isBack,
    hasEnds && endedName,
    steps.map(({ nodes }, s) => nodes.map((_, n) => nameAt(s + 1, n))),
  ])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer and the words are all that is drawn
  const flow = useMemo(
    () => drawn(answer, isBack, nameAt, hasEnds ? endedName : undefined),
    [answer, words],
  )
  const linkName = ({ from, to }: DrawnLink) =>
    [nameAt(from.step, from.node), to ? nameAt(to.step, to.node) : endedName].join(
      isBack ? ' ← ' : ' → ',
    )
  const nodeTitle = ({ place, name }: DrawnNode) => (place ? `${place.step}. ${name}` : name)
  const counted = ({ visits, customers }: { visits: number; customers: number }) =>
    t('paths_chart.counted', { visits: exactNumber(visits), customers: exactNumber(customers) })
  const shareIn = ({ visits, place }: DrawnNode) => {
    const share = place && shareOf(visits, answer.visits)
    return share === undefined || share === null ? '' : ` · ${percent(share)}`
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const option = useCallback(
    (look: Look, width: number) =>
      sankeyOption(
        flow,
        steps.length,
        isBack,
        {
          label: (node) => `${node.name}\n${exactNumber(node.visits)}${shareIn(node)}`,
          ofNode: (node) =>
            tip(nodeTitle(node), [
              {
                name: node.place
                  ? counted(node)
                  : t('paths_chart.visits', { visits: exactNumber(node.visits) }),
              },
            ]),
          ofLink: (link) => tip(linkName(link), [{ name: counted(link) }]),
        },
        look,
        width,
      ),
    [flow],
  )
  const told = steps.map(({ nodes }, s) =>
    t('paths_chart.told', {
      n: s + 1,
      nodes: nodes
        .slice(0, 3)
        .map(({ visits }, n) => `${nameAt(s + 1, n)} ${exactNumber(visits)}`)
        .join(t('paths_chart.comma')),
    }),
  )
  return (
    <Chart
      title={t(isBack ? 'paths_chart.back' : 'paths_chart.forward')}
      definition={t(isBack ? 'paths_chart.back_words' : 'paths_chart.forward_words')}
      height={heightOf(flow)}
      extra={
        <Checkbox checked={hasEnds} onChange={({ target }) => setEnds(target.checked)}>
          {t(isBack ? 'paths_chart.with_beginnings' : 'paths_chart.with_ends')}
        </Checkbox>
      }
      least={steps.length * COLUMN}
      table={props.table}
      description={told.join(' ')}
      option={option}
      isEmpty={answer.visits === 0}
      onOpen={
        open &&
        (({ at, isLink }) => {
          const link = isLink ? flow.links[at] : undefined
          const node = isLink ? undefined : flow.nodes[at]
          const figure = link
            ? figureOf(link.from, link.to ?? 'ended')
            : node?.place && figureOf(node.place)
          const title = link ? linkName(link) : node && nodeTitle(node)
          if (figure && title) open({ figure, title })
        })
      }
    />
  )
}
