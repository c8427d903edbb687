import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import type { DataClass } from './api.ts'

const TONES = { public: 'plain', personal: 'info', sensitive: 'warning' } as const

/** How far a value may go. */
export function ClassBadge(props: { of: DataClass }) {
  const t = useTexts()
  return (
    <Chip tone={TONES[props.of]} title={t(`data_class.${props.of}_words`)}>
      {t(`data_class.${props.of}`)}
    </Chip>
  )
}
