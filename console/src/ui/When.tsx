import { Tooltip } from 'antd'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { exactTime, isJustNow, shortTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'

/** A time in the brand's zone: how long ago within a day, the exact one on hover. */
export function When(props: { at: string | null | undefined }) {
  const t = useTexts()
  const now = useNow()
  const { language, timeZone } = useLocale()
  if (!props.at) return <Nothing />
  const at = new Date(props.at)
  const exact = `${exactTime(at, timeZone)} (${timeZone})`
  return (
    <Tooltip title={exact} mouseEnterDelay={0.2}>
      <time dateTime={props.at} style={{ whiteSpace: 'nowrap' }}>
        {isJustNow(at, now) ? t('time.just_now') : shortTime(at, now, timeZone, language)}
      </time>
    </Tooltip>
  )
}

/** Where there is no value. */
export function Nothing() {
  const t = useTexts()
  return (
    <span
      role="img"
      style={{ color: 'var(--ant-color-text-quaternary)' }}
      aria-label={t('value.none')}
    >
      —
    </span>
  )
}
