import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Modal, Popconfirm } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { changeWebhook, removeWebhook, renewSecret, type Webhook } from './api.ts'
import { type WebhookFields, WebhookFormFields } from './WebhookForm.tsx'

export function EditWebhook(props: { hook: Webhook; open: boolean; onClose: () => void }) {
  const { hook } = props
  const t = useTexts()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<WebhookFields>()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] })
  const changing = useMutation({
    mutationFn: (fields: WebhookFields) => changeWebhook(hook.id, fields),
    onSuccess: async () => {
      props.onClose()
      await refresh()
    },
  })
  const renewing = useMutation({ mutationFn: () => renewSecret(hook.id) })
  const removing = useMutation({
    mutationFn: () => removeWebhook(hook.id),
    onSuccess: async () => {
      void message.success(t('webhook.removed'))
      await navigate({ to: '/integrations' })
      await refresh()
    },
  })
  const error = changing.error ?? renewing.error ?? removing.error
  return (
    <Modal
      open={props.open}
      title={t('webhook.edit')}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      confirmLoading={changing.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
      afterClose={() => renewing.reset()}
      destroyOnHidden
    >
      {error && <ErrorNote error={error} />}
      <Form<WebhookFields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={hook}
        onFinish={(fields) => changing.mutate(fields)}
      >
        <WebhookFormFields />
      </Form>
      {renewing.data ? (
        <SecretOnce
          label={t('webhook.secret')}
          hint={t('webhook.secret_hint')}
          secret={renewing.data.secret}
        />
      ) : (
        <Popconfirm
          title={t('webhook.renew_sure')}
          okText={t('webhook.renew')}
          cancelText={t('action.cancel')}
          onConfirm={() => renewing.mutate()}
        >
          <Button loading={renewing.isPending}>{t('webhook.renew')}</Button>
        </Popconfirm>
      )}{' '}
      <Popconfirm
        title={t('webhook.remove_sure', { name: hook.name })}
        okText={t('webhook.remove')}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        onConfirm={() => removing.mutate()}
      >
        <Button danger loading={removing.isPending}>
          {t('webhook.remove')}
        </Button>
      </Popconfirm>
    </Modal>
  )
}
