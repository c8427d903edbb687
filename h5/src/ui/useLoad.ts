import { useCallback, useEffect, useState } from 'preact/hooks'
import { ApiError } from '../api/client.ts'

export interface Loaded<Data> {
  data: Data | undefined
  error: ApiError | undefined
  again: () => void
}
const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, 'unreadable', String(error))

/** Loads what a page shows; what comes back for an older question is let go. */
export function useLoad<Data>(load: () => Promise<Data>, of: readonly unknown[]): Loaded<Data> {
  const [state, set] = useState<{ data?: Data; error?: ApiError }>({})
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let isOld = false
    set({})
    load().then(
      (data) => isOld || set({ data }),
      (error: unknown) => isOld || set({ error: asApiError(error) }),
    )
    return () => {
      isOld = true
    }
  }, [...of, turn])
  const again = useCallback(() => setTurn((n) => n + 1), [])
  return { data: state.data, error: state.error, again }
}
