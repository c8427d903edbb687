import { useEffect, useRef } from 'preact/hooks'
import { type FlashSlots, nextTurnMs } from '../flash.ts'
import { useLoad } from './useLoad.ts'

/** The longest a timer takes. */
const LONGEST_MS = 3_600_000

/** Slots that are asked for anew when one begins or ends; meanwhile what was known stays on the page. */
export function useTurns<Slots extends FlashSlots>(
  load: () => Promise<Slots>,
  of: readonly unknown[],
) {
  const { data, error, again } = useLoad(load, of)
  const last = useRef<Slots | undefined>(undefined)
  if (data) last.current = data
  useEffect(() => {
    const ms = data && nextTurnMs(data)
    if (ms === undefined) return
    const timer = setTimeout(again, Math.min(ms, LONGEST_MS))
    return () => clearTimeout(timer)
  }, [data, again])
  return { data: data ?? last.current, error, again }
}
