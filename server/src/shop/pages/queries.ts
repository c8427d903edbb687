// Pages of the shop as operators see them.
import { sql } from 'kysely'
import { namesOfActors } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type Block, Blocks } from './blocks/kinds.ts'
import { type Gap, gapsIn } from './check.ts'

export interface PageVersion {
  version: number
  note: string
  starts_at: string
  ends_at: string | null
  published_at: string
  published_by: string
  withdrawn_at: string | null
}
export interface ShopPage {
  id: string
  name: string
  storefront: string | null
  audience_id: string | null
  priority: number
  blocks: number
  draft_revision: number
  revision: number
  updated_at: string
  updated_by: string
  /** Shown now where it is the first that fits; null: nothing of it is. */
  showing: PageVersion | null
  /** Will be shown by itself. */
  next: PageVersion | null
  /** Whether the draft says something else than the newest version. */
  has_changes: boolean
}
interface Row extends Omit<ShopPage, 'updated_at' | 'showing' | 'next'> {
  updated_at: Date
  showing: PageVersion | null
  next: PageVersion | null
}

/** Of the version that stands in `v`: what begins last wins, and of two at once the newer. */
export const standing = (now: Date) =>
  sql`v.withdrawn_at is null and v.starts_at <= ${now} and (v.ends_at is null or v.ends_at > ${now})`
const told = sql`jsonb_build_object('version', v.version, 'note', v.note, 'starts_at', v.starts_at, 'ends_at', v.ends_at,
  'published_at', v.published_at, 'published_by', v.published_by, 'withdrawn_at', v.withdrawn_at)`
const mine = sql`v.tenant_id = p.tenant_id and v.page_id = p.id`
const columnsAt = (now: Date) => sql`p.id, p.name, p.storefront, p.audience_id, p.priority,
  jsonb_array_length(p.draft) as blocks, p.draft_revision, p.revision, p.updated_at, p.updated_by,
  (select ${told} from shop_page_version v where ${mine} and ${standing(now)}
    order by v.starts_at desc, v.version desc limit 1) as showing,
  (select ${told} from shop_page_version v where ${mine} and v.withdrawn_at is null and v.starts_at > ${now}
    order by v.starts_at, v.version desc limit 1) as next,
  p.draft is distinct from (select v.blocks from shop_page_version v where ${mine}
    order by v.version desc limit 1) as has_changes`
const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString())

async function present(ctx: Ctx, rows: readonly Row[]): Promise<ShopPage[]> {
  const named = await namesOfActors(
    ctx,
    rows.flatMap((r) => [
      r.updated_by,
      ...[r.showing, r.next].flatMap((v) => v?.published_by ?? []),
    ]),
  )
  const version = (v: PageVersion | null): PageVersion | null => v && presentVersion(v, named)
  return rows.map((row) => ({
    ...row,
    updated_at: row.updated_at.toISOString(),
    updated_by: named.get(row.updated_by) ?? row.updated_by,
    ...{ showing: version(row.showing), next: version(row.next) },
  }))
}
const presentVersion = (v: PageVersion, named: ReadonlyMap<string, string>): PageVersion => ({
  ...v,
  starts_at: new Date(v.starts_at).toISOString(),
  ends_at: iso(v.ends_at),
  published_at: new Date(v.published_at).toISOString(),
  published_by: named.get(v.published_by) ?? v.published_by,
  withdrawn_at: iso(v.withdrawn_at),
})

/** Which of several is shown first: the higher, then the more particular, then the older. */
export const inOrder = sql`p.priority desc, p.storefront is null, p.audience_id is null, p.created_at, p.id`

/** In the order in which they are looked at; a brand has 200 at most. */
export async function listPages(ctx: Ctx, q?: string): Promise<ShopPage[]> {
  const like = q && `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
  const { rows } = await sql<Row>`select ${columnsAt(ctx.now())} from shop_page p
    where p.tenant_id = ${ctx.tenantId} and ${like ? sql`p.name ilike ${like}` : sql`true`}
    order by ${inOrder}`.execute(ctx.pg)
  return present(ctx, rows)
}

/** @throws 404 */
export async function getPage(ctx: Ctx, id: string): Promise<ShopPage> {
  const { rows } = await sql<Row>`select ${columnsAt(ctx.now())} from shop_page p
    where p.tenant_id = ${ctx.tenantId} and p.id = ${id}`.execute(ctx.pg)
  const [page] = await present(ctx, rows)
  if (!page) throw notFound('shop_page')
  return page
}

/** What is being worked on, and what it lacks before it can be published. @throws 404 */
export async function getDraft(
  ctx: Ctx,
  id: string,
): Promise<{ blocks: Block[]; draft_revision: number; gaps: Gap[] }> {
  const { rows } = await sql<{ draft: unknown; draft_revision: number }>`
    select draft, draft_revision from shop_page where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('shop_page')
  const blocks = Blocks.parse(rows[0].draft)
  return { blocks, draft_revision: rows[0].draft_revision, gaps: gapsIn(blocks) }
}

/** Newest first. @throws 404 */
export async function listVersions(ctx: Ctx, id: string): Promise<PageVersion[]> {
  await getPage(ctx, id)
  const { rows } = await sql<{ told: PageVersion }>`select ${told} as told from shop_page_version v
    where v.tenant_id = ${ctx.tenantId} and v.page_id = ${id} order by v.version desc`.execute(
    ctx.pg,
  )
  const named = await namesOfActors(
    ctx,
    rows.map((row) => row.told.published_by),
  )
  return rows.map((row) => presentVersion(row.told, named))
}

/** @throws 404 */
export async function getVersion(ctx: Ctx, id: string, version: number): Promise<Block[]> {
  const { rows } = await sql<{ blocks: unknown }>`select blocks from shop_page_version
    where tenant_id = ${ctx.tenantId} and page_id = ${id} and version = ${version}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('shop_page_version')
  return Blocks.parse(rows[0].blocks)
}
