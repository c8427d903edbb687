import { useMutation } from '@tanstack/react-query'
import { Form, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { revealAttributes } from './api.ts'

/** Sensitive values are read for a reason, and the reason is kept. */
export function RevealDialog(props: {
  customerId: number
  names: string[]
  onClose: () => void
  onRevealed: (values: [string, unknown][]) => void
}) {
  const t = useTexts()
  const [form] = Form.useForm<{ reason: string }>()
  const reading = useMutation({
    mutationFn: (reason: string) => revealAttributes(props.customerId, props.names, reason),
    onSuccess: ({ items }) => props.onRevealed(items.map((i) => [i.name, i.value])),
  })
  return (
    <Modal
      open
      title={t('attributes.reveal')}
      okText={t('attributes.reveal_ok')}
      cancelText={t('action.cancel')}
      confirmLoading={reading.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      {reading.error && <ErrorNote error={reading.error} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(v) => reading.mutate(v.reason)}
      >
        <ReasonField
          min={2}
          label={t('attributes.reveal_reason')}
          needed={t('attributes.reveal_needed')}
          extra={t('attributes.reveal_words')}
          example={t('attributes.reveal_example')}
          autoFocus
        />
      </Form>
    </Modal>
  )
}
