// Lists by cursor: `?limit=&cursor=` in, `{ items, next_cursor }` out.
import { z } from 'zod'
import { invalid } from './errors.ts'

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items a page'),
  cursor: z.string().max(1000).optional().describe('`next_cursor` of the page before'),
}

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/** The position after which the next page starts, opaque to callers. */
export const writeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/** @throws 400 when it is not one of ours */
export function readCursor<Position>(
  cursor: string | undefined,
  shape: z.ZodType<Position>,
): Position | undefined {
  if (cursor === undefined) return undefined
  let position: unknown
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    position = undefined
  }
  const read = shape.safeParse(position)
  if (!read.success) throw invalid('invalid_cursor', 'The cursor is not one of this list')
  return read.data
}

/** Turns `limit + 1` rows into a page; the extra row only says that there is more. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  present: (row: Row) => Item,
  position: (row: Row) => unknown,
): { items: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(present),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(position(last)) : null,
  }
}
