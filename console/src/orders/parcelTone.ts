import type { ProblemParcel } from './api.ts'

export const toneOfParcel = (state: ProblemParcel['state']) =>
  state === 'problem' || state === 'returning' || state === 'returned'
    ? ('bad' as const)
    : state === 'waiting'
      ? ('warning' as const)
      : ('plain' as const)
