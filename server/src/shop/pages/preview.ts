// A draft as customers would see it, in a browser that is not signed in: for half an hour, by a token that
// shows this one page and nothing else.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, unauthenticated } from '../../platform/errors.ts'
import { hashKey, makeKey } from '../../platform/keys.ts'
import type { Pg } from '../../platform/pg.ts'
import { getShop } from '../shop.ts'
import { getPage } from './queries.ts'

export const PREVIEW_MINUTES = 30

/** @throws 404, 409 shop_missing before the brand has given its shop an address */
export async function allowPreview(
  ctx: Ctx,
  page: string,
): Promise<{ path: string; expires_at: string }> {
  const { storefront } = await getPage(ctx, page)
  const shop = await getShop(ctx)
  if (!shop) throw conflict('shop_missing', 'Give the shop an address first')
  const { secret, hash } = makeKey('hfv_')
  const expiresAt = new Date(ctx.now().getTime() + PREVIEW_MINUTES * 60_000)
  await sql`insert into shop_preview (tenant_id, hash, page_id, expires_at)
    values (${ctx.tenantId}, ${hash}, ${page}, ${expiresAt})`.execute(ctx.pg)
  const isBeside = storefront !== null && storefront !== shop.storefront
  const at = isBeside ? `/at/${storefront}` : ''
  return { path: `/m/${shop.slug}${at}/?preview=${secret}`, expires_at: expiresAt.toISOString() }
}

export interface Preview {
  tenantId: string
  page: string
}
/** Also of a shop that is not open yet. @throws 401 preview_over */
export async function findPreview(
  base: { pg: Pg; now(): Date },
  slug: string,
  token: string,
): Promise<Preview> {
  const { rows } = await sql<Preview>`
    select v.tenant_id as "tenantId", v.page_id as page from shop_preview v
    join shop s on s.tenant_id = v.tenant_id and s.slug = ${slug}
    where v.hash = ${hashKey(token)} and v.expires_at > ${base.now()}`.execute(base.pg)
  if (!rows[0]) throw unauthenticated('preview_over', 'Open the preview again in the console')
  return rows[0]
}

/** @returns how many */
export async function forgetOldPreviews(system: Ctx): Promise<number> {
  const gone = await sql`delete from shop_preview where expires_at <= ${system.now()}`.execute(
    system.pg,
  )
  return Number(gone.numAffectedRows ?? 0)
}
