import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'

/** Revoking is at once and for ever, and says so first. */
export function RevokeKey(props: {
  id: string
  name: string
  revoke: (ids: string[]) => Promise<unknown>
  queryKey: string
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [asking, setAsking] = useState(false)
  const revoking = useMutation({
    mutationFn: (id: string) => props.revoke([id]),
    onSuccess: async () => {
      setAsking(false)
      void message.success(t('key.revoked_done'))
      await queryClient.invalidateQueries({ queryKey: [props.queryKey] })
    },
  })
  return (
    <>
      <Button type="link" size="small" danger onClick={() => setAsking(true)}>
        {t('key.revoke')}
      </Button>
      <Modal
        open={asking}
        title={t('key.revoke_title', { name: props.name })}
        okText={t('key.revoke')}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={revoking.isPending}
        onCancel={() => setAsking(false)}
        onOk={() => revoking.mutate(props.id)}
      >
        {revoking.error && <ErrorNote error={revoking.error} />}
        <p>{t('key.revoke_words')}</p>
      </Modal>
    </>
  )
}
