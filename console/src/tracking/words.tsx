import { usePlatformName } from '../customers/words.ts'
import { useEventTitle } from '../events/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import type { TrackedEvent } from './api.ts'
import styles from './tracking.module.css'

/** The label first, always with the name as it is sent. */
export function EventLabel(props: { event: { name: string } }) {
  const label = useEventTitle()(props.event.name)
  return (
    <span className={styles.named}>
      {label && <span>{label}</span>}
      <code className={label ? styles.raw : undefined}>{props.event.name}</code>
    </span>
  )
}

const tones = { planned: 'info', live: 'good', deprecated: 'plain' } as const

export function StatusChip(props: { event: Pick<TrackedEvent, 'status' | 'is_own'> }) {
  const t = useTexts()
  const { status, is_own } = props.event
  if (status) return <Chip tone={tones[status]}>{t(`tracking.status_${status}`)}</Chip>
  if (is_own) return <Chip title={t('tracking.own_words')}>{t('tracking.own')}</Chip>
  return <Chip>{t('tracking.status_unplanned')}</Chip>
}

/** Where plan and reality part ways. That it is not planned, its status says already. */
export function Problems(props: { problems: TrackedEvent['problems'] }) {
  const t = useTexts()
  return props.problems
    .filter((problem) => problem !== 'unplanned')
    .map((problem) => (
      <Chip key={problem} tone="warning" title={t(`tracking.problem_${problem}_words`)}>
        {t(`tracking.problem_${problem}`)}
      </Chip>
    ))
}

/** Platforms in words, the first few. */
export function Platforms(props: { platforms: readonly string[] }) {
  const platformName = usePlatformName()
  const t = useTexts()
  const shown = props.platforms.slice(0, 3).map(platformName)
  const more = props.platforms.length - shown.length
  if (shown.length === 0) return null
  return (
    <span title={props.platforms.map(platformName).join(', ')}>
      {shown.join(' · ')}
      {more > 0 && ` ${t('tracking.more', { count: more })}`}
    </span>
  )
}
