// Photos that customers send with a review: sent one by one, joined to it when it is posted.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { measure, withoutMetadata } from '../pictures/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, conflict, invalid, notFound } from '../platform/errors.ts'

export const MOST_PHOTO_BYTES = 1024 * 1024
const MOST_SIDE = 4096
/** What one person may have sent and not posted yet. */
export const MOST_LOOSE = 18
const DAY = 86_400_000

/** @throws 400 not_a_photo, photo_too_wide, 409 too_many_photos, 413 */
export async function addReviewPicture(
  ctx: Ctx,
  node: number,
  content: Buffer,
): Promise<{ id: string }> {
  if (content.length > MOST_PHOTO_BYTES)
    throw new AppError(413, 'photo_too_large', `A photo has at most ${MOST_PHOTO_BYTES} bytes`)
  const plain = withoutMetadata(content)
  const measured = plain && measure(plain)
  if (!plain || measured?.type !== 'image/jpeg') throw invalid('not_a_photo', 'Send a JPEG file')
  const { width, height } = measured
  if (Math.max(width, height) > MOST_SIDE)
    throw invalid('photo_too_wide', `A photo is at most ${MOST_SIDE} pixels wide and high`)
  return inTx(ctx, async (ctx) => {
    // Two of hers at once: the second counts after the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`photos of ${ctx.tenantId} ${node}`}, 0))`.execute(
      ctx.pg,
    )
    const id = randomUUIDv7()
    const { rows } = await sql`
      insert into review_picture (tenant_id, id, node_id, content, width, height, created_at)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${node}::bigint, ${plain}::bytea, ${width}::integer, ${height}::integer,
        ${ctx.now()}::timestamptz
      where (select count(*) from review_picture where tenant_id = ${ctx.tenantId} and node_id = ${node}
        and review_id is null) < ${MOST_LOOSE}
      returning id`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('too_many_photos', 'Post the review with the photos that were sent first')
    return { id }
  })
}

/** In the transaction that writes the review. @throws 404 for one that is not hers or is posted already */
export async function joinPictures(
  ctx: Ctx,
  review: string,
  nodes: readonly number[],
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const { numAffectedRows } = await sql`
    update review_picture p set review_id = ${review}::uuid, position = r.position
    from unnest(${[...ids]}::uuid[]) with ordinality as r (id, position)
    where p.tenant_id = ${ctx.tenantId} and p.id = r.id and p.review_id is null
      and p.node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  if (Number(numAffectedRows ?? 0) !== ids.length) throw notFound('photo')
}

/** @param shown only of a review that customers see. @throws 404 */
export async function reviewPicture(
  ctx: Ctx,
  id: string,
  of: { shown: true } | { review: string },
): Promise<Buffer> {
  const { rows } = await sql<{ content: Buffer }>`
    select p.content from review_picture p join review r on r.tenant_id = p.tenant_id and r.id = p.review_id
    where p.tenant_id = ${ctx.tenantId} and p.id = ${id}
      and ${'shown' in of ? sql`r.state = 'shown'` : sql`r.id = ${of.review}::uuid`}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('photo')
  return rows[0].content
}

/** Photos of reviews that were never posted. @returns how many */
export async function forgetLoosePictures(system: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`delete from review_picture
    where review_id is null and created_at < ${new Date(system.now().getTime() - DAY)}`.execute(
    system.pg,
  )
  return Number(numAffectedRows ?? 0)
}
