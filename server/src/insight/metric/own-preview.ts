// A metric of the brand's own before anybody keeps it.
import { withMeaning } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Metric } from './metric.ts'
import { demandCounted, familyFor, type OwnMetricInput, type OwnMetricRow } from './own.ts'
import { type MetricsAnswer, readListed } from './read.ts'

/** Of a definition that nobody has kept yet: what it gives over the days, by day. */
export async function previewOwnMetric(
  ctx: Ctx,
  input: OwnMetricInput,
  range: { date_from?: string | undefined; date_to?: string | undefined },
): Promise<MetricsAnswer> {
  const real = await withMeaning(ctx, input)
  await demandCounted(ctx, real)
  const row: OwnMetricRow = {
    ...{ id: 'preview', content: input, owner_name: null, updated_at: ctx.now() },
    is_archived: false,
  }
  const family = familyFor(row, real)
  return readListed(ctx, [{ family, metric: family.metrics[0] as Metric }], {
    range,
    period: 'day',
  })
}
