import { useTexts } from '../i18n/texts.ts'
import type { Lead, LeadState } from './api.ts'

export const TONES: Record<LeadState, 'plain' | 'good' | 'warning' | 'info'> = {
  ...{ open: 'warning', following: 'info', won: 'good', lost: 'plain' },
}

/** What she is called; of who was erased that she was. */
export function LeadName({ lead }: { lead: Pick<Lead, 'name' | 'phone' | 'customer_id'> }) {
  const t = useTexts()
  if (lead.customer_id === null) return t('leads.erased')
  return lead.name ?? lead.phone ?? t('leads.customer_number', { id: lead.customer_id })
}
