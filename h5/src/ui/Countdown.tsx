import { useEffect, useState } from 'preact/hooks'
import { t } from '../texts.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** Hours, minutes and seconds that are left; at their end what is shown is asked for anew. */
export function Countdown(props: { until: string; onEnd?: () => void }) {
  const { until, onEnd } = props
  const leftOf = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000))
  const [left, setLeft] = useState(leftOf)
  useEffect(() => {
    if (leftOf() === 0) return
    const timer = setInterval(() => {
      const seconds = leftOf()
      setLeft(seconds)
      if (seconds > 0) return
      clearInterval(timer)
      onEnd?.()
    }, 1000)
    return () => clearInterval(timer)
  }, [until, onEnd])
  const clock = `${two(Math.floor(left / 3600))}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  return (
    <span class="clock" role="timer">
      {t('group.left', { clock })}
    </span>
  )
}
