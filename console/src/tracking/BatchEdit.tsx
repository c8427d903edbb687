import { Form, Input, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import type { RunBatch } from '../ui/batchRun.tsx'
import { type EventPlan, editMany } from './api.ts'

interface Fields {
  status?: EventPlan['status']
  owner?: string
}

/** The same words for all chosen events; what is left empty stays as it is. */
export function BatchEdit(props: { count: number; run: RunBatch; onClose: () => void }) {
  const t = useTexts()
  const edit = ({ status, owner }: Fields) =>
    props.run((names) =>
      editMany({
        names,
        set: { ...(status && { status }), ...(owner?.trim() && { owner: owner.trim() }) },
      }),
    )
  return (
    <BatchDialog<Fields>
      title={t('tracking.batch_title', { count: props.count })}
      okText={t('tracking.save')}
      onRun={edit}
      onClose={props.onClose}
    >
      <Form.Item name="status" label={t('tracking.column_status')}>
        <Select
          allowClear
          placeholder={t('tracking.unchanged')}
          options={(['planned', 'live', 'deprecated'] as const).map((value) => ({
            value,
            label: t(`tracking.status_${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="owner" label={t('tracking.column_owner')}>
        <Input maxLength={200} placeholder={t('tracking.unchanged')} />
      </Form.Item>
    </BatchDialog>
  )
}
