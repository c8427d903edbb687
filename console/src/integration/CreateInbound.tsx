import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { createInbound, inboundQuery, mappingsQuery } from './api.ts'

interface Fields {
  name: string
  mapping: string
  rows_at: string
}

export function CreateInbound(props: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const queryClient = useQueryClient()
  const mappings = useQuery(mappingsQuery)
  const creating = useMutation({
    mutationFn: createInbound,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['inbound'] }),
  })
  const addresses = useQuery({ ...inboundQuery, enabled: props.open })
  const created = creating.data
  return (
    <Modal
      open={props.open}
      title={created ? t('inbound.created', { name: created.address.name }) : t('inbound.create')}
      okText={created ? t('key.saved') : t('action.create')}
      cancelText={t('action.cancel')}
      cancelButtonProps={created ? { style: { display: 'none' } } : undefined}
      mask={{ closable: !created }}
      confirmLoading={creating.isPending}
      onCancel={props.onClose}
      onOk={created ? props.onClose : form.submit}
      afterClose={creating.reset}
      destroyOnHidden
    >
      {creating.error && <ErrorNote error={creating.error} />}
      {created ? (
        <SecretOnce
          label={t('inbound.address')}
          hint={t('inbound.address_hint')}
          secret={window.location.origin + created.path}
        />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ rows_at: '' }}
          onFinish={(values) => creating.mutate(values)}
        >
          <CopyFrom
            from={addresses.data?.items}
            keyOf={(one) => one.id}
            nameOf={(one) => one.name}
            onCopy={({ mapping, rows_at }) => form.setFieldsValue({ mapping, rows_at })}
          />
          <Form.Item
            name="name"
            label={t('inbound.name')}
            extra={t('inbound.name_hint')}
            rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
          >
            <Input autoFocus maxLength={100} />
          </Form.Item>
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
          <Form.Item name="rows_at" label={t('inbound.rows_at')} extra={t('inbound.rows_at_hint')}>
            <Input maxLength={200} placeholder="data.trades" />
          </Form.Item>
        </Form>
      )}
    </Modal>
  )
}
