import { CalendarOutlined, DownOutlined } from '@ant-design/icons'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { type Days, PRESETS, readDays, writeDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './DateRange.module.css'
import { useAskedDays } from './days.ts'

const app = getRouteApi('/app')
const OwnDays = lazy(() => import('./OwnDays.tsx').then(({ OwnDays }) => ({ default: OwnDays })))

/** Which days the figures on the page are of. Not there where no figure asks. */
export function DateRange() {
  const t = useTexts()
  const navigate = useNavigate()
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  const chosen = app.useSearch({ select: (search) => search.days })
  const asked = useAskedDays()
  const [open, setOpen] = useState(false)
  if (!asked) return null
  const days = readDays(chosen, today, asked)

  const choose = (next: Days) => {
    setOpen(false)
    void navigate({
      to: '.',
      search: (search: Record<string, unknown>) => ({ ...search, days: writeDays(next) }),
    })
  }
  const span = days.from === days.to ? days.from : `${days.from} – ${days.to}`
  const shown = days.preset ? t(`days.${days.preset}`) : span

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottom"
      content={
        <div className={styles.choices}>
          <div className={styles.presets}>
            {PRESETS.map((preset) => (
              <Button
                key={preset}
                type={days.preset === preset ? 'primary' : 'text'}
                onClick={() => choose(readDays(preset, today, asked))}
              >
                {t(`days.${preset}`)}
              </Button>
            ))}
          </div>
          <Suspense fallback={<div className={styles.calendar} />}>
            <OwnDays
              from={days.from}
              to={days.to}
              today={today}
              onChoose={(from, to) => choose({ from, to })}
            />
          </Suspense>
          <p className={styles.zone}>{t('days.zone', { zone: timeZone })}</p>
        </div>
      }
    >
      <Button
        className={styles.trigger}
        icon={<CalendarOutlined />}
        aria-label={t('days.trigger', { days: shown })}
        title={span}
      >
        <span className={styles.shown}>{shown}</span>
        <DownOutlined className={styles.arrow} />
      </Button>
    </Popover>
  )
}
