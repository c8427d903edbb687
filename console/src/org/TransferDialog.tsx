import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Form, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { type Staff, staffCustomersQuery, transferCustomers, useOrgChanged } from './api.ts'
import { StaffPicker, StorePicker } from './pickers.tsx'

interface Fields {
  to_staff?: string | null
  to_store?: string | null
  reason: string
}

/** All customers of one guide to another guide, to a store, or both; it says how many first. */
export function TransferDialog(props: { staff: Staff; onClose: () => void }) {
  const { staff } = props
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const preview = useQuery(staffCustomersQuery(staff.id))
  const toStaff = Form.useWatch('to_staff', form)
  const toStore = Form.useWatch('to_store', form)
  const transferring = useMutation({
    mutationFn: ({ to_staff, to_store, reason }: Fields) =>
      transferCustomers(staff.id, {
        to_staff: to_staff ?? null,
        reason,
        ...(to_store && { to_store }),
      }),
    onSuccess: async ({ customers }) => {
      void message.success(t('org.transferred', { count: customers }))
      props.onClose()
      await changed()
    },
  })
  const count = preview.data?.customers
  const error = transferring.error ?? preview.error
  return (
    <Modal
      open
      title={t('org.transfer_title', { name: staff.name })}
      okText={count === undefined ? t('org.transfer') : t('org.transfer_count', { count })}
      okButtonProps={{ disabled: count === 0 || (!toStaff && !toStore) }}
      cancelText={t('action.cancel')}
      confirmLoading={transferring.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {error && <ErrorNote error={error} />}
      <p style={{ marginBottom: 16 }}>
        {count === 0 ? t('org.transfer_nobody') : t('org.transfer_words')}
        {preview.data &&
          preview.data.friends > 0 &&
          ` ${t('org.transfer_friends', { count: preview.data.friends })}`}
      </p>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => transferring.mutate(values)}
      >
        <Form.Item name="to_staff" label={t('org.to_staff')} extra={t('org.to_staff_hint')}>
          <StaffPicker placeholder={t('belonging.pick_guide')} except={staff.code} />
        </Form.Item>
        <Form.Item name="to_store" label={t('org.to_store')} extra={t('org.to_store_hint')}>
          <StorePicker placeholder={t('belonging.pick_store')} />
        </Form.Item>
        <ReasonField label={t('org.reason')} needed={t('org.reason_needed')} max={200} />
      </Form>
    </Modal>
  )
}
