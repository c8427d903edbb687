// The one place where what a page says is looked at: that what it names is this brand's, that it is whole.
import { getStorefront, listCategories, listProducts } from '../../commerce/index.ts'
import { demandPictures } from '../../pictures/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, invalid, notFound } from '../../platform/errors.ts'
import {
  demandBatches,
  demandBestiePlans,
  demandFlashSales,
  demandGroupBuys,
} from '../../promotion/index.ts'
import type { BlockKind, Named } from './blocks/kind.ts'
import { BLOCK_KINDS, type Block } from './blocks/kinds.ts'
import type { Link } from './blocks/link.ts'

export const kindOf = ({ kind }: { kind: string }): BlockKind => {
  const found = BLOCK_KINDS.get(kind)
  if (!found) throw new Error(`there is no kind of block called ${kind}`)
  return found
}

const names = (block: Block): Named => kindOf(block).names(block.settings)
const linksOf = ({ links = [] }: Named): Link[] => links.flatMap((link) => link ?? [])

/** Ids of all pictures of a page. */
export const picturesIn = (blocks: readonly Block[]): string[] => [
  ...new Set(blocks.flatMap((block) => names(block).pictures ?? [])),
]

/** @throws 400 block_twice; 404 for what it names that is not this brand's */
export async function demandSound(ctx: Ctx, blocks: readonly Block[]): Promise<void> {
  if (new Set(blocks.map(({ id }) => id)).size < blocks.length)
    throw invalid('block_twice', 'Two blocks have one name')
  const all = blocks.map(names)
  const links = all.flatMap(linksOf)
  await demandPictures(ctx, picturesIn(blocks))
  await demandProducts(ctx, [
    ...all.flatMap(({ skus = [] }) => skus),
    ...links.flatMap((link) => (link.to === 'product' ? [link.sku] : [])),
  ])
  await demandCategories(ctx, [
    ...all.flatMap(({ categories = [] }) => categories),
    ...links.flatMap((link) => (link.to === 'category' ? [link.path] : [])),
  ])
  await demandBatches(
    ctx,
    all.flatMap(({ batches = [] }) => batches),
  )
  await demandGroupBuys(
    ctx,
    all.flatMap(({ group_buys = [] }) => group_buys),
  )
  await demandFlashSales(
    ctx,
    all.flatMap(({ flash_sales = [] }) => flash_sales),
  )
  await demandBestiePlans(
    ctx,
    all.flatMap(({ bestie_plans = [] }) => bestie_plans),
  )
}

async function demandProducts(ctx: Ctx, skus: readonly string[]): Promise<void> {
  const wanted = [...new Set(skus)]
  if (wanted.length === 0) return
  const { items } = await listProducts(ctx, { skus: wanted, limit: wanted.length })
  const there = new Set(items.map(({ sku }) => sku))
  const unknown = wanted.filter((sku) => !there.has(sku))
  if (unknown.length > 0)
    throw new AppError(404, 'product_not_found', 'There is no such product', {
      details: { skus: unknown },
    })
}

async function demandCategories(ctx: Ctx, paths: readonly (readonly string[])[]): Promise<void> {
  if (paths.length === 0) return
  const there = new Set((await listCategories(ctx)).map(({ path }) => JSON.stringify(path)))
  if (paths.some((path) => !there.has(JSON.stringify(path)))) throw notFound('category')
}

export const demandStorefront = async (ctx: Ctx, code: string | null): Promise<void> => {
  if (code !== null) await getStorefront(ctx, code)
}

export interface Gap {
  block: string
  /** What it lacks: codes that the editor has words for. */
  missing: string[]
}
/** Blocks that are not whole yet. */
export const gapsIn = (blocks: readonly Block[]): Gap[] =>
  blocks.flatMap((block) => {
    const missing = kindOf(block).missing(block.settings)
    return missing.length > 0 ? [{ block: block.id, missing }] : []
  })
