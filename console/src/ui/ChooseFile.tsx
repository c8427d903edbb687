import { Button } from 'antd'
import { useRef } from 'react'

/** A button that asks for a table: CSV or Excel. The same file can be chosen again. */
export function ChooseFile(props: {
  label: string
  loading?: boolean
  onChoose: (file: File) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button loading={props.loading} onClick={() => input.current?.click()}>
        {props.label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={props.label}
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(event) => {
          const taken = event.target.files?.[0]
          event.target.value = ''
          if (taken) props.onChoose(taken)
        }}
      />
    </>
  )
}
