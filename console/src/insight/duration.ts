import { useCallback } from 'react'
import { useTexts } from '../i18n/texts.ts'

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** How long, in the largest unit of which there is at least one: 2.5 days, 40 seconds. */
export function useDuration(): (seconds: number) => string {
  const t = useTexts()
  return useCallback(
    (seconds) => {
      const [unit, size] = STEPS.find(([, size]) => seconds >= size) ?? (['second', 1] as const)
      const n = seconds / size
      const shown = n < 10 && unit !== 'second' ? Math.round(n * 10) / 10 : Math.round(n)
      return t(`insight_time.${unit}`, { count: shown })
    },
    [t],
  )
}
