import { Input } from 'antd'
import { Field } from './Field.tsx'

/** Words of a block, at most so many. */
export function TextField(props: {
  label: string
  value: string
  most: number
  hint?: string
  placeholder?: string
  rows?: number
  onChange: (text: string) => void
}) {
  const { label, value, most, placeholder, rows } = props
  return (
    <Field label={label} {...(props.hint && { hint: props.hint })}>
      {(id) =>
        rows ? (
          <Input.TextArea
            id={id}
            rows={rows}
            maxLength={most}
            placeholder={placeholder}
            value={value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        ) : (
          <Input
            id={id}
            maxLength={most}
            placeholder={placeholder}
            value={value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        )
      }
    </Field>
  )
}
