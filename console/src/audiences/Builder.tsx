import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button, ConfigProvider, Tooltip } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { isMac } from '../shell/keys.ts'
import { writeClipboard } from '../ui/Copy.tsx'
import { Unseen } from '../ui/Unseen.tsx'
import styles from './Builder.module.css'
import { BuilderProvider, type BuilderState } from './builderState.tsx'
import { BuildingProvider } from './building.tsx'
import { ruleJson } from './clipboard.ts'
import { find, type Group, insert, move, nodeAt, ruleOf } from './draft.ts'
import { useDrag } from './dragging.ts'
import { useFresh } from './fresh.ts'
import { GroupBox } from './GroupBox.tsx'
import type { useHistory } from './history.ts'
import type { Problem } from './problems.ts'
import { ruleText } from './ruleText.ts'
import type { Sayer } from './say.ts'
import type { Choices } from './vocabulary.ts'

/** The rule as sentences that are chosen together; every change can be taken back. */
export function Builder(props: {
  history: ReturnType<typeof useHistory<Group>>
  problems: readonly Problem[]
  choices: Choices
  sayer: Sayer
  /** Also what was only just added is told what it lacks. */
  isStrict: boolean
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const { history, problems, choices, sayer, isStrict } = props
  const root = history.now
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const { fresh, enter, leave, pick } = useFresh()
  const [said, say] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const wanted = useRef<{ id: string; what: 'handle' | 'field' }>(undefined)

  const byNode = useMemo(() => {
    const found = new Map<string, Problem[]>()
    for (const problem of problems) {
      const { node, rest } = nodeAt(root, problem.path)
      const here = found.get(node.id) ?? []
      found.set(node.id, [...here, { ...problem, path: rest }])
    }
    return found
  }, [problems, root])

  // After each drawing: what was moved or added keeps the focus.
  useEffect(() => {
    const target = wanted.current
    if (!target) return
    const node = box.current?.querySelector(`[data-node="${target.id}"]`)
    if (!node) return
    wanted.current = undefined
    const handle = node.querySelector<HTMLElement>(`[data-handle="${target.id}"]`)
    const field = node.querySelector<HTMLElement>('input:not([type=radio]), [role=combobox]')
    const element = target.what === 'field' ? (field ?? handle) : handle
    element?.focus()
    node.scrollIntoView({ block: 'nearest' })
  })

  const { undo, redo } = history
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return
      const target = event.target instanceof Element ? event.target : undefined
      const isElsewhere = target?.closest('input, textarea') && !box.current?.contains(target)
      if (isElsewhere) return
      const key = event.key.toLowerCase()
      if (key === 'y' || (key === 'z' && event.shiftKey)) redo()
      else if (key === 'z') undo()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [undo, redo])

  const wordsOf = (id: string) => {
    const node = find(root, id)
    return node ? ruleText(ruleOf(node), sayer) : ''
  }
  const { drag, label, take } = useDrag({
    root,
    box,
    onDrop: (id, place) => {
      history.set(move(root, id, place.group, place.at))
      wanted.current = { id, what: 'handle' }
      say(t('audience_build.moved', { words: wordsOf(id) }))
    },
  })
  const state: BuilderState = {
    root,
    put: history.set,
    folded,
    fold: (id) => setFolded(toggled(folded, id)),
    drag,
    take,
    problemsOf: (id) => (fresh.has(id) && !isStrict ? [] : (byNode.get(id) ?? [])),
    leave,
    pick,
    add: (group, at, node) => {
      history.set(insert(root, group, at, node))
      enter(node.id)
      wanted.current = { id: node.id, what: 'field' }
    },
    focus: (id, what) => {
      wanted.current = { id, what }
    },
    copy: (rule) => {
      void writeClipboard(ruleJson(rule)).then((isDone) =>
        isDone ? message.success(t('audience_build.copied')) : message.error(t('copy.failed')),
      )
    },
    say,
  }

  const command = isMac ? '⌘' : 'Ctrl+'
  return (
    <BuildingProvider building={{ choices, sayer }}>
      <BuilderProvider value={state}>
        <div ref={box} className={styles.builder}>
          <div className={styles.bar}>
            <Tooltip title={`${t('undo.action')} (${command}Z)`}>
              <Button
                size="small"
                type="text"
                icon={<UndoOutlined />}
                aria-label={t('undo.action')}
                disabled={!history.canUndo}
                onClick={history.undo}
              />
            </Tooltip>
            <Tooltip title={`${t('audience_build.redo')} (${command}Shift+Z)`}>
              <Button
                size="small"
                type="text"
                icon={<RedoOutlined />}
                aria-label={t('audience_build.redo')}
                disabled={!history.canRedo}
                onClick={history.redo}
              />
            </Tooltip>
            <span className={styles.barHint}>{t('audience_build.keys_hint')}</span>
          </div>
          <ConfigProvider componentSize="small">
            <GroupBox group={root} isRoot />
          </ConfigProvider>
          {drag && (
            <div ref={label} className={styles.draggedLabel} aria-hidden="true">
              {wordsOf(drag.id)}
            </div>
          )}
          <Unseen>
            <span role="status">{said}</span>
          </Unseen>
        </div>
      </BuilderProvider>
    </BuildingProvider>
  )
}

function toggled(set: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}
