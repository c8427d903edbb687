import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { When } from '../ui/When.tsx'
import type { AudienceState } from './api.ts'

const TONES = { draft: 'plain', live: 'good', paused: 'warning', archived: 'plain' } as const

export function StateChip(props: { state: AudienceState }) {
  const t = useTexts()
  return <Chip tone={TONES[props.state]}>{t(`audience_state.${props.state}`)}</Chip>
}

/** As of when what is kept true is true; a failure and a build in progress are said. */
export function Freshness(props: {
  of: { failure: { message: string } | null; building: boolean }
  at: string | null
}) {
  const t = useTexts()
  const { failure, building } = props.of
  if (failure)
    return (
      <Chip tone="bad" title={failure.message}>
        {t('audience_list.failed')}
      </Chip>
    )
  if (building) return <Chip tone="info">{t('audience_list.building')}</Chip>
  return <When at={props.at} />
}
