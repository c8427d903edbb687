import { Alert } from 'antd'
import { useErrorWords } from './ErrorPanel.tsx'

/** An error beside the thing that failed: a form, a dialog. */
export function ErrorNote(props: { error: unknown }) {
  const { title, advice, code } = useErrorWords()(props.error)
  return (
    <Alert
      type="error"
      role="alert"
      style={{ marginBottom: 16 }}
      title={title}
      description={
        <>
          {advice} <code>{code}</code>
        </>
      }
    />
  )
}
