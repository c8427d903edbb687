import { useEffect, useState } from 'preact/hooks'
import { t } from '../texts.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** Hours, minutes and seconds that are left; at their end what is shown is asked for anew. */
export function Countdown(props: {
  until: string
  onEnd?: () => void
  /** How far the server's clock is ahead of this browser's. */
  aheadMs?: number
  words?: (clock: string) => string
}) {
  const { until, onEnd, aheadMs = 0, words = (clock) => t('group.left', { clock }) } = props
  const leftOf = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now() - aheadMs) / 1000))
  const [left, setLeft] = useState(leftOf)
  useEffect(() => {
    setLeft(leftOf())
    if (leftOf() === 0) return
    const timer = setInterval(() => {
      const seconds = leftOf()
      setLeft(seconds)
      if (seconds > 0) return
      clearInterval(timer)
      onEnd?.()
    }, 1000)
    return () => clearInterval(timer)
  }, [until, onEnd, aheadMs])
  const clock = `${two(Math.floor(left / 3600))}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  return (
    <span class="clock" role="timer">
      {words(clock)}
    </span>
  )
}
