import { Input } from 'antd'
import { useEffect, useState } from 'react'

/** Asked for once the typing rests. */
export function SearchText(props: {
  value: string | undefined
  label: string
  onChange: (text: string | undefined) => void
}) {
  const [text, setText] = useState(props.value ?? '')
  useEffect(() => setText(props.value ?? ''), [props.value])
  const commit = (next: string) => {
    const wanted = next.trim() === '' ? undefined : next.trim()
    if (wanted !== props.value) props.onChange(wanted)
  }
  return (
    <Input.Search
      style={{ width: 260 }}
      allowClear
      aria-label={props.label}
      placeholder={props.label}
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        if (target.value === '') commit('')
      }}
      onSearch={commit}
      onBlur={() => commit(text)}
    />
  )
}
