// What is asked of the catalogue and answered.
import { z } from 'zod'
import { range, whom } from '../question/pattern.ts'
import { Period } from '../question/periods.ts'
import { UNITS } from './metric.ts'

const Words = z.object({ 'zh-CN': z.string(), en: z.string() })

export const MetricShape = z
  .object({
    code: z.string(),
    unit: z.enum(UNITS).describe('fen: 1/100 of the brand’s currency; share: 0 to 1'),
    term: z.enum(['long', 'short']).describe('Long-term relationship or short-term result'),
    better: z.enum(['more', 'less', 'neither']),
    is_stock: z.boolean().describe('As of a period’s end, not of what happened within it'),
    is_vanity: z.boolean().describe('Looks good and says little alone'),
    beside: z.string().nullable().describe('The quality metric a vanity metric is shown with'),
    is_share: z.boolean().describe('Has a numerator, a denominator and a number of cases'),
    band: z
      .object({ from: z.number(), to: z.number(), source: Words })
      .nullable()
      .describe('Where it should lie, and who says so'),
    name: Words,
    definition: Words,
    formula: Words,
    is_own: z.boolean().describe('Defined by the brand itself'),
    owner_name: z.string().nullable().describe('Who answers for it'),
    may_see: z.boolean().describe('Whether who asks may see what it is made of'),
  })
  .meta({ id: 'Metric' })

export const CatalogueShape = z.object({ items: z.array(MetricShape) })

export const MetricsQuestion = z
  .object({
    metrics: z.array(z.string().min(1).max(60)).min(1).max(40).describe('Codes of the catalogue'),
    period: Period.optional().describe('Left out: only figures of the whole range'),
    ...range,
    ...whom,
    compare: z
      .enum(['previous'])
      .optional()
      .describe('With the totals of as long a time before; of a stock, as of its end'),
    fresh: z.boolean().default(false).describe('Counted anew, whatever is kept'),
  })
  .strict()
export type MetricsQuestion = z.infer<typeof MetricsQuestion>

const Value = z.object({
  value: z.number().nullable().describe('null: nothing to reckon from'),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  n: z.number().nullable().describe('Cases behind a share or ratio: few say little'),
})
export const MetricsAnswerShape = z.object({
  as_of: z.iso.datetime(),
  zone: z.string(),
  currency: z.string(),
  periods: z.array(z.string()).describe('Their first days; of hours, their moments'),
  complete: z.number().int().describe('How many of them are over'),
  metrics: z.array(
    z.object({
      code: z.string(),
      unit: z.enum(UNITS),
      total: Value.describe('Of the whole range; of a stock, as of its end'),
      previous: Value.nullable(),
      points: z.array(Value),
      queries: z
        .array(
          z.object({
            store: z.enum(['event_store', 'database']),
            text: z.string(),
            parameters: z.record(z.string(), z.unknown()),
          }),
        )
        .describe('The very statements that were asked'),
    }),
  ),
})
export type MetricsAnswerShape = z.infer<typeof MetricsAnswerShape>
