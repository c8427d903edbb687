import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { type EventPlan, editMany, TRACKING } from './api.ts'

interface Fields {
  status?: EventPlan['status']
  owner?: string
}

/** The same words for all chosen events; what is left empty stays as it is. */
export function BatchEdit(props: {
  open: boolean
  names: string[]
  onClose: () => void
  onDone: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const editing = useMutation({
    mutationFn: (fields: Fields) =>
      editMany({
        names: props.names,
        set: {
          ...(fields.status && { status: fields.status }),
          ...(fields.owner?.trim() && { owner: fields.owner.trim() }),
        },
      }),
    onSuccess: ({ changed }) => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      void message.success(t('tracking.batch_done', { count: changed }))
      props.onDone()
      props.onClose()
    },
  })
  return (
    <Modal
      open={props.open}
      title={t('tracking.batch_title', { count: props.names.length })}
      okText={t('tracking.save')}
      cancelText={t('action.cancel')}
      confirmLoading={editing.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
      afterClose={editing.reset}
      destroyOnHidden
    >
      {editing.error && <ErrorNote error={editing.error} />}
      <Form<Fields> form={form} layout="vertical" onFinish={(fields) => editing.mutate(fields)}>
        <Form.Item name="status" label={t('tracking.column_status')}>
          <Select
            allowClear
            placeholder={t('tracking.unchanged')}
            options={(['planned', 'live', 'deprecated'] as const).map((value) => ({
              value,
              label: t(`tracking.status_${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="owner" label={t('tracking.column_owner')}>
          <Input maxLength={200} placeholder={t('tracking.unchanged')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
