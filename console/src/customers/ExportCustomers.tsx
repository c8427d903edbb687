import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { startExport } from '../desk/api.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { attributeNamesQuery, type CustomerFilter, customerCountQuery } from './api.ts'
import { useAttributeLabel } from './filterWords.ts'

type Format = 'csv' | 'xlsx' | 'ndjson'

/** Asks for a file of these customers; it is fetched in the download centre when it is written. */
export function ExportCustomers(props: { filter: CustomerFilter; onClose: () => void }) {
  const t = useTexts()
  const language = useLanguage()
  const { message } = App.useApp()
  const labelOf = useAttributeLabel()
  const definitions = useQuery(attributeNamesQuery)
  const count = useQuery(customerCountQuery(props.filter))
  const [format, setFormat] = useState<Format>('xlsx')
  const [attributes, setAttributes] = useState<string[]>([])
  const [isForMarketing, setForMarketing] = useState(true)
  const [reason, setReason] = useState('')
  const start = useMutation({
    mutationFn: () =>
      startExport({
        kind: 'customers',
        format,
        header: language,
        gzip: false,
        bom: true,
        reason,
        params: {
          filter: props.filter,
          attributes,
          ...(isForMarketing && { purpose: 'marketing' }),
        },
      }),
    onSuccess: (made) => {
      void message.success(
        t(
          made.state === 'waiting_approval' ? 'customers.export_waits' : 'customers.export_started',
        ),
      )
      props.onClose()
    },
  })
  const classes = new Map((definitions.data?.items ?? []).map((d) => [d.name, d.data_class]))
  return (
    <Modal
      open
      title={t('customers.export')}
      okText={
        count.data
          ? t('customers.export_count', { count: count.data.count })
          : t('customers.export')
      }
      okButtonProps={{ loading: start.isPending, disabled: count.data?.count === 0 }}
      onOk={() => start.mutate()}
      onCancel={props.onClose}
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('customers.export_format')}>
          <Radio.Group
            value={format}
            onChange={(event) => setFormat(event.target.value)}
            options={[
              { value: 'xlsx', label: 'Excel' },
              { value: 'csv', label: 'CSV' },
              { value: 'ndjson', label: 'NDJSON' },
            ]}
          />
        </Form.Item>
        <Form.Item label={t('customers.export_purpose')} extra={t('customers.export_purpose_hint')}>
          <Radio.Group
            value={isForMarketing}
            onChange={(event) => setForMarketing(event.target.value)}
            options={[
              { value: true, label: t('customers.export_for_marketing') },
              { value: false, label: t('customers.export_for_checks') },
            ]}
          />
        </Form.Item>
        <Form.Item
          label={t('customers.export_attributes')}
          extra={t('customers.export_attributes_hint')}
        >
          <Select<string[]>
            mode="tags"
            aria-label={t('customers.export_attributes')}
            value={attributes}
            onChange={setAttributes}
            options={[...classes]
              .filter(([, dataClass]) => dataClass !== 'sensitive')
              .map(([name]) => ({ value: name, label: labelOf(name) }))}
          />
        </Form.Item>
        <Form.Item label={t('customers.reason')} htmlFor="export-reason">
          <Input
            id="export-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {start.error && <ErrorNote error={start.error} />}
    </Modal>
  )
}
