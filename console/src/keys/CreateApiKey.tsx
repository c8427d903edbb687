import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useEffect } from 'react'
import { useTexts } from '../i18n/texts.ts'
import type { Role } from '../session/api.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { DraftNote } from '../ui/DraftNote.tsx'
import { useDraft } from '../ui/draft.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
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
  const from = props.from
  useEffect(() => {
    if (props.open && from) form.setFieldsValue({ name: '', role: from.role })
  }, [props.open, from, form])

  return (
    <FormDialog<Fields, Awaited<ReturnType<typeof createApiKey>>>
      open={props.open}
      title={t('keys.create_api')}
      okText={t('action.create')}
      form={form}
      initial={{ role: 'analyst' }}
      save={createApiKey}
      onSaved={() => {
        draft.forget()
        return queryClient.invalidateQueries({ queryKey: ['api-keys'] })
      }}
      onValuesChange={draft.onValuesChange}
      once={(created) => ({
        title: t('key.created', { name: created.name }),
        okText: t('key.saved'),
        content: <SecretOnce label={t('key.one_api')} hint={t('key.once')} secret={created.key} />,
      })}
      onClose={props.onClose}
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
    </FormDialog>
  )
}
