import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

/**
 * Why something is done, in the operator's words, kept with what was done. `needed` says that it
 * must be told; without it the field may stay empty.
 */
export function ReasonField(props: {
  label: string
  needed?: string | undefined
  extra?: ReactNode
  example?: string
  /** Fewest characters; what is only spaces never counts. */
  min?: number
  max?: number
  rows?: number
  autoFocus?: boolean
}) {
  const { label, needed, extra, example, min = 1, max = 500, rows, autoFocus } = props
  const typed = { maxLength: max, ...(example && { placeholder: example }), autoFocus }
  return (
    <Form.Item
      name="reason"
      label={label}
      {...(extra !== undefined && { extra })}
      rules={
        needed === undefined ? [] : [{ required: true, whitespace: true, min, message: needed }]
      }
    >
      {rows === undefined ? <Input {...typed} /> : <Input.TextArea rows={rows} {...typed} />}
    </Form.Item>
  )
}
