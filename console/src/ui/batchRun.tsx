import { App, Button, type ButtonProps } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Selection } from './BatchBar.tsx'
import { useErrorWords } from './ErrorPanel.tsx'

/** What every batch answers: rows that are another way now, and those that stay with the reason. */
export interface BatchDone {
  changed: number
  refused: readonly { id: string; code: string }[]
}
/** Does it to the chosen rows. @returns whether it was done, at least in part */
export type RunBatch = (work: (keys: string[]) => Promise<BatchDone>) => Promise<boolean>

/**
 * Says how many were done. Those that were refused stay chosen and are listed with the reason, so
 * that the next try is about them.
 * @param rows what the list shows now; names of rows seen before are remembered
 */
export function useBatch<Row>(given: {
  selection: Selection
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  nameOf: (row: Row) => string
  changed: () => Promise<unknown>
}): RunBatch {
  const t = useTexts()
  const errorWords = useErrorWords()
  const { message, modal } = App.useApp()
  const names = useRef(new Map<string, string>())
  useEffect(() => {
    for (const row of given.rows ?? []) names.current.set(given.keyOf(row), given.nameOf(row))
  })
  return async (work) => {
    try {
      const { changed, refused } = await work(given.selection.keys)
      given.selection.set(refused.map(({ id }) => id))
      await given.changed()
      if (refused.length === 0)
        void message.success(
          changed === 0 ? t('batch.unchanged') : t('batch.done', { count: changed }),
        )
      else
        modal.warning({
          title: t('batch.refused', { count: refused.length }),
          okText: t('batch.understood'),
          content: (
            <>
              <p>{t('batch.refused_words', { count: changed })}</p>
              <ul style={{ maxHeight: 240, overflowY: 'auto', margin: 0, paddingInlineStart: 20 }}>
                {refused.map(({ id, code }) => (
                  <li key={id}>
                    <strong>{names.current.get(id) ?? id}</strong>{' '}
                    {errorWords(new ApiError(statusOf(code), code, '')).title}
                  </li>
                ))}
              </ul>
            </>
          ),
        })
      return true
    } catch (thrown) {
      const { title, advice, code } = errorWords(thrown)
      modal.error({ title, content: `${advice} (${code})`, okText: t('batch.understood') })
      return false
    }
  }
}

const statusOf = (code: string) => (code.endsWith('_not_found') ? 404 : 409)

/** A button of the batch bar; with `ask` it says first what will happen. */
export function BatchAction(props: {
  label: ReactNode
  icon?: ReactNode
  danger?: boolean
  type?: ButtonProps['type']
  ask?: { title: string; words?: ReactNode }
  onRun: () => Promise<unknown>
}) {
  const t = useTexts()
  const { modal } = App.useApp()
  const [isRunning, setRunning] = useState(false)
  const run = async () => {
    setRunning(true)
    await props.onRun().finally(() => setRunning(false))
  }
  const { ask } = props
  return (
    <Button
      type={props.type}
      icon={props.icon}
      danger={props.danger}
      loading={isRunning}
      onClick={() =>
        ask
          ? modal.confirm({
              title: ask.title,
              content: ask.words,
              okText: props.label,
              okButtonProps: { danger: props.danger },
              cancelText: t('action.cancel'),
              onOk: run,
            })
          : void run()
      }
    >
      {props.label}
    </Button>
  )
}
