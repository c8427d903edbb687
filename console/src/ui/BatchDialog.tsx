import { Form, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'

/** What a batch has to be told before it runs; closes when it was done, at least in part. */
export function BatchDialog<Fields extends object>(props: {
  title: string
  words?: ReactNode
  okText: string
  danger?: boolean
  initial?: Partial<Fields>
  onRun: (fields: Fields) => Promise<boolean>
  onClose: () => void
  children: ReactNode
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const [isRunning, setRunning] = useState(false)
  const run = async (fields: Fields) => {
    setRunning(true)
    const isDone = await props.onRun(fields).finally(() => setRunning(false))
    if (isDone) props.onClose()
  }
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText}
      okButtonProps={{ danger: props.danger }}
      cancelText={t('action.cancel')}
      confirmLoading={isRunning}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      {props.words && <p style={{ marginBottom: 16 }}>{props.words}</p>}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.initial as Parameters<typeof form.setFieldsValue>[0]}
        onFinish={(fields) => void run(fields)}
      >
        {props.children}
      </Form>
    </Modal>
  )
}
