import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { useBatch } from '../ui/batchRun.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { GIFTS, type GiftCard, refundGiftCards } from './giftApi.ts'

/** The money of the chosen cards goes back, of those that nobody has claimed. */
export function GiftCardBatch(props: {
  selection: Selection
  rows: readonly GiftCard[] | undefined
}) {
  const { selection, rows } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const [isAsking, ask] = useState(false)
  const run = useBatch({
    ...{ selection, rows },
    keyOf: ({ id }) => id,
    nameOf: ({ code, id }) => code ?? id,
    changed: () => queryClient.invalidateQueries({ queryKey: GIFTS }),
  })
  return (
    <>
      <BatchBar selection={selection}>
        <Button danger onClick={() => ask(true)}>
          {t('gift_cards.refund')}
        </Button>
      </BatchBar>
      {isAsking && (
        <BatchDialog<{ reason: string }>
          danger
          title={t('gift_cards.refund')}
          words={t('gift_cards.refund_words')}
          okText={t('gift_cards.refund')}
          onRun={({ reason }) => run((ids) => refundGiftCards(ids, reason.trim()))}
          onClose={() => ask(false)}
        >
          <ReasonField label={t('gift_cards.reason')} needed={t('gift_cards.needed')} />
        </BatchDialog>
      )}
    </>
  )
}
