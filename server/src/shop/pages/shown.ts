// Which page she sees, and what stands in its blocks when she asks.
import { sql } from 'kysely'
import { decidingAudiences } from '../../audiences/index.ts'
import { picturesOf } from '../../pictures/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Viewer } from './blocks/kind.ts'
import { type Block, Blocks, type ShownBlock } from './blocks/kinds.ts'
import { kindOf, picturesIn } from './check.ts'
import { inOrder, standing } from './queries.ts'

export interface ShownPage {
  id: string
  version: number | null
  blocks: ShownBlock[]
  /** Of its blocks, by their ids: how large each is, so that nothing moves when it comes. */
  pictures: Record<string, { url: string; width: number; height: number }>
}

interface Candidate {
  id: string
  version: number
  blocks: unknown
  audience_id: string | null
}

/** The first that fits now; null: the brand has decorated nothing for her. */
export async function pageFor(viewer: Viewer): Promise<ShownPage | null> {
  const { ctx } = viewer
  const now = ctx.now()
  const { rows } = await sql<Candidate>`
    with shown as (
      select distinct on (v.page_id) v.page_id, v.version, v.blocks from shop_page_version v
      where v.tenant_id = ${ctx.tenantId} and ${standing(now)}
      order by v.page_id, v.starts_at desc, v.version desc)
    select p.id, s.version, s.blocks, p.audience_id from shown s
    join shop_page p on p.tenant_id = ${ctx.tenantId} and p.id = s.page_id
    where (p.storefront is null or p.storefront = ${viewer.storefront})
      and (p.audience_id is null or ${viewer.customer !== null})
    order by ${inOrder}`.execute(ctx.pg)
  const found = await firstFor(viewer, rows)
  if (!found) return null
  return {
    id: found.id,
    version: found.version,
    ...(await filled(viewer, Blocks.parse(found.blocks))),
  }
}

async function firstFor(
  { ctx, customer }: Viewer,
  rows: readonly Candidate[],
): Promise<Candidate | undefined> {
  // Whom the brand knows is looked up only where a page that comes first asks.
  let inside: Set<string> | undefined
  for (const row of rows) {
    if (row.audience_id === null) return row
    if (customer === null) continue
    inside ??= new Set(await decidingAudiences(ctx, customer))
    if (inside.has(row.audience_id)) return row
  }
  return undefined
}

/** What blocks show now, a statement or a few for each kind among them. */
export async function filled(
  viewer: Viewer,
  blocks: readonly Block[],
): Promise<Pick<ShownPage, 'blocks' | 'pictures'>> {
  const kinds = [...new Set(blocks.map(({ kind }) => kind))]
  const data = new Map<string, unknown>()
  await Promise.all(
    kinds.map(async (kind) => {
      const own = blocks.filter((block) => block.kind === kind)
      const loaded = await kindOf({ kind }).load(
        viewer,
        own.map(({ settings }) => settings),
      )
      for (const [i, block] of own.entries()) data.set(block.id, loaded[i])
    }),
  )
  const pictures = await picturesOf(viewer.ctx, picturesIn(blocks))
  return {
    blocks: blocks.map((block) => ({ ...block, data: data.get(block.id) }) as ShownBlock),
    pictures: Object.fromEntries(
      [...pictures].map(([id, { url, width, height }]) => [id, { url, width, height }]),
    ),
  }
}

/** Who stands before the shop. */
export function viewerOf(
  ctx: Ctx,
  storefront: string | null,
  known?: { customer: number; nodes: readonly number[] },
): Viewer {
  return { ctx, storefront, customer: known?.customer ?? null, nodes: known?.nodes ?? [] }
}
