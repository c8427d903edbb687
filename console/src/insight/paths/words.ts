import { useBuilding } from '../../audiences/building.tsx'
import { useTexts } from '../../i18n/texts.ts'
import type { PathNode, PathsQuestion } from '../api.ts'
import { useValueName } from '../breakdownWords.ts'

/** What a node is called; `values` are the nodes that *others* stands for. */
export function useNodeName(question: PathsQuestion): (node: PathNode, values: number) => string {
  const t = useTexts()
  const { sayer } = useBuilding()
  const ofEvents = useValueName({ type: 'event', by: '' })
  const ofPlaces = Object.fromEntries(
    (question.split ?? []).map(({ event, by }) => [event, by] as const),
  )
  return (node, values) => {
    switch (node.is) {
      case 'other':
        return t('paths_chart.other', { count: values })
      case 'group':
        return question.groups?.[node.group]?.name ?? ''
      case 'event':
        return sayer.labels.event(node.event)
      case 'value':
        return `${sayer.labels.event(node.event)}: ${ofPlaces[node.event] === undefined ? '' : ofEvents(node.value)}`
    }
  }
}
