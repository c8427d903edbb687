// The same done to many where each has its own consequences: decided or deleted one by one, and one
// that cannot be done keeps no other from it.
import type { BatchAnswer, Refused } from '../platform/batch.ts'
import { AppError } from '../platform/errors.ts'

/** @throws what is the server's own fault; what was done before it stays done */
export async function eachOf(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
): Promise<BatchAnswer> {
  const refused: Refused[] = []
  for (const id of ids) {
    try {
      await work(id)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      refused.push({ id, code: error.code })
    }
  }
  return { changed: ids.length - refused.length, refused }
}
