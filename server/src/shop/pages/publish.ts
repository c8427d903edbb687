// What customers see: a draft becomes a version with a time of its own, which nobody changes any more.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { demandSound } from './check.ts'
import { actorOf, holdPictures } from './pages.ts'
import { getDraft, getPage, type ShopPage } from './queries.ts'

/**
 * The draft as somebody has just looked at it. Without a time it is shown at once and for good; where several
 * are to be shown, the one that began last is, so what is planned for a festival stays planned.
 * @throws 400 page_empty, block_incomplete, version_over, 404, 409 edited_meanwhile
 */
export function publishPage(
  ctx: Ctx,
  id: string,
  given: {
    draft_revision: number
    starts_at?: string | null | undefined
    ends_at?: string | null | undefined
    note: string
  },
): Promise<ShopPage> {
  return inTx(ctx, async (ctx) => {
    await sql`select 1 from shop_page where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const { blocks, draft_revision, gaps } = await getDraft(ctx, id)
    if (draft_revision !== given.draft_revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', {
        present: draft_revision,
      })
    if (blocks.length === 0) throw invalid('page_empty', 'A page without blocks shows nothing')
    if (gaps.length > 0) throw invalid('block_incomplete', 'Some blocks lack something', { gaps })
    // What it names may have gone since it was saved.
    await demandSound(ctx, blocks)
    const starts_at = given.starts_at ? new Date(given.starts_at) : ctx.now()
    const ends_at = given.ends_at ? new Date(given.ends_at) : null
    if (ends_at && (ends_at <= starts_at || ends_at <= ctx.now()))
      throw invalid('version_over', 'It ends before it is shown')
    const { rows } = await sql<{ version: number }>`
      insert into shop_page_version (tenant_id, page_id, version, blocks, note, starts_at, ends_at, published_at,
        published_by)
      select ${ctx.tenantId}::uuid, ${id}::uuid, coalesce(max(version), 0) + 1, ${JSON.stringify(blocks)}::jsonb,
        ${given.note}, ${starts_at}::timestamptz, ${ends_at}::timestamptz, ${ctx.now()}::timestamptz, ${actorOf(ctx)}
      from shop_page_version where tenant_id = ${ctx.tenantId} and page_id = ${id}
      returning version`.execute(ctx.pg)
    const version = rows[0]?.version ?? 0
    await holdPictures(ctx, id, version, blocks)
    await audit(
      ctx,
      'shop_page.published',
      { kind: 'shop_page', id },
      {
        ...{ version, note: given.note, blocks: blocks.length },
        ...{ starts_at: starts_at.toISOString(), ends_at: ends_at?.toISOString() ?? null },
      },
    )
    return getPage(ctx, id)
  })
}

/** It is shown no more, now or when its time comes. @throws 404, 409 withdrawn_already */
export function withdrawVersion(ctx: Ctx, id: string, version: number): Promise<ShopPage> {
  return inTx(ctx, async (ctx) => {
    const { numAffectedRows } = await sql`update shop_page_version
      set withdrawn_at = ${ctx.now()}, withdrawn_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and page_id = ${id} and version = ${version} and withdrawn_at is null`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n) {
      const { rows } = await sql`select 1 from shop_page_version
        where tenant_id = ${ctx.tenantId} and page_id = ${id} and version = ${version}`.execute(
        ctx.pg,
      )
      if (rows.length === 0) throw notFound('shop_page_version')
      throw conflict('withdrawn_already', 'It was withdrawn already')
    }
    await audit(ctx, 'shop_page.withdrawn', { kind: 'shop_page', id }, { version })
    return getPage(ctx, id)
  })
}
