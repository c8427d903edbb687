// Every fact and who reacts to it, on one page.
import { tagsFollow } from './audiences/index.ts'
import { giveKeptOrders } from './commerce/index.ts'
import type { Ctx } from './platform/ctx.ts'
import {
  type Envelope,
  MAX_DEPTH,
  queueName,
  type Reaction,
  type Reactions,
  useReactions,
} from './platform/emit.ts'
import type { Queue } from './platform/jobs.ts'

export const reactions: Reactions = {
  audience_changed: [tagsFollow],
  group_buy_completed: [giveKeptOrders],
}

/** One queue a reaction: each is tried again on its own. */
export function reactionQueues(make: (tenantId: string) => Ctx): Queue[] {
  useReactions(reactions)
  return Object.entries(reactions as Record<string, Reaction<unknown>[]>).flatMap(([fact, list]) =>
    list.map((reaction) => ({
      name: queueName(fact, reaction.name),
      async run(envelope: Envelope) {
        if (envelope.depth > MAX_DEPTH)
          throw new Error(`${fact} came round ${envelope.depth} times`)
        const ctx: Ctx & { depth: number } = { ...make(envelope.tenantId), depth: envelope.depth }
        await reaction.react(ctx, envelope.fact)
      },
    })),
  )
}
