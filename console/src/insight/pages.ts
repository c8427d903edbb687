/**
 * The pages of insight in the order of their tabs. A page's name and purpose are the texts
 * `insight_page.<code>` and `insight_purpose.<code>`.
 */
export const insightGroups = [
  {
    group: 'boards',
    pages: [
      { code: 'boards', to: '/insight/boards' },
      { code: 'questions', to: '/insight/questions' },
      { code: 'glossary', to: '/insight/metrics' },
    ],
  },
  {
    group: 'behaviour',
    pages: [
      { code: 'trends', to: '/insight/trends' },
      { code: 'funnel', to: '/insight/funnel' },
      { code: 'retention', to: '/insight/retention' },
      { code: 'lifecycle', to: '/insight/lifecycle' },
      { code: 'stickiness', to: '/insight/stickiness' },
      { code: 'paths', to: '/insight/paths' },
      { code: 'distribution', to: '/insight/distribution' },
      { code: 'interval', to: '/insight/interval' },
      { code: 'sessions', to: '/insight/sessions' },
    ],
  },
  {
    group: 'value',
    pages: [
      { code: 'attribution', to: '/insight/attribution' },
      { code: 'acquisition', to: '/insight/acquisition' },
      { code: 'outlay', to: '/insight/outlay' },
      { code: 'first_order', to: '/insight/first-order' },
      { code: 'repurchase', to: '/insight/repurchase' },
      { code: 'rfm', to: '/insight/rfm' },
      { code: 'concentration', to: '/insight/concentration' },
      { code: 'clv', to: '/insight/clv' },
    ],
  },
  {
    group: 'operating',
    pages: [
      { code: 'gmv', to: '/insight/gmv' },
      { code: 'goals', to: '/insight/goals' },
      { code: 'planner', to: '/insight/planner' },
      { code: 'scorecard', to: '/insight/scorecard' },
      { code: 'chain', to: '/insight/chain' },
      { code: 'adds', to: '/insight/adds' },
      { code: 'fission', to: '/insight/fission' },
      { code: 'drivers', to: '/insight/drivers' },
      { code: 'watch', to: '/insight/watch' },
      { code: 'tasks', to: '/insight/tasks' },
    ],
  },
  {
    group: 'scores',
    pages: [
      { code: 'super_users', to: '/insight/super-users' },
      { code: 'koc', to: '/insight/koc' },
      { code: 'ownership', to: '/insight/ownership' },
      { code: 'nps', to: '/insight/nps' },
      { code: 'experiments', to: '/insight/experiments' },
      { code: 'benchmarks', to: '/insight/benchmarks' },
    ],
  },
  {
    group: 'watch',
    pages: [{ code: 'alerts', to: '/insight/alerts' }],
  },
  {
    group: 'analyst',
    pages: [
      { code: 'definitions', to: '/insight/definitions' },
      { code: 'names', to: '/insight/names' },
      { code: 'sql', to: '/insight/sql' },
    ],
  },
] as const

export type InsightGroup = (typeof insightGroups)[number]
export type InsightCode = InsightGroup['pages'][number]['code']

export const groupOf = (code: InsightCode): InsightGroup => {
  const found = insightGroups.find(({ pages }) => pages.some((page) => page.code === code))
  if (!found) throw new Error(`no group has the page ${code}`)
  return found
}

/** Where an analysis is asked. */
export function addressOf(code: string): InsightGroup['pages'][number]['to'] {
  for (const { pages } of insightGroups)
    for (const page of pages) if (page.code === code) return page.to
  return '/insight/boards'
}
