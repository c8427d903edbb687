import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { useBatch } from '../ui/batchRun.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { type QuotationRow, useQuotationsChanged, withdrawQuotations } from './api.ts'

/** The chosen quotations are offered no more. */
export function QuotationBatch(props: {
  selection: Selection
  rows: readonly QuotationRow[] | undefined
}) {
  const { selection, rows } = props
  const t = useTexts()
  const [isAsking, setAsking] = useState(false)
  const changed = useQuotationsChanged()
  const run = useBatch({
    ...{ selection, rows, changed },
    keyOf: ({ id }) => id,
    nameOf: ({ number }) => number,
  })
  return (
    <>
      <BatchBar selection={selection}>
        <Button danger onClick={() => setAsking(true)}>
          {t('quotations.withdraw')}
        </Button>
      </BatchBar>
      {isAsking && (
        <BatchDialog<{ reason: string }>
          title={t('quotations.withdraw')}
          words={t('quotations.withdraw_words')}
          okText={t('quotations.withdraw')}
          danger
          onRun={({ reason }) => run((ids) => withdrawQuotations({ ids, reason: reason.trim() }))}
          onClose={() => setAsking(false)}
        >
          <ReasonField label={t('quotations.batch_reason')} needed={t('quotations.needed')} />
        </BatchDialog>
      )}
    </>
  )
}
