import { RedoOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { ChooseAll } from '../ui/ChooseAll.tsx'
import { SureButton } from '../ui/SureButton.tsx'
import {
  type DeadLetter,
  type DeadLetterDeed,
  type DeadLetterFilter,
  deadLetterCountQuery,
  decideDeadLetters,
} from './api.ts'

/** Sends the chosen ones, or all that the filter finds, again; or sets them aside; or takes them back. */
export function DeadLetterBatch(props: {
  selection: Selection
  filter: DeadLetterFilter
  state: DeadLetter['state']
}) {
  const { selection, filter, state } = props
  const t = useTexts()
  const { modal } = App.useApp()
  const queryClient = useQueryClient()
  const may = useMay('events:manage')
  const [isAll, setAll] = useState(false)
  const [progress, setProgress] = useState(0)
  const found = useQuery({
    ...deadLetterCountQuery({ ...filter, state }),
    enabled: may && selection.keys.length > 0,
  })
  if (!may || state === 'replayed') return null
  const total = found.data?.count
  const size = isAll ? (total ?? 0) : selection.keys.length
  // What came after the count was seen by nobody, and is left.
  const choice: DeadLetterDeed['choice'] =
    isAll && found.data ? { filter, before: found.data.as_of } : { ids: selection.keys }
  const done = async () => {
    selection.clear()
    setAll(false)
    setProgress(0)
    await queryClient.invalidateQueries({ queryKey: ['dead-letters'] })
  }

  const replay = async (): Promise<string | undefined> => {
    let changed = 0
    let refused = 0
    const reasons = new Map<string, number>()
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const part = await decideDeadLetters({ action: 'replay', choice, cursor })
      changed += part.changed
      refused += part.refused.length
      for (const one of part.refused) reasons.set(one.message, (reasons.get(one.message) ?? 0) + 1)
      setProgress(changed + refused)
      cursor = part.next_cursor
    }
    if (refused === 0) return t('dead_letters.replayed_count', { count: changed })
    const worst = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 5)
    modal.info({
      title: t('dead_letters.some_failed', { done: exactNumber(changed), count: refused }),
      content: (
        <ul>
          {worst.map(([reason, count]) => (
            <li key={reason}>
              {reason} × {exactNumber(count)}
            </li>
          ))}
        </ul>
      ),
    })
    return undefined
  }
  const setAside = (action: 'discard' | 'reopen') => async () => {
    const { changed } = await decideDeadLetters({ action, choice })
    return t(action === 'discard' ? 'dead_letters.discarded' : 'dead_letters.reopened', {
      count: changed,
    })
  }

  return (
    <BatchBar
      selection={selection}
      more={
        <ChooseAll chosen={selection.keys.length} total={total} isAll={isAll} onChange={setAll} />
      }
    >
      {state === 'open' && (
        <>
          <SureButton
            icon={<RedoOutlined />}
            label={t('dead_letters.replay')}
            title={t('dead_letters.replay_chosen', { count: size })}
            words={
              <>
                <p>{t('dead_letters.replay_chosen_words')}</p>
                {progress > 0 && (
                  <p aria-live="polite">
                    {t('dead_letters.progress', {
                      done: exactNumber(progress),
                      all: exactNumber(size),
                    })}
                  </p>
                )}
              </>
            }
            run={replay}
            onDone={done}
          />
          <SureButton
            danger
            label={t('dead_letters.discard')}
            title={t('dead_letters.discard_chosen', { count: size })}
            words={<p>{t('dead_letters.discard_words')}</p>}
            run={setAside('discard')}
            onDone={done}
          />
        </>
      )}
      {state === 'discarded' && (
        <SureButton label={t('dead_letters.reopen')} run={setAside('reopen')} onDone={done} />
      )}
    </BatchBar>
  )
}
