import { App } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { SureButton } from '../ui/SureButton.tsx'
import { type ConflictAction, decideConflicts } from './api.ts'
import { useIdentityChanged } from './changes.ts'

/** One decision for the chosen conflicts; what cannot be merged stays, and is said with its reason. */
export function ConflictBatch(props: { selection: Selection }) {
  const { selection } = props
  const t = useTexts()
  const known = useKnownText()
  const { modal } = App.useApp()
  const changed = useIdentityChanged()
  const count = selection.keys.length
  const decide = (action: ConflictAction) => async () => {
    const done = await decideConflicts(
      action === 'merge' ? { action, ids: selection.keys } : { action, ids: selection.keys },
    )
    if (done.refused.length === 0) return t('conflicts.decided_count', { count: done.changed })
    const reasons = new Map<string, number>()
    for (const { code } of done.refused) reasons.set(code, (reasons.get(code) ?? 0) + 1)
    modal.info({
      title: t('conflicts.some_refused', { done: done.changed, count: done.refused.length }),
      content: (
        <ul>
          {[...reasons].map(([code, times]) => (
            <li key={code}>
              {known(`error.${code}`) ?? code} × {times}
            </li>
          ))}
        </ul>
      ),
    })
    return undefined
  }
  const onDone = async () => {
    selection.clear()
    await changed()
  }
  return (
    <BatchBar selection={selection}>
      <SureButton
        label={t('conflicts.action_merge')}
        title={t('conflicts.merge_chosen', { count })}
        words={<p>{t('conflicts.merge_chosen_words')}</p>}
        run={decide('merge')}
        onDone={onDone}
      />
      <SureButton
        label={t('conflicts.action_keep_apart')}
        title={t('conflicts.keep_apart_chosen', { count })}
        words={<p>{t('conflicts.words_keep_apart')}</p>}
        run={decide('keep_apart')}
        onDone={onDone}
      />
      <SureButton
        label={t('conflicts.action_dismiss')}
        title={t('conflicts.dismiss_chosen', { count })}
        words={<p>{t('conflicts.words_dismiss')}</p>}
        run={decide('dismiss')}
        onDone={onDone}
      />
    </BatchBar>
  )
}
