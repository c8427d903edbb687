// What audiences have done outside of requests and rounds.
import type { Ctx } from '../platform/ctx.ts'
import type { Facts, Reaction } from '../platform/emit.ts'
import type { Queue } from '../platform/jobs.ts'
import { followTag, TAG_QUEUE, type TagJob } from './tag-sync.ts'

export const queues = (make: (tenantId: string) => Ctx): Queue[] => [
  {
    name: TAG_QUEUE,
    run: ({ tenantId, audienceId }: TagJob) => followTag(make(tenantId), audienceId),
  },
]

/** A tag follows silent changes too: it says who is inside, not that somebody came. */
export const tagsFollow: Reaction<Facts['audience_changed']> = {
  name: 'tags',
  react: (ctx, { audienceId }) => followTag(ctx, audienceId),
}
