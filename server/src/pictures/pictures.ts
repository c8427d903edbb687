// Pictures kept for customers' pages: added, found again, served by an address that never changes its content.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, conflict, invalid, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import type { Pg } from '../platform/pg.ts'
import { measure, type PictureType } from './measure.ts'

export const MOST_BYTES = 2 * 1024 * 1024
export const MOST_SIDE = 8192
/** Of a brand: 2 MB each, it is 10 GB at the very most. */
export const MOST_PICTURES = 5_000

export interface Picture {
  id: string
  name: string
  type: PictureType
  width: number
  height: number
  bytes: number
  /** Below the server's own address. */
  url: string
  created_at: string
}
interface Row extends Omit<Picture, 'url' | 'created_at'> {
  created_at: Date
}
const COLUMNS = sql`id, name, type, width, height, length(content) as bytes, created_at`
/** Where its bytes are, for anybody who has the address. */
export const pictureUrl = (id: string): string => `/api/v1/pictures/${id}/content`
const present = (row: Row): Picture => ({
  ...row,
  url: pictureUrl(row.id),
  created_at: row.created_at.toISOString(),
})

/**
 * The same content sent again is the picture that is there.
 * @throws 400 not_a_picture, picture_too_wide, 409 too_many_pictures, 413
 */
export function addPicture(ctx: Ctx, name: string, content: Buffer): Promise<Picture> {
  if (content.length > MOST_BYTES)
    throw new AppError(413, 'picture_too_large', `A picture has at most ${MOST_BYTES} bytes`)
  const measured = measure(content)
  if (!measured) throw invalid('not_a_picture', 'Send a PNG, JPEG, WebP or GIF file')
  if (Math.max(measured.width, measured.height) > MOST_SIDE)
    throw invalid('picture_too_wide', `A picture is at most ${MOST_SIDE} pixels wide and high`)
  const hash = createHash('sha256').update(content).digest()
  return inTx(ctx, async (ctx) => {
    // Two who add at once: the second counts after the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`pictures of ${ctx.tenantId}`}, 0))`.execute(
      ctx.pg,
    )
    const there = await sql<Row>`select ${COLUMNS} from picture
      where tenant_id = ${ctx.tenantId} and hash = ${hash}`.execute(ctx.pg)
    if (there.rows[0]) return present(there.rows[0])
    const { rows } = await sql<Row>`
      insert into picture (tenant_id, id, hash, name, type, width, height, content, created_at, created_by)
      select ${ctx.tenantId}::uuid, ${randomUUID()}::uuid, ${hash}, ${name}, ${measured.type}, ${measured.width},
        ${measured.height}, ${content}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where (select count(*) from picture where tenant_id = ${ctx.tenantId}) < ${MOST_PICTURES}
      returning ${COLUMNS}`.execute(ctx.pg)
    const [row] = rows
    if (!row)
      throw conflict(
        'too_many_pictures',
        `A brand has at most ${MOST_PICTURES} pictures; remove some`,
      )
    const { created_at: _, ...details } = row
    await audit(ctx, 'picture.added', { kind: 'picture', id: row.id }, { after: details })
    return present(row)
  })
}

/** Newest first. */
export async function listPictures(
  ctx: Ctx,
  filter: { q?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.guid()]))
  const like = filter.q && `%${filter.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
  const { rows } = await sql<Row>`select ${COLUMNS} from picture
    where tenant_id = ${ctx.tenantId} and ${like ? sql`name ilike ${like}` : sql`true`}
      and ${after ? sql`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by created_at desc, id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(rows, filter.limit, present, (row) => [row.created_at, row.id])
}

/** Those of these that the brand has, without their bytes. */
export async function picturesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Picture>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Row>`select ${COLUMNS} from picture
    where tenant_id = ${ctx.tenantId} and id = any(${[...new Set(ids)]}::uuid[])`.execute(ctx.pg)
  return new Map(rows.map((row) => [row.id, present(row)]))
}

/** None of them is removed before this transaction has ended. @throws 404 for one that is not this brand's */
export async function demandPictures(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const { rows } = await sql`select 1 from picture
    where tenant_id = ${ctx.tenantId} and id = any(${wanted}::uuid[]) order by id for key share`.execute(
    ctx.pg,
  )
  if (rows.length < wanted.length) throw notFound('picture')
}

/** @throws 404, 409 picture_in_use */
export function removePicture(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } =
      await sql<Row>`delete from picture where tenant_id = ${ctx.tenantId} and id = ${id}
      returning ${COLUMNS}`
        .execute(ctx.pg)
        .catch((error: { code?: string }) => {
          // Whoever shows it holds a foreign key to it.
          if (error.code === '23503')
            throw conflict('picture_in_use', 'A product or a page of the shop shows it')
          throw error
        })
    const [row] = rows
    if (!row) throw notFound('picture')
    const { created_at: _, ...details } = row
    await audit(ctx, 'picture.removed', { kind: 'picture', id }, { before: details })
  })
}

/** Its bytes, for anybody: whoever has its address. @throws 404 */
export async function pictureContent(
  pg: Pg,
  id: string,
): Promise<{ type: PictureType; content: Buffer }> {
  const { rows } = await sql<{ type: PictureType; content: Buffer }>`
    select type, content from picture where id = ${id}`.execute(pg)
  if (!rows[0]) throw notFound('picture')
  return rows[0]
}
