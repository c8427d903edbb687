import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { createWebhook, webhooksQuery } from './api.ts'
import { type WebhookFields, WebhookFormFields } from './WebhookForm.tsx'

export function CreateWebhook(props: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  const [form] = Form.useForm<WebhookFields>()
  const queryClient = useQueryClient()
  const hooks = useQuery({ ...webhooksQuery, enabled: props.open })
  return (
    <FormDialog<WebhookFields, Awaited<ReturnType<typeof createWebhook>>>
      open={props.open}
      title={t('webhook.create')}
      okText={t('action.create')}
      form={form}
      initial={{ with_identifiers: false }}
      save={createWebhook}
      onSaved={() => queryClient.invalidateQueries({ queryKey: ['webhooks'] })}
      once={({ webhook, secret }) => ({
        title: t('webhook.created', { name: webhook.name }),
        okText: t('key.saved'),
        content: (
          <SecretOnce label={t('webhook.secret')} hint={t('webhook.secret_hint')} secret={secret} />
        ),
      })}
      onClose={props.onClose}
    >
      <CopyFrom
        from={hooks.data?.items}
        keyOf={(hook) => hook.id}
        nameOf={(hook) => hook.name}
        onCopy={({ url, events, with_identifiers }) =>
          form.setFieldsValue({ url, events, with_identifiers })
        }
      />
      <WebhookFormFields />
    </FormDialog>
  )
}
