// The brand's shop: its address, whether it is open, what customers agree to.
import type { IncomingHttpHeaders } from 'node:http'
import { sql } from 'kysely'
import { EVERYBODY, getStorefront, type StorefrontLook, type VisibleTo } from '../commerce/index.ts'
import { audit } from '../platform/audit.ts'
import { brandVersion } from '../platform/brand-cache.ts'
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

/** Where whoever asks stands in the shop; without that, the shop's own storefront. */
export const storefrontOf = async (ctx: Ctx): Promise<string | null> =>
  ctx.storefront === undefined ? ((await getShop(ctx))?.storefront ?? null) : ctx.storefront

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
  /** The one that was asked for, else the shop's own. */
  storefront: string | null
  /** What customers call where they are; null: the shop's own. */
  at: ({ name: string } & Pick<StorefrontLook, 'accent' | 'live'>) | null
  /** Who may see what it sells. */
  visibleTo: VisibleTo
  /** See platform/brand-cache.ts. */
  brandVersion: string
}
/**
 * What anybody may see of a shop.
 * @param previewed whoever looks may see it before it opens
 * @param at one of its other storefronts
 * @throws 404 for what is not there or not open
 */
export async function openShop(
  pg: Pg,
  slug: string,
  { previewed = false, at }: { previewed?: boolean; at?: string | undefined } = {},
): Promise<PublicShop> {
  const { rows } = await sql<Omit<PublicShop, 'visibleTo'> & { visibleTo: VisibleTo | null }>`
    select s.tenant_id as "tenantId", s.slug, t.name, t.currency, t.language,
      s.privacy_version as "privacyVersion", s.privacy_text as "privacyText",
      coalesce(f.code, s.storefront) as storefront, f.visible_to as "visibleTo",
      case when f.code is not null then jsonb_build_object('name', f.name, 'accent', f.accent, 'live', f.live) end as at,
      ${brandVersion(sql`s.tenant_id`)} as "brandVersion"
    from shop s join tenant t on t.id = s.tenant_id
    left join storefront f on f.tenant_id = s.tenant_id and f.code = ${at ?? sql`s.storefront`}
      and (f.code = s.storefront or ${previewed} or (f.in_shop and f.state = 'open'))
    where s.slug = ${slug} and (s.is_open or ${previewed})`.execute(pg)
  const row = rows[0]
  if (!row) throw notFound('shop')
  if (at !== undefined && row.at === null) throw notFound('storefront')
  return { ...row, visibleTo: row.visibleTo ?? EVERYBODY }
}

export const STOREFRONT_HEADER = 'x-homefield-storefront'
/** Which of the shop's storefronts a page asks of; undefined: its own. */
export function storefrontAsked(request: { headers: IncomingHttpHeaders }): string | undefined {
  const given = request.headers[STOREFRONT_HEADER]
  return typeof given === 'string' && given !== '' ? given : undefined
}
