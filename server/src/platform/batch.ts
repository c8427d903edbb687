// One request, many rows: what can be done is done in one statement, what cannot is told by row.
import { z } from 'zod'
import { AppError } from './errors.ts'

/** As many as one page of a list shows, several times over. */
const MOST = 500
const unique = (keys: string[]) => [...new Set(keys)]
export const BatchIds = z.array(z.guid()).min(1).max(MOST).transform(unique)
export const BatchNames = z.array(z.string().min(1).max(255)).min(1).max(MOST).transform(unique)

const Refused = z.object({
  id: z.string().describe('Of the row, as it was sent'),
  code: z.string().describe('As the error of the same change made alone'),
})
export type Refused = z.infer<typeof Refused>
export const BatchAnswer = z.object({
  changed: z.number().int().describe('Rows that are another way now'),
  refused: z.array(Refused).describe('Rows that stay as they were, and why'),
})
export type BatchAnswer = z.infer<typeof BatchAnswer>

/**
 * Which of the rows that were asked for may be changed. What is not among `rows` is not there, or
 * another brand's, which is the same.
 * @param refuse the code of what stands against it; undefined when nothing does
 */
export function sortOut<Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  noun: string,
  refuse: (row: Row) => string | undefined = () => undefined,
): { taken: Row[]; refused: Refused[] } {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]))
  const taken: Row[] = []
  const refused: Refused[] = []
  for (const key of keys) {
    const row = byKey.get(key)
    const code = row === undefined ? `${noun}_not_found` : refuse(row)
    if (code !== undefined) refused.push({ id: key, code })
    else if (row !== undefined) taken.push(row)
  }
  return { taken, refused }
}

/**
 * The same done to many where each has its own consequences: one by one, and one that cannot be done
 * keeps no other from it.
 * @throws what is the server's own fault; what was done before it stays done
 */
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
