import { useMutation } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { letStaffLeave, type Staff, useOrgChanged, useReloadWhenEdited } from './api.ts'

/** Says what leaving does before it is done; the customers are transferred after it. */
export function LeaveDialog(props: {
  staff: Staff
  customers: number | undefined
  onClose: () => void
  onLeft: () => void
}) {
  const { staff, customers } = props
  const t = useTexts()
  const [form] = Form.useForm<{ reason?: string }>()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const leaving = useMutation({
    mutationFn: ({ reason }: { reason?: string }) =>
      letStaffLeave(staff.id, { reason: reason ?? '', revision: staff.revision }),
    onSuccess: async () => {
      void message.success(t('org.left_done', { name: staff.name }))
      props.onLeft()
      await changed()
    },
    onError: useReloadWhenEdited(),
  })
  return (
    <Modal
      open
      title={t('org.leave_title', { name: staff.name })}
      okText={t('org.leave')}
      okButtonProps={{ danger: true }}
      cancelText={t('action.cancel')}
      confirmLoading={leaving.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {leaving.error && <ErrorNote error={leaving.error} />}
      <p>{t('org.leave_words')}</p>
      {staff.user && <p>{t('org.leave_sign_in', { email: staff.user.email })}</p>}
      {customers !== undefined && customers > 0 && (
        <p>{t('org.leave_customers', { count: customers })}</p>
      )}
      <Form
        form={form}
        layout="vertical"
        style={{ marginTop: 16 }}
        onFinish={(values) => leaving.mutate(values)}
      >
        <Form.Item name="reason" label={t('org.reason')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
