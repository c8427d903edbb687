// How the API says computed attributes.
import { z } from 'zod'
import { Definition } from './computed.ts'
import { CustomerShape } from './shapes.ts'

const Cuts = z.array(z.number())
export const CutOffs = z.object({
  r: Cuts.describe('At most so many days for the scores 2, 3, 4, 5'),
  f: Cuts.describe('At least so many orders'),
  m: Cuts.describe('At least so many fen'),
})
export const IsMoney = z
  .boolean()
  .describe('Numbers are fen: the values or, of stretches, where they begin')
export const Computed = z.object({
  id: z.uuid(),
  name: z.string().describe('Of the attribute: rules, lists and templates read it by this'),
  label: z.string(),
  description: z.string(),
  group: z.string(),
  type: z.enum(['number', 'text', 'date']),
  state: z.enum(['live', 'paused']),
  version: z.number().int().describe('Of the definition; an edit names the one it was made on'),
  definition: Definition,
  formula_text: z
    .string()
    .nullable()
    .describe('Of a formula, as it would be written: amounts in the currency’s unit'),
  money: IsMoney,
  customers: z.number().int().nullable().describe('With a value; not told to who sees a part'),
  building: z.boolean(),
  follows_time: z.boolean().describe('The passing of time alone changes values'),
  as_of: z.iso.datetime().nullable().describe('Values are what the definition says at this moment'),
  evaluated_at: z.iso.datetime().nullable(),
  changed_at: z.iso.datetime().nullable(),
  wake_at: z.iso.datetime().nullable().describe('When time may next change a value'),
  failure: z.object({ at: z.iso.datetime(), message: z.string() }).nullable(),
  used_by: z.number().int(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
})
export const Preview = z.object({
  money: IsMoney,
  customers: z.number().int().describe('With a value'),
  everybody: z.number().int(),
  numbers: z
    .object({ min: z.number(), max: z.number(), average: z.number(), median: z.number() })
    .nullable(),
  bars: z.array(
    z.object({
      label: z.string(),
      from: z.number().nullable(),
      to: z.number().nullable(),
      customers: z.number().int(),
    }),
  ),
  others: z.number().int().describe('Of texts: values without a bar of their own'),
  sample: z.array(z.object({ customer: CustomerShape, value: z.unknown() })),
  cuts: CutOffs.nullable().describe('Of RFM in fifths: where they end'),
  cuts_taken_at: z.iso.datetime().nullable().describe('null: cut for this answer, not stored'),
  ms: z.number().int(),
  as_of: z.iso.datetime(),
})
