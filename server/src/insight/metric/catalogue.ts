// All families of metrics. A new one is put in here.
import { AppError } from '../../platform/errors.ts'
import { activity } from './activity.ts'
import { addCosts } from './add-costs.ts'
import { asks, contacts } from './contacts.ts'
import { customers } from './customers.ts'
import { existing } from './existing.ts'
import { loyalty } from './loyalty.ts'
import { messages } from './messages.ts'
import type { Metric, MetricFamily } from './metric.ts'
import { orders } from './orders.ts'
import { reach } from './reach.ts'

export const FAMILIES: readonly MetricFamily[] = [
  loyalty,
  existing,
  orders,
  contacts,
  asks,
  addCosts,
  messages,
  reach,
  customers,
  activity,
]

export interface Listed {
  metric: Metric
  family: MetricFamily
}
const BY_CODE = new Map<string, Listed>(
  FAMILIES.flatMap((family) =>
    family.metrics.map((metric): [string, Listed] => [metric.code, { metric, family }]),
  ),
)

/** Long-term relationship before short-term results (A23). */
export const METRICS: readonly Listed[] = [...BY_CODE.values()].sort(
  (a, b) => Number(a.metric.term === 'short') - Number(b.metric.term === 'short'),
)

/** @throws 400 unknown_metric */
export function metricOf(code: string): Listed {
  const listed = BY_CODE.get(code)
  if (!listed)
    throw new AppError(400, 'unknown_metric', `There is no metric ${code}`, { details: { code } })
  return listed
}
