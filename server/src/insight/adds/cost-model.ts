// What a contact costs: what is recorded for its channel and month, else what the brand takes it to be,
// else what the house does; never nothing (A14).
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { settingsOf } from '../settings/versions.ts'

const Fen = z.number().int().min(0).max(100_000_000)

export const CostModel = z
  .object({
    per_add_fen: Fen.min(1)
      .default(1_000)
      .describe('Of a contact of a channel of which nothing is known'),
    hour_fen: Fen.default(6_000).describe('Of an hour of a person’s work'),
    channels: z
      .array(
        z
          .object({
            channel: z.string().trim().min(1).max(200),
            per_add_fen: Fen.min(1),
            per_month_fen: Fen.default(0).describe('Of the channel itself: codes, tools, a place'),
          })
          .strict(),
      )
      .max(500)
      .default([])
      .refine(
        (channels) => new Set(channels.map((one) => one.channel)).size === channels.length,
        'Each channel once',
      ),
  })
  .strict()
  .meta({ id: 'CostModel' })
export type CostModel = z.infer<typeof CostModel>

export const costModelOf = async (ctx: Ctx): Promise<CostModel> =>
  (await settingsOf(ctx, 'cost_model', CostModel)).settings

/** Of a channel; '' where none was named. */
export const perAdd = (model: CostModel, channel: string): number =>
  model.channels.find((one) => one.channel === channel)?.per_add_fen ?? model.per_add_fen

export interface AddsOf {
  /** What they are added up by. */
  value: string
  /** Its first day. */
  month: string
  channel: string
  adds: number
}
export interface CostOfAdds {
  value: string
  month: string
  adds: number
  fen: number
  /** Nothing is recorded: taken from the cost model. */
  is_estimate: boolean
}

/**
 * A row for each value and month that has adds or a recorded cost.
 * @param recorded what was spent on winning customers, by value and month
 */
export function costOfAdds(
  rows: readonly AddsOf[],
  recorded: readonly { value: string; month: string; fen: number }[],
  model: CostModel,
): CostOfAdds[] {
  const cells = new Map<string, CostOfAdds & { modelled: number }>()
  const cell = (value: string, month: string) => {
    const key = `${month}\x1f${value}`
    const found = cells.get(key) ?? {
      ...{ value, month, adds: 0, fen: 0, is_estimate: false, modelled: 0 },
    }
    cells.set(key, found)
    return found
  }
  for (const { value, month, channel, adds } of rows) {
    const own = cell(value, month)
    own.adds += adds
    own.modelled += adds * perAdd(model, channel)
  }
  for (const { value, month, fen } of recorded) cell(value, month).fen += fen
  return [...cells.values()].map(({ modelled, ...own }) =>
    own.fen > 0 || own.adds === 0 ? own : { ...own, fen: modelled, is_estimate: true },
  )
}
