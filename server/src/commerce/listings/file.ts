// A file of what a store on another platform lists: a row a product, and a row more for each promotion of it.
import { timeReader } from '../../platform/dates.ts'
import { parseDecimal, toFen } from '../../platform/money.ts'
import { readSheet, type SheetRow } from '../../platform/sheet.ts'
import { type ListingFault, type ListingPlatform, platformOf } from './faults.ts'

export const MOST_BYTES = 20 * 1024 * 1024
export const MOST_ROWS = 50_000
const MOST_FEN = 1_000_000_000

const HEADINGS = {
  platform: ['平台', '渠道', '来源平台', '电商平台', 'platform', 'channel'],
  store: ['店铺', '店铺名称', '店名', '网店', 'store', 'shop', 'store name', 'shop name'],
  sku: [
    ...['商品编码', '商家编码', 'sku', 'sku编码', '规格编码', '规格商家编码', '货号', '条形码'],
    ...['商品条码', '商家sku', 'sku code', 'item code', 'seller sku', 'barcode', 'merchant code'],
  ],
  title: [
    '商品名称',
    '商品标题',
    '宝贝标题',
    '宝贝名称',
    '标题',
    '商品',
    'title',
    'name',
    'product',
  ],
  price: ['售价', '价格', '一口价', '单价', '销售价', '京东价', '日常价', 'price', 'list price'],
  promotion: [
    '活动名称',
    '活动',
    '促销名称',
    '促销活动',
    '促销',
    '优惠活动',
    'promotion',
    'campaign',
  ],
  promotion_price: [
    ...[
      '活动价',
      '促销价',
      '到手价',
      '券后价',
      '优惠价',
      '秒杀价',
      'promotion price',
      'sale price',
    ],
    'deal price',
  ],
  starts: [
    '开始时间',
    '活动开始',
    '活动开始时间',
    '促销开始时间',
    '开始',
    '生效时间',
    'starts',
    'from',
  ],
  ends: ['结束时间', '活动结束', '活动结束时间', '促销结束时间', '结束', '失效时间', 'ends', 'to'],
} as const
type Field = keyof typeof HEADINGS

export interface ListedPromotion {
  name: string
  fen: number | null
  startsAt: Date
  endsAt: Date
}
export interface ListedRow {
  row: number
  cells: readonly string[]
  /** '' where neither the file nor who sent it names one. */
  platform: ListingPlatform | ''
  store: string
  /** As the file writes it: an SKU or a barcode. */
  code: string
  title: string
  fen: number | null
  promotion: ListedPromotion | null
  fault: ListingFault | null
}
/** Where the file does not say it. */
export interface MeantStore {
  platform?: ListingPlatform | undefined
  store?: string | undefined
}

/** @throws 400 for a file that cannot be read, lacks its column of SKUs or is too long */
export async function readListings(
  content: Buffer,
  zone: string,
  meant: MeantStore,
): Promise<{ columns: readonly string[]; rows: ListedRow[] }> {
  const { columns, rows } = await readSheet(content, {
    ...{ headings: HEADINGS, needed: ['sku'], mostRows: MOST_ROWS },
  })
  const readTime = timeReader(undefined, zone)
  return { columns, rows: rows.map((row) => rowOf(row, meant, readTime)) }
}

function rowOf(
  { row, cells, isWhole, of }: SheetRow<Field>,
  meant: MeantStore,
  readTime: (text: string) => number | undefined,
): ListedRow {
  const named = of('platform')
  const platform = named === '' ? (meant.platform ?? '') : (platformOf[foldedName(named)] ?? null)
  const [store, code, title] = [of('store') || (meant.store ?? ''), of('sku'), of('title')]
  const [price, promotional] = [fenOf(of('price')), fenOf(of('promotion_price'))]
  const promotion = promotionOf(of, promotional, readTime)
  const fault = ((): ListingFault | null => {
    if (!isWhole) return 'wrong_column_count'
    if (code === '') return 'row_incomplete'
    if (platform === null) return 'platform_unknown'
    if (platform === '' || store === '') return 'store_missing'
    if (store.length > 100) return 'store_too_long'
    if (title.length > 200 || code.length > 255) return 'text_too_long'
    if (price === undefined || promotional === undefined) return 'price_malformed'
    return typeof promotion === 'string' ? promotion : null
  })()
  return {
    ...{ row, cells, platform: platform ?? '', store, code, title, fen: price ?? null, fault },
    promotion: typeof promotion === 'string' ? null : promotion,
  }
}

const foldedName = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s/gu, '')

/** Null: none; undefined: what stands there is no amount. */
function fenOf(text: string): number | null | undefined {
  if (text === '' || text === '-' || text === '—') return null
  const amount = parseDecimal(text.replace(/^[¥￥]|元$/gu, '').replace(/,(?=\d{3}(\D|$))/gu, ''))
  if (!amount || amount.scale > 30) return undefined
  const { fen, isRounded } = toFen(amount)
  return isRounded || fen < 0 || fen > MOST_FEN ? undefined : fen
}

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/

/** The day after: a promotion that ends on a day has all of it. */
function dayAfter(text: string): string {
  const [, year, month, day] = DAY.exec(text) ?? []
  if (year === undefined) return text
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) + 1))
    .toISOString()
    .slice(0, 10)
}

function promotionOf(
  of: (field: Field) => string,
  fen: number | null | undefined,
  readTime: (text: string) => number | undefined,
): ListedPromotion | ListingFault | null {
  const [name, starts, ends] = [of('promotion'), of('starts'), of('ends')]
  if (name === '' && starts === '' && ends === '' && fen == null) return null
  if (name.length > 200) return 'text_too_long'
  if (starts === '' || ends === '') return 'promotion_incomplete'
  const from = readTime(starts)
  // A day that is none stays none, whatever day comes after.
  const to = readTime(ends) === undefined ? undefined : readTime(dayAfter(ends))
  if (from === undefined || to === undefined) return 'time_malformed'
  if (from >= to) return 'period_backwards'
  return { name, fen: fen ?? null, startsAt: new Date(from), endsAt: new Date(to) }
}
