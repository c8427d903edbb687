// The same done to many, each by itself: one that cannot be done keeps no other from it.
import { z } from 'zod'
import { AppError } from '../platform/errors.ts'

/** As many as a page of a list and some more; each is a transaction of its own. */
export const Ids = z.array(z.uuid()).min(1).max(200)
export const BatchAnswer = z.object({
  done: z.int(),
  failed: z
    .array(z.object({ id: z.uuid(), code: z.string(), message: z.string() }))
    .describe('Those that could not be done, and why'),
})

/** @throws what is the server's own fault; what was done before it stays done */
export async function eachOf(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
): Promise<z.infer<typeof BatchAnswer>> {
  const failed: z.infer<typeof BatchAnswer>['failed'] = []
  const wanted = new Set(ids)
  for (const id of wanted) {
    try {
      await work(id)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      failed.push({ id, code: error.code, message: error.message })
    }
  }
  return { done: wanted.size - failed.length, failed }
}
