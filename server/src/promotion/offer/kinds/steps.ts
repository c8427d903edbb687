import { z } from 'zod'
import { basisPoints } from '../../../platform/money.ts'
import { Fen } from '../basket.ts'
import { amountOf, defineKind, piecesOf, takeOff } from '../kind.ts'

const Step = z
  .object({
    from_fen: Fen.min(1).optional(),
    from_pieces: z.number().int().min(1).optional(),
    off_fen: Fen.min(1).optional(),
    off_bp: z.number().int().min(1).max(10_000).optional(),
  })
  .refine((s) => (s.from_fen === undefined) !== (s.from_pieces === undefined), 'one threshold')
  .refine((s) => (s.off_fen === undefined) !== (s.off_bp === undefined), 'one discount')
type Step = z.infer<typeof Step>

const reached = (step: Step, fen: number, pieces: number) =>
  step.from_fen === undefined ? pieces >= (step.from_pieces ?? 0) : fen >= step.from_fen

/** 满减, 满折, 每满减: of the steps that are reached, the one that takes most off. */
export const steps = defineKind({
  code: 'steps',
  stage: 'amount',
  args: z
    .object({
      steps: z.array(Step).min(1).max(10),
      repeats: z
        .boolean()
        .default(false)
        .describe('每满: the only step counts as often as it fits'),
    })
    .refine(
      ({ steps: [only, ...more], repeats }) =>
        !repeats || (more.length === 0 && only?.off_fen !== undefined),
      'what repeats is one step of a sum off',
    ),
  apply: ({ steps: given, repeats }, goods, state) => {
    const fen = amountOf(goods, state)
    const pieces = piecesOf(goods)
    const offs = given.flatMap((step) => {
      if (!reached(step, fen, pieces)) return []
      const times =
        step.from_fen === undefined
          ? Math.floor(pieces / (step.from_pieces ?? 1))
          : Math.floor(fen / step.from_fen)
      return step.off_fen === undefined
        ? basisPoints(fen, step.off_bp ?? 0)
        : step.off_fen * (repeats ? times : 1)
    })
    if (offs.length > 0) return takeOff(Math.max(...offs), goods, state)
    const byFen = given.flatMap((s) => s.from_fen ?? [])
    return byFen.length > 0
      ? { missing: 'amount', needed: Math.min(...byFen), have: fen }
      : {
          missing: 'quantity',
          needed: Math.min(...given.map((s) => s.from_pieces ?? 1)),
          have: pieces,
        }
  },
})
