import { HolderOutlined } from '@ant-design/icons'
import type { KeyboardEvent } from 'react'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { useBuilder } from './builderState.tsx'
import { useBuilding } from './building.tsx'
import { readRule, ruleJson } from './clipboard.ts'
import {
  copyOf,
  duplicate,
  find,
  insert,
  move,
  type Node,
  negate,
  nodeOf,
  parentOf,
  remove,
  ruleOf,
  step,
} from './draft.ts'
import { ruleText } from './ruleText.ts'

const STEPS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'out' } as const

/** Takes a condition or a group: by the pointer to drag it, by keys to move, copy and change it. */
export function NodeHandle(props: { node: Node }) {
  const t = useTexts()
  const { sayer } = useBuilding()
  const builder = useBuilder()
  const { node } = props
  const { root, put } = builder
  const words = ruleText(ruleOf(node), sayer)

  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.key
    const isCommand = event.metaKey || event.ctrlKey
    const direction = STEPS[key as keyof typeof STEPS]
    if (direction && !isCommand) {
      put(step(root, node.id, direction))
      builder.focus(node.id, 'handle')
      builder.say(t('audience_build.moved', { words }))
    } else if (key === 'ArrowRight' && !isCommand) {
      put(intoNeighbour(root, node.id))
      builder.focus(node.id, 'handle')
      builder.say(t('audience_build.moved', { words }))
    } else if (key === 'Delete' || key === 'Backspace') {
      const from = parentOf(root, node.id)
      const at = from?.nodes.findIndex(({ id }) => id === node.id) ?? 0
      const next = from?.nodes[at + 1] ?? from?.nodes[at - 1]
      put(remove(root, node.id))
      if (next) builder.focus(next.id, 'handle')
      builder.say(t('audience_build.removed', { words }))
    } else if (isCommand && key.toLowerCase() === 'd') put(duplicate(root, node.id))
    else if (key === '-' || key === '!') put(negate(root, node.id))
    else if (key === 'Enter' || key === ' ') builder.focus(node.id, 'field')
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <button
      type="button"
      className={styles.handle}
      data-handle={node.id}
      title={t('audience_build.handle_hint')}
      aria-label={t('audience_build.handle', { words })}
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', ruleJson(ruleOf(node)))
        event.preventDefault()
        builder.say(t('audience_build.copied'))
      }}
      onPaste={(event) => {
        const rule = readRule(event.clipboardData.getData('text/plain'))
        if (!rule) return
        event.preventDefault()
        const from = parentOf(root, node.id)
        if (!from) return
        const pasted = copyOf(nodeOf(rule))
        put(insert(root, from.id, from.nodes.findIndex(({ id }) => id === node.id) + 1, pasted))
        builder.focus(pasted.id, 'handle')
      }}
      onPointerDown={(event) => builder.take(event, node.id)}
    >
      <HolderOutlined />
    </button>
  )
}

/** Into the group that stands beside it, the one before first. */
function intoNeighbour(root: ReturnType<typeof useBuilder>['root'], id: string) {
  const from = parentOf(root, id)
  const at = from?.nodes.findIndex((one) => one.id === id) ?? -1
  for (const place of [at - 1, at + 1]) {
    const beside = from?.nodes[place]
    if (beside?.kind === 'group' && find(root, beside.id))
      return move(root, id, beside.id, place < at ? beside.nodes.length : 0)
  }
  return root
}
