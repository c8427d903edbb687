import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { CodeBlock } from '../ui/Copy.tsx'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { createInbound, inboundQuery, mappingsQuery, presetsQuery } from './api.ts'

interface Fields {
  name: string
  /** Empty: a mapping of one's own. */
  preset: string
  mapping?: string
  rows_at: string
}

export function CreateInbound(props: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const queryClient = useQueryClient()
  const language = useLanguage()
  const mappings = useQuery(mappingsQuery)
  const presets = useQuery({ ...presetsQuery, enabled: props.open })
  const chosen = Form.useWatch('preset', form)
  const preset = presets.data?.find((one) => one.key === chosen)
  const addresses = useQuery({ ...inboundQuery, enabled: props.open })
  return (
    <FormDialog<Fields, Awaited<ReturnType<typeof createInbound>>>
      open={props.open}
      title={t('inbound.create')}
      okText={t('action.create')}
      form={form}
      initial={{ preset: '', rows_at: '' }}
      save={({ name, preset: from, mapping, rows_at }) =>
        createInbound(from ? { name, preset: from, rows_at } : { name, mapping, rows_at })
      }
      onSaved={() => queryClient.invalidateQueries({ queryKey: ['inbound'] })}
      once={({ address, path }) => ({
        title: t('inbound.created', { name: address.name }),
        okText: t('key.saved'),
        content: (
          <SecretOnce
            label={t('inbound.address')}
            hint={t('inbound.address_hint')}
            secret={window.location.origin + path}
          />
        ),
      })}
      onClose={props.onClose}
    >
      <Form.Item name="preset" label={t('inbound.preset')} extra={t('inbound.preset_hint')}>
        <Select
          loading={presets.isPending}
          options={[
            ...(presets.data ?? []).map(({ key, title }) => ({
              value: key,
              label: title[language],
            })),
            { value: '', label: t('inbound.preset_own') },
          ]}
          onChange={(key) => {
            const one = presets.data?.find((candidate) => candidate.key === key)
            form.setFieldsValue({ rows_at: one?.rows_at ?? '' })
          }}
        />
      </Form.Item>
      <CopyFrom
        from={addresses.data?.items}
        keyOf={(one) => one.id}
        nameOf={(one) => one.name}
        onCopy={({ mapping, rows_at }) => form.setFieldsValue({ preset: '', mapping, rows_at })}
      />
      <Form.Item
        name="name"
        label={t('inbound.name')}
        extra={t('inbound.name_hint')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      {!preset && (
        <Form.Item
          name="mapping"
          label={t('inbound.mapping')}
          extra={t('inbound.mapping_hint')}
          rules={[{ required: true, message: t('inbound.mapping_needed') }]}
        >
          <Select
            showSearch
            loading={mappings.isPending}
            options={(mappings.data?.items ?? []).map(({ name }) => ({ value: name }))}
          />
        </Form.Item>
      )}
      <Form.Item name="rows_at" label={t('inbound.rows_at')} extra={t('inbound.rows_at_hint')}>
        <Input maxLength={200} placeholder="data.trades" />
      </Form.Item>
      {preset && (
        <details>
          <summary>{t('inbound.sample')}</summary>
          <p>{t('inbound.sample_words', { mapping: preset.mapping })}</p>
          <CodeBlock label={t('inbound.sample')} code={preset.sample} />
        </details>
      )}
    </FormDialog>
  )
}
