import { z } from 'zod'
import { issueCard, leftInCards, returnCard } from '../../session-cards/session-cards.ts'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({
  services: z
    .array(z.string().trim().min(1).max(60))
    .min(1)
    .max(20)
    .refine((names) => new Set(names).size === names.length, 'A service stands twice')
    .describe('What a session is of; staff choose one of them each time'),
  sessions: z.number().int().min(1).max(1_000),
  days: z
    .number()
    .int()
    .min(1)
    .max(3_660)
    .nullable()
    .describe('How long it is valid from the payment; null: it has no end'),
})
export type SessionCardArgs = z.infer<typeof Args>

export const sessionCard: BenefitKind<SessionCardArgs> = {
  args: Args,
  demandSound: async () => undefined,
  mayPromise: async () => undefined,
  give: issueCard,
  left: (ctx, _args, units, lock) =>
    leftInCards(
      ctx,
      units.map((unit) => unit.given),
      lock,
    ),
  takeBack: (ctx, unit, fen, refundId) => returnCard(ctx, unit.given, fen, refundId),
}
