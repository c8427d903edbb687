import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { type AssignmentKind, assign, type Belongs, useReloadWhenEdited } from './api.ts'
import { StaffPicker, StorePicker } from './pickers.tsx'

interface Fields {
  code: string | null
  reason: string
}

/** Gives the customer to another store or guide, with a reason that the history keeps. */
export function ChangeBelonging(props: {
  customerId: number
  kind: AssignmentKind
  present: Belongs | null
  onClose: () => void
}) {
  const { customerId, kind, present } = props
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const reload = () => queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
  const changing = useMutation({
    mutationFn: ({ code, reason }: Fields) =>
      assign(customerId, { kind, code: code ?? null, reason, version: present?.version ?? 0 }),
    onSuccess: async () => {
      void message.success(t('belonging.changed'))
      props.onClose()
      await reload()
    },
    onError: useReloadWhenEdited(),
  })
  const Picker = kind === 'store' ? StorePicker : StaffPicker
  return (
    <Modal
      open
      title={t(`belonging.change_${kind}`)}
      okText={t('org.save')}
      cancelText={t('action.cancel')}
      confirmLoading={changing.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {changing.error && <ErrorNote error={changing.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ code: present?.code ?? null, reason: '' }}
        onFinish={(values) => changing.mutate(values)}
      >
        <Form.Item
          name="code"
          label={t(`belonging.${kind}`)}
          extra={t('belonging.empty_is_nobody')}
        >
          <Picker placeholder={t(`belonging.pick_${kind}`)} valueName={present?.name} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('org.reason')}
          extra={t('belonging.reason_hint')}
          rules={[{ required: true, whitespace: true, message: t('org.reason_needed') }]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
