/** Analyses whose questions are saved and put on boards; each has a line in `analyses.ts`. */
export const SAVABLE = [
  'trends',
  'funnel',
  'retention',
  'lifecycle',
  'stickiness',
  'paths',
  'distribution',
  'interval',
  'sessions',
  'attribution',
  'first_order',
  'repurchase',
  'rfm',
  'concentration',
  'acquisition',
  'clv',
  'outlay',
  'adds',
  'fission',
  'gmv',
  'goals',
  'planner',
  'scorecard',
  'chain',
  'drivers',
  'watch',
  'super_users',
  'ownership',
  'nps',
  'experiments',
] as const
export type Savable = (typeof SAVABLE)[number]

export const isSavable = (code: string): code is Savable =>
  (SAVABLE as readonly string[]).includes(code)
