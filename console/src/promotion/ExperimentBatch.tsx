import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { usePromotionChanged } from './api.ts'
import { type OfferExperiment, startExperiments, stopExperiments } from './experimentApi.ts'

/** The chosen experiments are started, or stopped with a reason. */
export function ExperimentBatch(props: {
  selection: Selection
  rows: readonly OfferExperiment[] | undefined
}) {
  const { selection, rows } = props
  const t = useTexts()
  const changed = usePromotionChanged()
  const [isStopping, stop] = useState(false)
  const run = useBatch({
    ...{ selection, rows, changed },
    keyOf: ({ id }) => id,
    nameOf: ({ name }) => name,
  })
  return (
    <>
      <BatchBar selection={selection}>
        <BatchAction
          type="primary"
          label={t('offer_experiments.start')}
          ask={{
            title: t('offer_experiments.batch_start_sure', { count: selection.keys.length }),
            words: t('offer_experiments.start_words'),
          }}
          onRun={() => run(startExperiments)}
        />
        <Button danger onClick={() => stop(true)}>
          {t('offer_experiments.stop')}
        </Button>
      </BatchBar>
      {isStopping && (
        <BatchDialog<{ words: string }>
          danger
          title={t('offer_experiments.stop')}
          words={t('offer_experiments.stop_words')}
          okText={t('offer_experiments.stop')}
          onRun={({ words }) => run((ids) => stopExperiments(ids, words.trim()))}
          onClose={() => stop(false)}
        >
          <Form.Item
            name="words"
            label={t('offer_experiments.reason')}
            rules={[{ required: true, whitespace: true, message: t('offers.needed') }]}
          >
            <Input maxLength={500} />
          </Form.Item>
        </BatchDialog>
      )}
    </>
  )
}
