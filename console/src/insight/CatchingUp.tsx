// Right after an import figures miss what is still on its way: said while it is so, and asked anew when
// all of it is there.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useEffect, useRef } from 'react'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { freshnessQuery } from './board/api.ts'

/** Fewer are there before anybody has read the line. */
const MANY = 200
const SOON_MS = 5_000

export function CatchingUp() {
  const t = useTexts()
  const client = useQueryClient()
  const { data } = useQuery({
    ...freshnessQuery,
    refetchInterval: ({ state }) => (isBehind(state.data?.waiting) ? SOON_MS : 60_000),
  })
  const behind = isBehind(data?.waiting)
  const wasBehind = useRef(false)
  useEffect(() => {
    if (wasBehind.current && !behind)
      void client.invalidateQueries({ queryKey: ['insight'], refetchType: 'active' })
    wasBehind.current = behind
  }, [behind, client])
  if (!data || !behind) return null
  const { customers, events } = data.waiting
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      title={t('insight_behind.title')}
      description={t('insight_behind.words', {
        customers: exactNumber(customers),
        events: exactNumber(events),
      })}
    />
  )
}

const isBehind = (waiting: { customers: number; events: number } | undefined) =>
  waiting !== undefined && (waiting.customers > MANY || waiting.events > MANY)
