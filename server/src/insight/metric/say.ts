import type { MetricsAnswer } from './read.ts'
import type { MetricsAnswerShape as Said } from './shape.ts'

/** As the API tells it. */
export const say = (answer: MetricsAnswer): Said => ({
  as_of: answer.asOf.toISOString(),
  zone: answer.zone,
  currency: answer.currency,
  periods: answer.periods,
  complete: answer.complete,
  metrics: [...answer.metrics.values()].map(({ metric, total, previous, points, queries }) => ({
    ...{ code: metric.code, unit: metric.unit, total, previous: previous ?? null, points },
    queries: queries.map((query) => ({ ...query })),
  })),
})
