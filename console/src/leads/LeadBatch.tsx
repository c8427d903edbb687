import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { useBatch } from '../ui/batchRun.tsx'
import { assignLeads, type Lead, useLeadsChanged } from './api.ts'

/** Gives the chosen leads to one guide. */
export function LeadBatch(props: { selection: Selection; rows: readonly Lead[] | undefined }) {
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
          words={t('leads.assign_words')}
          okText={t('leads.assign')}
          onRun={({ staff_id }) => run((ids) => assignLeads({ ids, staff_id }))}
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
