import { useMutation } from '@tanstack/react-query'
import { Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useRef } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from './ErrorNote.tsx'

/** What is shown once in place of the fields, when it was made. */
interface Once {
  title: string
  okText: string
  content: ReactNode
}

/** Fields in a dialog: what is refused is said over them, and the dialog stays. */
export function FormDialog<Fields extends object, Saved = unknown>(props: {
  open?: boolean
  title: string
  okText: string
  danger?: boolean
  /** Nothing could be saved yet. */
  isIncomplete?: boolean
  width?: number
  /** Over the fields. */
  words?: ReactNode
  /** For who watches or sets fields from outside. */
  form?: FormInstance<Fields>
  initial?: Partial<Fields>
  save: (fields: Fields) => Promise<Saved>
  /** Closes the dialog, unless something is shown once. */
  onSaved: (saved: Saved) => unknown
  onError?: (error: Error) => void
  onValuesChange?: () => void
  once?: (saved: Saved) => Once
  onClose: () => void
  /** What it holds besides its fields is forgotten. */
  afterClose?: () => void
  children: ReactNode
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>(props.form)
  const saving = useMutation({
    mutationFn: props.save,
    onSuccess: props.onSaved,
    onError: props.onError,
  })
  const fields = useRef<HTMLDivElement>(null)
  const once = saving.isSuccess ? props.once?.(saving.data) : undefined
  return (
    <Modal
      open={props.open ?? true}
      width={props.width}
      title={once?.title ?? props.title}
      okText={once?.okText ?? props.okText}
      okButtonProps={{ danger: props.danger, disabled: !once && props.isIncomplete }}
      cancelText={t('action.cancel')}
      cancelButtonProps={once && { style: { display: 'none' } }}
      // What is shown once: a slip beside the dialog must not lose it.
      mask={{ closable: !once }}
      confirmLoading={saving.isPending}
      onCancel={props.onClose}
      onOk={once ? props.onClose : form.submit}
      afterOpenChange={(isOpen) => isOpen && focusFirst(fields.current)}
      afterClose={() => {
        saving.reset()
        props.afterClose?.()
      }}
      destroyOnHidden
    >
      {saving.error && <ErrorNote error={saving.error} />}
      {once?.content ?? (
        <div ref={fields}>
          {props.words && <div style={{ marginBottom: 16 }}>{props.words}</div>}
          <Form<Fields>
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={props.initial as Parameters<typeof form.setFieldsValue>[0]}
            onValuesChange={props.onValuesChange}
            onFinish={(fields) => saving.mutate(fields)}
          >
            {props.children}
          </Form>
        </div>
      )}
    </Modal>
  )
}

/** A dialog that opens at once takes the focus to its first button, which closes it. */
function focusFirst(fields: HTMLElement | null): void {
  if (!fields || fields.contains(document.activeElement)) return
  const choices = 'input:not([type=radio]), input[type=radio]:checked, textarea'
  const all = fields.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(choices)
  ;[...all].find((field) => !field.disabled && field.type !== 'hidden')?.focus()
}
