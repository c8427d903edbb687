import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { type BatchDone, useBatch } from '../ui/batchRun.tsx'
import { useLeadsChanged } from './api.ts'

interface Given {
  id: string
  name: string | null
  phone: string | null
}

/** Gives the chosen leads, or services, to one guide. */
export function LeadBatch<Row extends Given>(props: {
  selection: Selection
  rows: readonly Row[] | undefined
  words: string
  assign: (given: { ids: string[]; staff_id: string }) => Promise<BatchDone>
}) {
  const { selection } = props
  const t = useTexts()
  const [isAsking, setAsking] = useState(false)
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (lead) => lead.id,
    nameOf: (lead) => lead.name ?? lead.phone ?? lead.id,
    changed: useLeadsChanged(),
  })
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('leads.assign')}
        </Button>
      </BatchBar>
      {isAsking && (
        <BatchDialog<{ staff_id: string }>
          title={t('leads.assign_title', { count: selection.keys.length })}
          words={props.words}
          okText={t('leads.assign')}
          onRun={({ staff_id }) => run((ids) => props.assign({ ids, staff_id }))}
          onClose={() => setAsking(false)}
        >
          <Form.Item
            name="staff_id"
            label={t('leads.staff')}
            rules={[{ required: true, message: t('leads.staff_needed') }]}
          >
            <StaffPicker placeholder={t('leads.staff')} />
          </Form.Item>
        </BatchDialog>
      )}
    </>
  )
}
