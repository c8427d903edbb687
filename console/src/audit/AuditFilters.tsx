import { useNavigate } from '@tanstack/react-router'
import { DayRange, TextFilter } from '../events/filters.tsx'
import { spanOfDays } from '../format/time.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip } from '../ui/Chip.tsx'
import { Filters } from '../ui/Page.tsx'

interface Asked {
  action?: string
  actor?: string
  subject?: string
  subject_id?: string
  from?: string
  to?: string
}

/** What the log and its export are asked by. */
export const filterOf = (asked: Asked, timeZone: string) => ({
  action: asked.action,
  actor_id: asked.actor,
  subject_type: asked.subject,
  subject_id: asked.subject_id,
  ...spanOfDays(asked.from, asked.to, timeZone),
})

/** The nouns of the log: each finds all that was done to them. */
const NOUNS = [
  'customer',
  'user',
  'import',
  'export',
  'approval',
  'tag',
  'tag_rule',
  'consent_text',
  'conflict',
  'dead_letter',
  'event_rule',
  'api_key',
  'write_key',
  'webhook',
  'inbound',
  'plugin',
  'staff',
  'store',
  'region',
  'session',
  'saved_view',
] as const

export function AuditFilters(props: { asked: Asked }) {
  const { asked } = props
  const t = useTexts()
  const known = useKnownText()
  const navigate = useNavigate()
  const show = (change: Partial<Asked>) =>
    void navigate({ to: '/audit', search: { ...asked, ...change } })
  return (
    <Filters>
      <TextFilter
        label={t('audit.filter_action')}
        value={asked.action}
        width={240}
        suggestions={NOUNS.map((value) => {
          const words = known(`subject.${value}`) ?? value
          return { value, label: `${words} ${value}`, words: `${words} ${value}` }
        })}
        onChange={(action) => show({ action })}
      />
      <DayRange from={asked.from} to={asked.to} onChange={({ from, to }) => show({ from, to })} />
      {asked.actor && <Chip tone="info">{t('audit.of_actor')}</Chip>}
      {asked.subject_id && (
        <Chip tone="info">
          {asked.subject} {asked.subject_id}
        </Chip>
      )}
      {Object.values(asked).some((value) => value !== undefined) && (
        <ButtonLink color="default" variant="text" to="/audit">
          {t('filter.clear')}
        </ButtonLink>
      )}
    </Filters>
  )
}
