import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Popconfirm } from 'antd'
import { useLocale } from '../format/locale.tsx'
import { exactTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { changeWebhook, removeWebhook, renewSecret, type Webhook } from './api.ts'
import { type WebhookFields, WebhookFormFields } from './WebhookForm.tsx'

const OVERLAP_HOURS = 24

export function EditWebhook(props: { hook: Webhook; open: boolean; onClose: () => void }) {
  const { hook } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] })
  const renewing = useMutation({
    mutationFn: (oldValidHours: number) => renewSecret(hook.id, oldValidHours),
    onSuccess: refresh,
  })
  const removing = useMutation({
    mutationFn: () => removeWebhook(hook.id),
    onSuccess: async () => {
      void message.success(t('webhook.removed'))
      await navigate({ to: '/integrations' })
      await refresh()
    },
  })
  const error = renewing.error ?? removing.error
  return (
    <FormDialog<WebhookFields>
      open={props.open}
      title={t('webhook.edit')}
      okText={t('action.save')}
      initial={hook}
      save={(fields) => changeWebhook(hook.id, fields)}
      onSaved={async () => {
        props.onClose()
        await refresh()
      }}
      afterClose={renewing.reset}
      onClose={props.onClose}
    >
      {error && <ErrorNote error={error} />}
      <WebhookFormFields />
      {renewing.data ? (
        <SecretOnce
          label={t('webhook.secret')}
          hint={
            renewing.data.old_until
              ? t('webhook.secret_overlap', {
                  until: exactTime(new Date(renewing.data.old_until), timeZone),
                })
              : t('webhook.secret_hint')
          }
          secret={renewing.data.secret}
        />
      ) : (
        <RenewSecret isPending={renewing.isPending} onRenew={(hours) => renewing.mutate(hours)} />
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
    </FormDialog>
  )
}

/** The old secret goes on for a day, or ends at once when somebody else has it. */
function RenewSecret(props: { isPending: boolean; onRenew: (oldValidHours: number) => void }) {
  const t = useTexts()
  return (
    <>
      <Popconfirm
        title={t('webhook.renew_sure')}
        okText={t('webhook.renew')}
        cancelText={t('action.cancel')}
        onConfirm={() => props.onRenew(OVERLAP_HOURS)}
      >
        <Button loading={props.isPending}>{t('webhook.renew')}</Button>
      </Popconfirm>{' '}
      <Popconfirm
        title={t('webhook.leaked_sure')}
        okText={t('webhook.leaked')}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        onConfirm={() => props.onRenew(0)}
      >
        <Button disabled={props.isPending}>{t('webhook.leaked')}</Button>
      </Popconfirm>
    </>
  )
}
