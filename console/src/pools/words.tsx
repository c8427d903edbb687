import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { audienceQuery } from '../audiences/api.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { staffQuery } from '../org/api.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { Nothing } from '../ui/When.tsx'
import type { PoolState } from './api.ts'

const TONES = { draft: 'plain', live: 'good', archived: 'plain' } as const

export function PoolStateChip(props: { state: PoolState }) {
  const t = useTexts()
  return <Chip tone={TONES[props.state]}>{t(`pool_state.${props.state}`)}</Chip>
}

/** What a pool must say, in words. */
export function useFieldName(): (field: string) => string {
  const known = useKnownText()
  return (field) => known(`pool_field.${field}`) ?? field
}

export function OwnerName(props: { id: string | null }) {
  const mayRead = useMay('org:read')
  const staff = useQuery({ ...staffQuery(props.id ?? ''), enabled: mayRead && props.id !== null })
  return staff.data ? <span>{staff.data.name}</span> : <Nothing />
}

export function AudienceLink(props: { id: string }) {
  const audience = useQuery(audienceQuery(props.id))
  if (!audience.data) return <Nothing />
  return (
    <Link to="/audiences/$audienceId" params={{ audienceId: props.id }}>
      {audience.data.name}
    </Link>
  )
}
