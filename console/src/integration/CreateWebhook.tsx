import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { createWebhook, webhooksQuery } from './api.ts'
import { type WebhookFields, WebhookFormFields } from './WebhookForm.tsx'

export function CreateWebhook(props: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  const [form] = Form.useForm<WebhookFields>()
  const queryClient = useQueryClient()
  const creating = useMutation({
    mutationFn: createWebhook,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  const hooks = useQuery({ ...webhooksQuery, enabled: props.open })
  const created = creating.data
  return (
    <Modal
      open={props.open}
      title={created ? t('webhook.created', { name: created.webhook.name }) : t('webhook.create')}
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
          label={t('webhook.secret')}
          hint={t('webhook.secret_hint')}
          secret={created.secret}
        />
      ) : (
        <Form<WebhookFields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ with_identifiers: false }}
          onFinish={(values) => creating.mutate(values)}
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
        </Form>
      )}
    </Modal>
  )
}
