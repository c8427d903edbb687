import { useBuilding } from '../../audiences/building.tsx'
import { FIELD } from '../../audiences/say.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { PathNode, PathsQuestion } from '../api.ts'
import { useValueName } from '../breakdownWords.ts'

const PLATFORM = `${FIELD}platform`

/** What a node is called; `values` are the nodes that *others* stands for. */
export function useNodeName(
  question: Pick<PathsQuestion, 'groups' | 'split'>,
): (node: PathNode, values: number) => string {
  const t = useTexts()
  const { sayer } = useBuilding()
  const { split = [], groups = [] } = question
  const ofPlatform = useValueName({ type: 'event', by: PLATFORM })
  const plain = useValueName({ type: 'event', by: '' })
  const isPlatform = (event: string) =>
    split.some((one) => one.event === event && one.by === PLATFORM)
  return (node, values) => {
    switch (node.is) {
      case 'other':
        return t('paths_chart.other', { count: values })
      case 'group':
        return groups[node.group]?.name ?? ''
      case 'event':
        return sayer.labels.event(node.event)
      case 'value':
        return `${sayer.labels.event(node.event)}: ${(isPlatform(node.event) ? ofPlatform : plain)(node.value)}`
    }
  }
}
