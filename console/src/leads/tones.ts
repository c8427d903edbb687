import type { LeadState } from './api.ts'

export const TONES: Record<LeadState, 'plain' | 'good' | 'warning' | 'info'> = {
  ...{ open: 'warning', following: 'info', won: 'good', lost: 'plain' },
}
