import { readAsked } from '../asked.ts'

export interface ExperimentDraft {
  experiment?: string
}
export const readExperiment = (text: string | undefined): ExperimentDraft =>
  readAsked<ExperimentDraft>(
    text,
    {},
    { experiment: (value) => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value) },
  )

export const STATE_TONE = { planned: 'plain', running: 'info', decided: 'good' } as const
