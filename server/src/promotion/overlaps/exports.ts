// The page of prices and promotions across stores, as a file: a row a product.
import { z } from 'zod'
import { calledAs, listExport } from '../../desk/index.ts'
import { fenText } from '../../platform/money.ts'
import { CONFLICTS, type Conflict, listOverlaps, type Overlap } from './overlaps.ts'

const PAGE = 500
const conflictName = calledAs('storefront_conflict')
const platformName = calledAs('external_platform')
const price = (fen: number | null) => (fen === null ? '—' : fenText(fen))

/** A promotion as one line of a cell: what, where, at what price, from when to when. */
function told(
  overlap: Overlap,
  { name, kind, places, fen, starts_at, ends_at }: Overlap['promotions'][number],
): string {
  const nameOf = new Map([
    ...overlap.storefronts.map((one) => [one.code, one.name] as const),
    ...overlap.external.map((one) => [one.store, one.name] as const),
  ])
  const at = places.map((place) => nameOf.get(place) ?? place).join('/')
  const period = `${starts_at?.slice(0, 16) ?? ''} – ${ends_at?.slice(0, 16) ?? ''}`
  return [name || kind, at, ...(fen === null ? [] : [fenText(fen)]), period].join(' | ')
}

export const overlapExport = listExport({
  permission: 'goods:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    conflict: z.enum(['any', ...CONFLICTS]).optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'sku', title: { 'zh-CN': '商品编码', en: 'SKU' }, of: (o: Overlap) => o.sku },
    { key: 'name', title: { 'zh-CN': '商品名称', en: 'Name' }, of: (o) => o.name },
    {
      key: 'exclusive',
      title: { 'zh-CN': '私域专供', en: 'Exclusive' },
      of: (o) => o.is_exclusive,
    },
    {
      key: 'conflicts',
      title: { 'zh-CN': '冲突', en: 'Conflicts' },
      called: (cell, language) =>
        Array.isArray(cell)
          ? cell.map((code: Conflict) => conflictName(code, language)).join('；')
          : cell,
      of: (o) => o.conflicts,
    },
    {
      key: 'price_fen',
      title: { 'zh-CN': '售价（分）', en: 'Price (1/100)' },
      of: (o) => o.price_fen,
    },
    {
      key: 'storefronts',
      title: { 'zh-CN': '自有店铺价（元）', en: 'Own storefronts (yuan)' },
      of: (o) => o.storefronts.map((one) => `${one.name} ${price(one.fen)}`).join('\n'),
    },
    {
      key: 'external',
      title: { 'zh-CN': '外部店铺价（元）', en: 'Elsewhere (yuan)' },
      called: (cell, language) =>
        Array.isArray(cell)
          ? (cell as Overlap['external'])
              .map((one) => `${platformName(one.platform, language)} ${one.name} ${price(one.fen)}`)
              .join('\n')
          : cell,
      of: (o) => o.external,
    },
    {
      key: 'promotions',
      title: { 'zh-CN': '未结束的促销', en: 'Promotions that are not over' },
      of: (o) => o.promotions.map((one) => told(o, one)).join('\n'),
    },
    {
      key: 'sold_elsewhere',
      title: { 'zh-CN': '近 90 天在别处卖过', en: 'Sold elsewhere in 90 days' },
      of: (o) => o.sold_elsewhere.join('；'),
    },
  ],
  page: (ctx, filter, cursor) => listOverlaps(ctx, { ...filter, limit: PAGE, cursor }),
})
