import { App } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import type { BatchDone } from './api.ts'

/** Says how many of a batch were done, and why the others were not. */
export function useBatchWords(): (outcome: BatchDone) => void {
  const t = useTexts()
  const known = useKnownText()
  const { message } = App.useApp()
  return ({ done, failed }) => {
    if (failed.length === 0) {
      void message.success(t('batch.done', { count: done }))
      return
    }
    const reasons = new Set(failed.map(({ code, message }) => known(`error.${code}`) ?? message))
    void message.warning(
      t('batch.partly', { done, failed: failed.length, why: [...reasons].join('；') }),
      8,
    )
  }
}
