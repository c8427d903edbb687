// What is asked of the brand's buyers and their future, and what is answered.
import { z } from 'zod'
import { CustomerShape } from '../../audiences/index.ts'
import { whom } from '../question/pattern.ts'

const Count = z.number().int()
const Money = z.number().nullable().describe('Fen; null where values could not be modelled')
export const HORIZONS = [30, 90, 365] as const

const Goodness = { log_likelihood: z.number(), customers: Count, gradient: z.number() }
const Closeness = z.object({
  total: z.number(),
  correlation: z.number().nullable(),
  mean_absolute_error: z.number(),
  root_mean_square_error: z.number(),
})

export const FitShape = z.object({
  id: z.uuid(),
  fitted_at: z.iso.datetime(),
  as_of_day: z.iso.date().describe('The day it looks back from'),
  customers: Count.describe('Who ever bought and kept something'),
  orders: z
    .object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number(), ...Goodness })
    .extend({ at_edge: z.boolean() })
    .describe('BG/NBD; alpha in days'),
  value: z
    .object({ p: z.number(), q: z.number(), v: z.number(), ...Goodness })
    .extend({ at_edge: z.boolean(), mean_value: z.number().nullable() })
    .nullable()
    .describe('Gamma–Gamma; v in fen'),
  correlation: z.number().nullable().describe('Of frequency and value, which is taken for 0'),
  notes: z.array(
    z.enum(['frequency_and_value_hang_together', 'no_mean_value', 'few_buyers_come_back']),
  ),
  holdout: z
    .object({
      days: Count,
      customers: Count,
      actual: z.number(),
      forecast: Closeness,
      naive: Closeness.describe('Going on at the pace so far'),
      by_frequency: z.array(
        z.object({
          frequency: Count,
          customers: Count,
          forecast: z.number(),
          actual: z.number(),
        }),
      ),
      weeks: z.array(z.object({ actual: z.number(), forecast: z.number() })),
      from_week: Count,
    })
    .nullable()
    .describe(
      'The last days held back, forecast by a model of those before; null: too short a past',
    ),
})
export type FitShape = z.infer<typeof FitShape>

export const KeepingShape = z.object({
  nightly: z.boolean().describe('Fitted anew each night: since it was first fitted'),
  is_scored: z.boolean().describe('Customers carry the scores as attributes'),
  scored_at: z.iso.datetime().nullable(),
  scored: Count.nullable().describe('Customers with a score'),
  failure: z.string().nullable().describe('Code of what kept the last night from it'),
  failed_at: z.iso.datetime().nullable(),
})
export type KeepingShape = z.infer<typeof KeepingShape>

export const OutlookQuestion = z
  .object({
    margin_bp: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(10_000)
      .describe('Of what an order brings, what stays; all of it unless given'),
    annual_discount: z.number().min(0).max(1).default(0),
    ...whom,
  })
  .strict()
  .meta({ example: { margin_bp: 6000 } })
export type OutlookQuestion = z.infer<typeof OutlookQuestion>

export const OutlookAnswer = z.object({
  fit: FitShape.nullable().describe('null: never fitted'),
  keeping: KeepingShape.nullable().describe('null: as of a past moment'),
  buyers: Count,
  alive: z.number().describe('How many of them are expected to be customers still'),
  horizons: z.array(z.object({ days: Count, orders: z.number(), value_fen: Money })),
  by_alive: z
    .array(z.object({ from: z.number(), to: z.number(), customers: Count, value_fen: Money }))
    .describe('Buyers by the chance that they are customers still; value of a year'),
  by_value: z
    .array(z.object({ customers: Count, value_fen: z.number(), least_fen: z.number() }))
    .describe('Tenths of the buyers by the value of a year, the most valuable first'),
  as_of: z.iso.datetime(),
})
export type OutlookAnswer = z.infer<typeof OutlookAnswer>

export const OutlookCell = z
  .object({ alive_from: z.number().min(0).max(1), alive_to: z.number().min(0).max(1) })
  .strict()
  .describe('From and below; 1 counts as below 1')
export type OutlookCell = z.infer<typeof OutlookCell>

export const OUTLOOK_ORDERS = ['value', 'at_risk'] as const
export const ScoredCustomer = z.object({
  customer: CustomerShape,
  purchases: Count.describe('Days with an order that was kept'),
  last_days_ago: Count,
  order_value_fen: Money,
  alive: z.number(),
  horizons: z.array(z.object({ days: Count, orders: z.number(), value_fen: Money })),
})
