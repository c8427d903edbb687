import { useState } from 'preact/hooks'
import { ApiError } from '../api/client.ts'
import { errorText } from '../texts.ts'

/** Does one thing at a time and says in words why it did not work. */
export function useAct() {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  const act = async (work: () => Promise<unknown>, onFault?: (code: string) => unknown) => {
    setBusy(true)
    setFault('')
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFault(errorText(error.code))
      await onFault?.(error.code)
    } finally {
      setBusy(false)
    }
  }
  return { act, isBusy, fault }
}
