// What may be used of an offer: how often and for how much, in all, a customer, a day, a store.
import { z } from 'zod'

const Most = z
  .object({
    uses: z.number().int().min(1).max(1_000_000_000).optional(),
    fen: z.number().int().min(1).max(1_000_000_000_000).optional(),
  })
  .refine((m) => m.uses !== undefined || m.fen !== undefined, 'a limit has a number')

export const OfferLimits = z.strictObject({
  all: Most.optional(),
  customer: Most.optional().describe('A person: all nodes of her group together'),
  day: Most.optional().describe('A day where the brand is'),
  store: Most.optional(),
})
export type OfferLimits = z.infer<typeof OfferLimits>

/** Limits that are kept as counters; what a customer used is counted over her nodes. */
export const COUNTED = ['all', 'day', 'store'] as const
export type Counted = (typeof COUNTED)[number]

export interface Amount {
  uses: number
  fen: number
}
export interface Left {
  uses?: number
  fen?: number
}

/** The least that is left of any of these. */
export function leftOf(
  used: readonly { most: { uses?: number | undefined; fen?: number | undefined }; by: Amount }[],
): Left {
  const least = (numbers: (number | undefined)[]) => {
    const known = numbers.filter((n) => n !== undefined)
    return known.length === 0 ? undefined : Math.max(0, Math.min(...known))
  }
  const uses = least(used.map(({ most, by }) => most.uses && most.uses - by.uses))
  const fen = least(used.map(({ most, by }) => most.fen && most.fen - by.fen))
  return { ...(uses !== undefined && { uses }), ...(fen !== undefined && { fen }) }
}
