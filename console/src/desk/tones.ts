import type { Approval } from './api.ts'

export const approvalTones: Record<Approval['state'], 'plain' | 'good' | 'bad' | 'warning'> = {
  waiting: 'warning',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'plain',
}
