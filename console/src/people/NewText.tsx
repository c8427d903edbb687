import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { addText, type Purpose } from './api.ts'
import { usePurposeName } from './words.ts'

/** A new version; those that customers agreed to stay as they were. */
export function NewText(props: { purpose: Purpose; onClose: () => void }) {
  const { purpose } = props
  const t = useTexts()
  const nameOf = usePurposeName()
  const [form] = Form.useForm<{ version: string; text: string }>()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const adding = useMutation({
    mutationFn: (body: { version: string; text: string }) => addText(purpose.purpose, body),
    onSuccess: async () => {
      void message.success(t('purpose.text_added'))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['consent-purposes'] })
    },
  })
  return (
    <Modal
      open
      title={t('purpose.text_title', { purpose: nameOf(purpose.purpose) })}
      okText={t('purpose.add_text')}
      cancelText={t('action.cancel')}
      confirmLoading={adding.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {adding.error && <ErrorNote error={adding.error} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ text: purpose.texts[0]?.text }}
        onFinish={(fields) => adding.mutate(fields)}
      >
        <Form.Item
          name="version"
          label={t('consent.version')}
          extra={t('purpose.version_words')}
          rules={[{ required: true, whitespace: true, message: t('purpose.version_needed') }]}
        >
          <Input maxLength={50} autoFocus />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('purpose.text')}
          rules={[{ required: true, whitespace: true, message: t('purpose.text_needed') }]}
        >
          <Input.TextArea rows={8} maxLength={20_000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
