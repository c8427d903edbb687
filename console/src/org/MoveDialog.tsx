import { useMutation } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { moveStaff, returnStaff, type Staff, useOrgChanged, useReloadWhenEdited } from './api.ts'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'

interface Fields extends PlaceValues {
  reason?: string
}

/** To another store or region, or back into the brand. */
export function MoveDialog(props: { staff: Staff; isReturn: boolean; onClose: () => void }) {
  const { staff, isReturn } = props
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const moving = useMutation({
    mutationFn: (fields: Fields) =>
      (isReturn ? returnStaff : moveStaff)(staff.id, {
        ...placeOf(fields),
        reason: fields.reason ?? '',
        revision: staff.revision,
      }),
    onSuccess: async () => {
      void message.success(t('org.saved'))
      props.onClose()
      await changed()
    },
    onError: useReloadWhenEdited(),
  })
  return (
    <Modal
      open
      title={t(isReturn ? 'org.take_back_title' : 'org.move_title', { name: staff.name })}
      okText={isReturn ? t('org.take_back') : t('org.move')}
      cancelText={t('action.cancel')}
      confirmLoading={moving.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {moving.error && <ErrorNote error={moving.error} />}
      <p style={{ marginBottom: 16 }}>{t(isReturn ? 'org.take_back_words' : 'org.move_words')}</p>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title: staff.post?.title }}
        onFinish={(values) => moving.mutate(values)}
      >
        <PlaceFields />
        <Form.Item name="reason" label={t('org.reason')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
