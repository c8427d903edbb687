// Pictures of pages: the operator's own browser, on the brand's own page, sends where things can be
// clicked. Allowed for half an hour by a token that can do nothing else.
import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx, SYSTEM } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'

const TOKEN_MINUTES = 30
export const VIEWPORTS = ['phone', 'tablet', 'desktop'] as const
export type Viewport = (typeof VIEWPORTS)[number]
/** Widths of the visible part at which a page is another page for the hand that clicks it. */
const TABLET_FROM = 768
const DESKTOP_FROM = 1200

export const viewportOf = (width: number): Viewport =>
  width < TABLET_FROM ? 'phone' : width < DESKTOP_FROM ? 'tablet' : 'desktop'

const Length = z.number().min(-200_000).max(200_000)
export const Box = z.object({
  selector: z.string().min(1).max(1000),
  text: z.string().max(64).default(''),
  tag: z.string().max(64).default(''),
  x: Length,
  y: Length,
  w: Length,
  h: Length,
})
export const NewSnapshot = z.object({
  token: z.string().max(200),
  page_key: z.string().min(1).max(1000),
  platform: z.string().max(255).default('web'),
  title: z.string().max(500).default(''),
  width: z.number().int().min(1).max(20_000).describe('Of the whole page'),
  height: z.number().int().min(1).max(200_000),
  viewport_width: z.number().int().min(1).max(20_000),
  boxes: z.array(Box).max(2_000),
})

export const Snapshot = z.object({
  id: z.uuid(),
  page_key: z.string(),
  platform: z.string(),
  viewport: z.enum(VIEWPORTS),
  title: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  boxes: z.array(Box),
  taken_at: z.iso.datetime(),
  taken_by: z.string(),
})

export const PickSession = z.object({
  token: z.string(),
  link: z.string().describe('Open it in this browser: the page sends its picture'),
  expires_at: z.iso.datetime(),
})

const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** A token for one operator, to be put behind the page's address. */
export function allowPicking(ctx: Ctx, url: string): Promise<z.infer<typeof PickSession>> {
  return inTx(ctx, async (ctx) => {
    const token = `hfp_${randomBytes(24).toString('base64url')}`
    const expiresAt = new Date(ctx.now().getTime() + TOKEN_MINUTES * 60_000)
    const id = randomUUIDv7()
    await sql`delete from pick_session where tenant_id = ${ctx.tenantId} and expires_at < ${ctx.now()}`.execute(
      ctx.pg,
    )
    await sql`insert into pick_session (tenant_id, id, hash, created_by, created_at, expires_at)
      values (${ctx.tenantId}, ${id}, ${hashOf(token)}, ${ctx.actor.name}, ${ctx.now()}, ${expiresAt})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'pick_session.created', { kind: 'pick_session', id }, { url })
    const link = new URL(url)
    link.hash = `hf-pick=${token}`
    return { token, link: link.href, expires_at: expiresAt.toISOString() }
  })
}

export interface PictureStores extends Omit<Ctx, 'tenantId' | 'actor'> {}

/** Keeps the newest picture of a page for its kind of screen. @throws 401 for a token that is out */
export async function keepSnapshot(
  base: PictureStores,
  given: z.infer<typeof NewSnapshot>,
): Promise<{ id: string }> {
  const { rows } = await sql<{ tenant_id: string; created_by: string }>`
    select tenant_id, created_by from pick_session where hash = ${hashOf(given.token)} and expires_at > ${base.now()}`.execute(
    base.pg,
  )
  const [session] = rows
  if (!session)
    throw new AppError(401, 'pick_expired', 'Begin again in the console: this link is out of date')
  const ctx: Ctx = {
    ...base,
    tenantId: session.tenant_id,
    actor: { ...SYSTEM, name: session.created_by },
  }
  return inTx(ctx, async (ctx) => {
    const kept = await sql<{ id: string }>`
      insert into page_snapshot (tenant_id, id, page_key, platform, viewport, title, width, height, boxes, taken_at, taken_by)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${given.page_key}, ${given.platform}, ${viewportOf(given.viewport_width)},
        ${given.title}, ${given.width}, ${given.height}, ${JSON.stringify(given.boxes)}, ${ctx.now()}, ${session.created_by})
      on conflict (tenant_id, platform, page_key, viewport) do update set title = excluded.title, width = excluded.width,
        height = excluded.height, boxes = excluded.boxes, taken_at = excluded.taken_at, taken_by = excluded.taken_by
      returning id`.execute(ctx.pg)
    const id = kept.rows[0]?.id ?? ''
    await audit(
      ctx,
      'page_snapshot.taken',
      { kind: 'page_snapshot', id },
      {
        page_key: given.page_key,
        boxes: given.boxes.length,
      },
    )
    return { id }
  })
}

interface Row extends Omit<z.infer<typeof Snapshot>, 'taken_at'> {
  taken_at: Date
}
export async function snapshotsOf(ctx: Ctx, pageKey: string) {
  const { rows } = await sql<Row>`
    select id, page_key, platform, viewport, title, width, height, boxes, taken_at, taken_by from page_snapshot
    where tenant_id = ${ctx.tenantId} and page_key = ${pageKey} order by platform, viewport`.execute(
    ctx.pg,
  )
  return rows.map((r) => ({ ...r, taken_at: r.taken_at.toISOString() }))
}

/** Keys of pages that have a picture. */
export async function picturedPages(ctx: Ctx): Promise<Map<string, string>> {
  const { rows } = await sql<{ page_key: string; title: string }>`
    select distinct on (page_key) page_key, title from page_snapshot where tenant_id = ${ctx.tenantId} order by page_key, taken_at desc`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.page_key, r.title]))
}
