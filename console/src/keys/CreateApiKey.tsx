import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useEffect } from 'react'
import { useTexts } from '../i18n/texts.ts'
import type { Role } from '../session/api.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { DraftNote } from '../ui/DraftNote.tsx'
import { useDraft } from '../ui/draft.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { type ApiKey, apiKeysQuery, createApiKey } from './api.ts'

const roles: readonly Role[] = ['admin', 'operator', 'analyst', 'developer']

interface Fields {
  name: string
  role: Role
}

export function CreateApiKey(props: {
  open: boolean
  /** Begins with what this one has. */
  from?: ApiKey | undefined
  onClose: () => void
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const role = Form.useWatch('role', form)
  const queryClient = useQueryClient()
  const draft = useDraft('api-key', form, props.open)
  const keys = useQuery({ ...apiKeysQuery, enabled: props.open })
  const creating = useMutation({
    mutationFn: createApiKey,
    onSuccess: () => {
      draft.forget()
      return queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  const created = creating.data
  const from = props.from
  useEffect(() => {
    if (props.open && from) form.setFieldsValue({ name: '', role: from.role })
  }, [props.open, from, form])

  return (
    <Modal
      open={props.open}
      title={created ? t('key.created', { name: created.name }) : t('keys.create_api')}
      okText={created ? t('key.saved') : t('action.create')}
      cancelText={t('action.cancel')}
      cancelButtonProps={created ? { style: { display: 'none' } } : undefined}
      // The secret is shown once: a slip beside the dialog must not lose it.
      mask={{ closable: !created }}
      confirmLoading={creating.isPending}
      onCancel={props.onClose}
      onOk={created ? props.onClose : form.submit}
      afterClose={creating.reset}
      destroyOnHidden
    >
      {creating.error && <ErrorNote error={creating.error} />}
      {created ? (
        <SecretOnce label={t('key.one_api')} hint={t('key.once')} secret={created.key} />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ role: 'analyst' }}
          onValuesChange={draft.onValuesChange}
          onFinish={(values) => creating.mutate(values)}
        >
          {draft.wasRestored && (
            <DraftNote
              onForget={() => {
                draft.forget()
                form.resetFields()
              }}
            />
          )}
          <CopyFrom
            from={keys.data?.items.filter((key) => roles.includes(key.role))}
            keyOf={(key) => key.id}
            nameOf={(key) => `${key.name} · ${t(`role.${key.role}`)}`}
            onCopy={(key) => {
              form.setFieldsValue({ role: key.role })
              draft.onValuesChange()
            }}
          />
          <Form.Item
            name="name"
            label={t('key.name')}
            extra={t('key.api_name_hint')}
            rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
          >
            <Input autoFocus maxLength={60} />
          </Form.Item>
          <Form.Item
            name="role"
            label={t('key.role')}
            extra={role ? t(`role.${role}_words`) : undefined}
          >
            <Select options={roles.map((value) => ({ value, label: t(`role.${value}`) }))} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  )
}
