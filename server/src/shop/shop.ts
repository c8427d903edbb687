// The brand's shop: its address, whether it is open, what customers agree to.
import { sql } from 'kysely'
import { getStorefront } from '../commerce/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import type { Pg } from '../platform/pg.ts'

export interface Shop {
  slug: string
  is_open: boolean
  privacy_version: string
  privacy_text: string
  /** The code of the storefront it is; null: it shows products and takes no orders. */
  storefront: string | null
  revision: number
}
const COLUMNS = sql`s.slug, s.is_open, s.privacy_version, s.privacy_text, s.storefront, s.revision`

/** Undefined until the brand has given it an address. */
export async function getShop(ctx: Ctx): Promise<Shop | undefined> {
  const { rows } = await sql<Shop>`select ${COLUMNS} from shop s
    where s.tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

/** @throws 409 slug_taken, revision_differs */
export function saveShop(ctx: Ctx, given: Shop): Promise<Shop> {
  return inTx(ctx, async (ctx) => {
    const before = await getShop(ctx)
    if (given.storefront !== null) await getStorefront(ctx, given.storefront)
    const { rows } = await sql<Shop>`
      insert into shop as s (tenant_id, slug, is_open, privacy_version, privacy_text, storefront, updated_at)
      select ${ctx.tenantId}::uuid, ${given.slug}, ${given.is_open}, ${given.privacy_version}, ${given.privacy_text}, ${given.storefront}, ${ctx.now()}
      where not exists (select from shop o where o.slug = ${given.slug} and o.tenant_id <> ${ctx.tenantId})
      on conflict (tenant_id) do update set slug = excluded.slug, is_open = excluded.is_open,
        privacy_version = excluded.privacy_version, privacy_text = excluded.privacy_text, storefront = excluded.storefront,
        revision = s.revision + 1, updated_at = excluded.updated_at
      where s.revision = ${given.revision}
      returning ${COLUMNS}`
      .execute(ctx.pg)
      .catch((error: { code?: string }) => {
        if (error.code === '23505') throw slugTaken()
        throw error
      })
    const after = rows[0]
    if (!after) {
      if (before && before.revision !== given.revision)
        throw conflict('revision_differs', 'Somebody has changed the shop since; read it again')
      throw slugTaken()
    }
    await audit(ctx, 'shop.changed', { kind: 'shop', id: after.slug }, { before, after })
    return after
  })
}
const slugTaken = () => conflict('slug_taken', 'Another shop has this address; choose another one')

export interface PublicShop {
  tenantId: string
  slug: string
  name: string
  currency: string
  language: 'zh-CN' | 'en'
  privacyVersion: string
  privacyText: string
  storefront: string | null
}
/**
 * What anybody may see of a shop.
 * @param previewed whoever looks may see it before it opens
 * @throws 404 for what is not there or not open
 */
export async function openShop(pg: Pg, slug: string, previewed = false): Promise<PublicShop> {
  const { rows } = await sql<PublicShop>`
    select s.tenant_id as "tenantId", s.slug, t.name, t.currency, t.language,
      s.privacy_version as "privacyVersion", s.privacy_text as "privacyText", s.storefront
    from shop s join tenant t on t.id = s.tenant_id where s.slug = ${slug} and (s.is_open or ${previewed})`.execute(
    pg,
  )
  if (!rows[0]) throw notFound('shop')
  return rows[0]
}
