import { z } from 'zod'

const Words = z.object({ 'zh-CN': z.string(), en: z.string() })
const Unit = z.enum(['share', 'hours', 'minutes'])
const Evidence = z
  .enum(['claimed', 'survey', 'measured'])
  .describe('claimed: asserted without a method; survey: what people said; measured: counted')

export const BenchmarkShape = z
  .object({
    id: z.uuid().nullable().describe('Of one the brand added; null: comes with the product'),
    code: z.string(),
    unit: Unit,
    value: z.number(),
    evidence: Evidence,
    name: Words,
    source: Words,
    year: z.number().int(),
    is_read: z.boolean().describe('Read in the source; else passed on as it was quoted'),
    url: z.string().nullable(),
    own: z
      .object({
        of: z.string(),
        value: z.number().nullable(),
        cases: z.number().nullable(),
        name: Words.nullable(),
        differs: Words.nullable().describe('How our own figure differs from it'),
        beside: z
          .object({
            of: z.string(),
            name: Words,
            value: z.number().nullable(),
            cases: z.number().nullable(),
          })
          .nullable()
          .describe('Another of ours, to compare with'),
      })
      .nullable()
      .describe('null: nothing of ours compares'),
    missing: Words.nullable().describe(
      'Why nothing of ours stands beside it, or what would fill it where it is empty',
    ),
  })
  .meta({ id: 'Benchmark' })
export type BenchmarkShape = z.infer<typeof BenchmarkShape>

export const NewBenchmark = z
  .object({
    name: z.string().trim().min(1).max(200),
    unit: Unit,
    value: z.number().min(0).max(1_000_000),
    evidence: Evidence,
    source: z.string().trim().min(1).max(500),
    year: z.number().int().min(1990).max(2100),
    url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional(),
    metric: z.string().min(1).max(60).optional().describe('Of our catalogue, to stand beside it'),
  })
  .strict()
export type NewBenchmark = z.infer<typeof NewBenchmark>
