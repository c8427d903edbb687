import { Alert } from 'antd'
import { toApiError } from '../api/error.ts'
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
          {reasonsOf(toApiError(props.error).details).map((reason) => (
            <div key={reason}>{reason}</div>
          ))}
        </>
      }
    />
  )
}

/** Refusals of several things name each: `{reason}`, or `{path, message}` for a field. */
function reasonsOf(details: unknown): string[] {
  if (!Array.isArray(details)) return []
  const reasons = details.flatMap((detail: unknown) => {
    if (typeof detail !== 'object' || detail === null) return []
    if ('reason' in detail) return [String(detail.reason)]
    if ('message' in detail && 'path' in detail) return [`${detail.path} ${detail.message}`]
    return []
  })
  return [...new Set(reasons)]
}
