import type { ReactNode } from 'react'
import { FormDialog } from './FormDialog.tsx'

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
  const { onRun, ...dialog } = props
  return (
    <FormDialog<Fields, boolean>
      {...dialog}
      save={onRun}
      onSaved={(isDone) => {
        if (isDone) props.onClose()
      }}
    />
  )
}
