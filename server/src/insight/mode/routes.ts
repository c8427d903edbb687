import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { decideMode, MODES, modeOf } from './mode.ts'
import { Proposal, proposeMode } from './proposal.ts'

const Platforms = z.array(z.string().trim().min(1).max(100)).min(1).max(50)
const ModeShape = z
  .object({
    mode: z
      .enum(MODES)
      .describe(
        'empower 赋能旗舰店与门店: orders elsewhere count when the brand reached the customer or a code stands on them. own_loop 自有闭环: the own checkout only',
      ),
    own_platforms: Platforms.describe('Platforms of orders that are the own checkout'),
    touch_platforms: Platforms.describe('Platforms of events by which a customer is reached'),
    window_days: z.number().int().min(1).max(365),
  })
  .strict()
const tags = ['insight']

export function modeRoutes(app: Http): void {
  const answer = z.object({
    ...ModeShape.shape,
    decided_at: z.iso.datetime().nullable(),
    proposal: Proposal,
  })
  const now = async (ctx: Parameters<typeof modeOf>[0]) => {
    const mode = await modeOf(ctx)
    return {
      ...mode,
      decided_at: mode.decided_at?.toISOString() ?? null,
      proposal: await proposeMode(ctx, mode),
    }
  }
  app.get(
    '/insight/mode',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'The operating mode, and the one that the figures speak for, with its reasons',
        response: { 200: answer },
      },
    },
    ({ ctx }) => now(ctx),
  )
  app.put(
    '/insight/mode',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Decide whose orders count',
        body: ModeShape,
        response: { 200: answer },
      },
    },
    async ({ ctx, body }) => {
      await decideMode(ctx, body)
      return now(ctx)
    },
  )
}
