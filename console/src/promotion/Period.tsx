// From when to when something is planned: by the calendar, whatever the hour it is now.
import { Tooltip } from 'antd'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { wholeTime } from '../format/time.ts'
import { Nothing } from '../ui/When.tsx'

interface Props {
  from: string | null
  to: string | null
}

export function Period({ from, to }: Props) {
  return (
    <span>
      <Moment at={from} /> – <Moment at={to} />
    </span>
  )
}

function Moment({ at }: { at: string | null }) {
  const { timeZone } = useLocale()
  const thisYear = wholeTime(useNow(), timeZone).slice(0, 5)
  if (at === null) return <Nothing />
  const whole = wholeTime(new Date(at), timeZone)
  return (
    <Tooltip title={`${whole} (${timeZone})`} mouseEnterDelay={0.2}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {whole.slice(whole.startsWith(thisYear) ? 5 : 0, 16)}
      </time>
    </Tooltip>
  )
}
