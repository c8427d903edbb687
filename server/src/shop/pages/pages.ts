// Pages made, worked on, copied and removed. What customers see changes by publishing alone.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { demandAudiences } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { type Block, Blocks } from './blocks/kinds.ts'
import { demandSound, demandStorefront, type Gap, gapsIn, picturesIn } from './check.ts'
import { getDraft, getPage, type ShopPage } from './queries.ts'

export const MOST_PAGES = 200

export interface PageFields {
  name: string
  storefront: string | null
  audience_id: string | null
  priority: number
}

export const actorOf = ({ actor }: Ctx): string => `${actor.kind}:${actor.id}`

async function demandFields(ctx: Ctx, fields: PageFields): Promise<void> {
  await demandStorefront(ctx, fields.storefront)
  if (fields.audience_id !== null) await demandAudiences(ctx, [fields.audience_id])
}

/** Which pictures a draft (0) or a version shows, as the database holds on to them. */
export async function holdPictures(
  ctx: Ctx,
  page: string,
  version: number,
  blocks: readonly Block[],
): Promise<void> {
  await sql`delete from shop_page_picture
    where tenant_id = ${ctx.tenantId} and page_id = ${page} and version = ${version}`.execute(
    ctx.pg,
  )
  await sql`insert into shop_page_picture (tenant_id, page_id, version, picture_id)
    select ${ctx.tenantId}::uuid, ${page}::uuid, ${version}, id from unnest(${picturesIn(blocks)}::uuid[]) as w (id)`.execute(
    ctx.pg,
  )
}

/** A draft with these blocks; nothing of it is shown yet. @throws 400, 404, 409 too_many_pages */
export function createPage(
  ctx: Ctx,
  fields: PageFields,
  blocks: readonly Block[] = [],
): Promise<ShopPage> {
  return inTx(ctx, async (ctx) => {
    await demandFields(ctx, fields)
    await demandSound(ctx, blocks)
    // Two who make one at once: the second counts after the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`shop pages ${ctx.tenantId}`}, 0))`.execute(
      ctx.pg,
    )
    const id = randomUUIDv7()
    const { numAffectedRows } = await sql`
      insert into shop_page (tenant_id, id, name, storefront, audience_id, priority, draft, created_at, created_by,
        updated_at, updated_by)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${fields.name}, ${fields.storefront}, ${fields.audience_id}::uuid,
        ${fields.priority}::integer, ${JSON.stringify(blocks)}::jsonb, ${ctx.now()}::timestamptz, ${actorOf(ctx)},
        ${ctx.now()}::timestamptz, ${actorOf(ctx)}
      where (select count(*) from shop_page where tenant_id = ${ctx.tenantId}) < ${MOST_PAGES}`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n)
      throw conflict('too_many_pages', `A brand has at most ${MOST_PAGES} pages; remove some`)
    await holdPictures(ctx, id, 0, blocks)
    await audit(ctx, 'shop_page.created', { kind: 'shop_page', id }, { after: fields })
    return getPage(ctx, id)
  })
}

const editedMeanwhile = (present: unknown) =>
  conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present })

/** Its name, and where and for whom it is; at once. @throws 404, 409 edited_meanwhile */
export function changePage(
  ctx: Ctx,
  id: string,
  fields: PageFields,
  revision: number,
): Promise<ShopPage> {
  return inTx(ctx, async (ctx) => {
    await demandFields(ctx, fields)
    const before = await getPage(ctx, id)
    const { numAffectedRows } =
      await sql`update shop_page set name = ${fields.name}, storefront = ${fields.storefront},
        audience_id = ${fields.audience_id}::uuid, priority = ${fields.priority}, revision = revision + 1,
        updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id} and revision = ${revision}`.execute(ctx.pg)
    if (numAffectedRows !== 1n) throw editedMeanwhile(await getPage(ctx, id))
    const { name, storefront, audience_id, priority } = before
    await audit(
      ctx,
      'shop_page.changed',
      { kind: 'shop_page', id },
      { before: { name, storefront, audience_id, priority }, after: fields },
    )
    return getPage(ctx, id)
  })
}

/** Customers see nothing of it. @throws 400, 404, 409 edited_meanwhile */
export function saveDraft(
  ctx: Ctx,
  id: string,
  blocks: readonly Block[],
  draftRevision: number,
): Promise<{ draft_revision: number; gaps: Gap[] }> {
  return inTx(ctx, async (ctx) => {
    await demandSound(ctx, blocks)
    const { rows } = await sql<{ draft_revision: number }>`
      update shop_page set draft = ${JSON.stringify(blocks)}::jsonb, draft_revision = draft_revision + 1,
        updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id} and draft_revision = ${draftRevision}
      returning draft_revision`.execute(ctx.pg)
    const [saved] = rows
    if (!saved) throw editedMeanwhile((await getPage(ctx, id)).draft_revision)
    await holdPictures(ctx, id, 0, blocks)
    return { draft_revision: saved.draft_revision, gaps: gapsIn(blocks) }
  })
}

/** Another page like it, as it is being worked on; nothing of it is shown. @throws 404 */
export async function copyPage(ctx: Ctx, id: string, name: string): Promise<ShopPage> {
  const { storefront, audience_id, priority } = await getPage(ctx, id)
  const { blocks } = await getDraft(ctx, id)
  return createPage(ctx, { name, storefront, audience_id, priority }, Blocks.parse(blocks))
}

/** With all its versions; what is shown is taken back first. @throws 404, 409 page_is_shown */
export function removePage(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await sql`select 1 from shop_page where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const before = await getPage(ctx, id)
    if (before.showing ?? before.next)
      throw conflict('page_is_shown', 'It is shown or will be; withdraw it first')
    await sql`delete from shop_page where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    const { name, storefront, audience_id, priority } = before
    await audit(
      ctx,
      'shop_page.removed',
      { kind: 'shop_page', id },
      { before: { name, storefront, audience_id, priority } },
    )
  })
}
