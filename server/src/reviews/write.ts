// A buyer writes a review of a line of an order that she has received, once.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { AFTER_SALE_IS_OPEN } from '../commerce/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import { joinPictures } from './pictures.ts'
import { POINTS_DAYS } from './points.ts'
import { type CanReview, canReview, type ReviewState } from './rules.ts'
import { reviewSetting } from './settings.ts'

const DAY = 86_400_000

export interface Writer {
  node: number
  /** All that are proved to be hers, `node` among them. */
  nodes: readonly number[]
}
export interface NewReview {
  orderId: string
  sku: string
  stars: number
  words: string
  /** Empty: anonymous. */
  author: string
  pictures: readonly string[]
}
export interface OwnReview {
  id: string
  sku: string
  stars: number
  words: string
  author: string
  state: ReviewState
  reply: string
  pictures: string[]
}

interface Line {
  sku: string
  name: string
  received_at: Date | null
  is_refunded: boolean
}

/** Given back whole, and nothing of the order waits to be decided. */
export const WHOLLY_BACK = sql<boolean>`(l.refunded_quantity >= l.quantity or (l.total_fen > 0 and l.refunded_fen >= l.total_fen))
  and not exists (select 1 from after_sale a where a.tenant_id = l.tenant_id and a.order_id = l.order_id
    and ${AFTER_SALE_IS_OPEN})`

/** The lines of an order of hers. @throws 404 */
async function linesOf(ctx: Ctx, nodes: readonly number[], orderId: string): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select l.sku, l.name, w.received_at, ${WHOLLY_BACK} as is_refunded
    from own_order w join sales_order s on s.tenant_id = w.tenant_id and s.id = w.id
    join own_order_line l on l.tenant_id = w.tenant_id and l.order_id = w.id
    where w.tenant_id = ${ctx.tenantId} and w.id = ${orderId} and s.node_id = any(${[...nodes]}::bigint[])
      and w.exchange_id is null
    order by l.sku`.execute(ctx.pg)
  if (rows.length === 0) throw notFound('order')
  return rows
}

async function reviewsOf(ctx: Ctx, orderId: string): Promise<OwnReview[]> {
  const { rows } = await sql<OwnReview>`
    select r.id, r.sku, r.stars, r.words, r.author, r.state, r.reply, array(
      select p.id from review_picture p where p.tenant_id = r.tenant_id and p.review_id = r.id order by p.position) as pictures
    from review r where r.tenant_id = ${ctx.tenantId} and r.order_id = ${orderId}`.execute(ctx.pg)
  return rows
}

const REFUSED: Record<Exclude<CanReview, 'open'>, readonly [code: string, words: string]> = {
  not_received: ['not_received', 'What has not arrived yet cannot be reviewed'],
  too_late: ['review_too_late', 'The time to review it is over'],
}

/**
 * The same review again is the one that stands.
 * @throws 404 for what is not hers, 409 not_received, review_too_late, review_written
 */
export function writeReview(ctx: Ctx, writer: Writer, given: NewReview): Promise<OwnReview> {
  if (new Set(given.pictures).size < given.pictures.length)
    throw invalid('photo_twice', 'A photo stands in it twice')
  return inTx(ctx, async (ctx) => {
    // Whoever gives money back holds the order's row: one of the two comes second and sees the other.
    await sql`select 1 from own_order where tenant_id = ${ctx.tenantId} and id = ${given.orderId} for share`.execute(
      ctx.pg,
    )
    const line = (await linesOf(ctx, writer.nodes, given.orderId)).find(
      ({ sku }) => sku === given.sku,
    )
    if (!line) throw notFound('order_line')
    const setting = await reviewSetting(ctx)
    const stands = (await reviewsOf(ctx, given.orderId)).find(({ sku }) => sku === given.sku)
    if (stands) return again(stands, given)
    const { can } = canReview(line.received_at, setting.within_days, ctx.now())
    if (can !== 'open') throw conflict(...REFUSED[can])
    const id = randomUUIDv7()
    const now = ctx.now()
    const isShown = !setting.needs_approval
    const due = line.is_refunded ? 'reclaim' : isShown ? 'release' : null
    const { rows } = await sql`
      insert into review (tenant_id, id, order_id, sku, node_id, stars, words, author, state, posted_at, decided_at,
        is_refunded, points_due, points_until)
      values (${ctx.tenantId}, ${id}, ${given.orderId}, ${given.sku}, ${writer.node}, ${given.stars}, ${given.words},
        ${given.author}, ${isShown ? 'shown' : 'pending'}, ${now}, ${isShown ? now : null}, ${line.is_refunded}, ${due},
        ${due && new Date(now.getTime() + POINTS_DAYS * DAY)})
      on conflict (tenant_id, order_id, sku) do nothing returning id`.execute(ctx.pg)
    const after = (await reviewsOf(ctx, given.orderId)).find(({ sku }) => sku === given.sku)
    if (!after) throw new Error('a review that was written is not there')
    // Another request of hers was quicker.
    if (rows.length === 0) return again(after, given)
    await joinPictures(ctx, id, writer.nodes, given.pictures)
    await recordEvents(ctx, [
      {
        ...{ id, name: 'review_posted', customerId: writer.node, at: now, source: 'reviews' },
        orderId: given.orderId,
        props: {
          ...{ review: id, sku: given.sku, product: line.name, stars: given.stars },
          ...{ characters: given.words.length, pictures: given.pictures.length },
          anonymous: given.author === '',
        },
      },
    ])
    return { ...after, pictures: [...given.pictures] }
  })
}

function again(stands: OwnReview, given: NewReview): OwnReview {
  const isSame =
    stands.stars === given.stars && stands.words === given.words && stands.author === given.author
  if (isSame) return stands
  throw conflict('review_written', 'This line has a review already')
}

export interface Reviewable {
  sku: string
  name: string
  can: CanReview
  until: string | null
  review: OwnReview | null
}
/** What of an order of hers can be reviewed, and what she has said of it. @throws 404 */
export async function reviewables(
  ctx: Ctx,
  nodes: readonly number[],
  orderId: string,
): Promise<Reviewable[]> {
  const lines = await linesOf(ctx, nodes, orderId)
  const { within_days } = await reviewSetting(ctx)
  const reviews = new Map((await reviewsOf(ctx, orderId)).map((one) => [one.sku, one]))
  return lines.map(({ sku, name, received_at }) => {
    const { can, until } = canReview(received_at, within_days, ctx.now())
    const review = reviews.get(sku) ?? null
    return { sku, name, can, until: until?.toISOString() ?? null, review }
  })
}
