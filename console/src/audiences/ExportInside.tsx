import { useMutation } from '@tanstack/react-query'
import { App, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { startExport } from '../customers/api.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import type { Audience } from './api.ts'
import { useVocabulary } from './vocabulary.ts'

type Format = 'xlsx' | 'csv' | 'ndjson'
const FORMATS = ['xlsx', 'csv', 'ndjson'] as const

/** Asks for a file of those inside; only those who agreed, unless it is for looking things up. */
export function ExportInside(props: { audience: Audience; onClose: () => void }) {
  const t = useTexts()
  const language = useLanguage()
  const { message } = App.useApp()
  const { choices } = useVocabulary()
  const [format, setFormat] = useState<Format>('xlsx')
  const [purpose, setPurpose] = useState<string | undefined>('marketing')
  const [attributes, setAttributes] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const start = useMutation({
    mutationFn: () =>
      startExport({
        ...{ kind: 'audience_customers', format, header: language, gzip: false, bom: true, reason },
        params: { audience_id: props.audience.id, attributes, ...(purpose && { purpose }) },
      }),
    onSuccess: (made) => {
      const waits = made.state === 'waiting_approval'
      void message.success(t(waits ? 'customers.export_waits' : 'customers.export_started'))
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={t('audience_page.export_title', { name: props.audience.name })}
      okText={t('customers.export')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: start.isPending }}
      onOk={() => start.mutate()}
      onCancel={props.onClose}
    >
      {start.error && <ErrorNote error={start.error} />}
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('customers.export_format')}>
          <Radio.Group
            value={format}
            onChange={(event) => setFormat(event.target.value)}
            options={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
          />
        </Form.Item>
        <Form.Item label={t('customers.export_purpose')} extra={t('customers.export_purpose_hint')}>
          <Select
            allowClear
            aria-label={t('customers.export_purpose')}
            placeholder={t('customers.export_for_checks')}
            value={purpose}
            onChange={(value?: string) => setPurpose(value)}
            options={choices.purposes.map(({ value, label }) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item
          label={t('customers.export_attributes')}
          extra={t('customers.export_attributes_hint')}
        >
          <Select<string[]>
            mode="multiple"
            aria-label={t('customers.export_attributes')}
            value={attributes}
            onChange={setAttributes}
            options={choices.attributes.map(({ value, label }) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item label={t('customers.reason')} htmlFor="audience-export-reason">
          <Input
            id="audience-export-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
