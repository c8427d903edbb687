import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { When } from '../ui/When.tsx'
import type { Audience, AudienceState } from './api.ts'

const TONES = { draft: 'plain', live: 'good', paused: 'warning', archived: 'plain' } as const

export function StateChip(props: { state: AudienceState }) {
  const t = useTexts()
  return <Chip tone={TONES[props.state]}>{t(`audience_state.${props.state}`)}</Chip>
}

/** As of when its customers are who the rule means; a failure and a build in progress are said. */
export function Freshness(props: { audience: Audience }) {
  const t = useTexts()
  const { audience } = props
  if (audience.failure)
    return (
      <Chip tone="bad" title={audience.failure.message}>
        {t('audience_list.failed')}
      </Chip>
    )
  if (audience.building) return <Chip tone="info">{t('audience_list.building')}</Chip>
  return <When at={audience.evaluated_at} />
}
