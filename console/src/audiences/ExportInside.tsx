import { App, Form, Radio, Select } from 'antd'
import { startExport } from '../desk/api.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { useVocabulary } from './vocabulary.ts'

const FORMATS = ['xlsx', 'csv', 'ndjson'] as const
interface Fields {
  format: (typeof FORMATS)[number]
  purpose?: string
  attributes: string[]
  reason: string
}

/** Asks for a file of those inside, without who refused what it is for. */
export function ExportInside(props: {
  kind: 'audience_customers' | 'nps_detractors' | 'koc'
  /** Of whom it is. */
  of: Record<string, unknown>
  title: string
  onClose: () => void
}) {
  const t = useTexts()
  const language = useLanguage()
  const { message } = App.useApp()
  const { choices } = useVocabulary()
  return (
    <FormDialog<Fields, Awaited<ReturnType<typeof startExport>>>
      title={props.title}
      okText={t('customers.export')}
      initial={{ format: 'xlsx', purpose: 'marketing', attributes: [], reason: '' }}
      save={({ format, purpose, attributes, reason }) =>
        startExport({
          ...{ kind: props.kind, format, header: language, gzip: false, bom: true },
          reason,
          params: { ...props.of, attributes, ...(purpose && { purpose }) },
        })
      }
      onSaved={(made) => {
        const waits = made.state === 'waiting_approval'
        void message.success(t(waits ? 'customers.export_waits' : 'customers.export_started'))
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="format" label={t('customers.export_format')}>
        <Radio.Group options={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))} />
      </Form.Item>
      <Form.Item
        name="purpose"
        label={t('customers.export_purpose')}
        extra={t('customers.export_purpose_hint')}
      >
        <Select
          allowClear
          placeholder={t('customers.export_for_checks')}
          options={choices.purposes.map(({ value, label }) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item
        name="attributes"
        label={t('customers.export_attributes')}
        extra={t('customers.export_attributes_hint')}
      >
        <Select
          mode="multiple"
          options={choices.attributes.map(({ value, label }) => ({ value, label }))}
        />
      </Form.Item>
      <ReasonField label={t('customers.reason')} />
    </FormDialog>
  )
}
