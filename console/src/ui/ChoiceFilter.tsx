import { Select } from 'antd'

/** One of a few values that narrow a list; nothing chosen shows all of them. */
export function ChoiceFilter<Value extends string | number>(props: {
  label: string
  /** What stands there while nothing is chosen; else the label. */
  every?: string
  value: Value | undefined
  options: { value: Value; label: string }[]
  width?: number
  onChange: (value: Value | undefined) => void
}) {
  return (
    <Select<Value>
      style={{ width: props.width ?? 140 }}
      allowClear
      aria-label={props.label}
      placeholder={props.every ?? props.label}
      value={props.value as Value}
      onChange={(value: Value | undefined) => props.onChange(value)}
      options={props.options}
    />
  )
}
