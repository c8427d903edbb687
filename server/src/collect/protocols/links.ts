// Typed links and surroundings found among an event's properties. What is not there stays absent.
import type { Links } from '../draft.ts'
import type { JsonObject } from './json.ts'

type LinkName = keyof Links

// Guide and store come as `guide_id`, `_guide_id` or `_latest_guide_id`, by SDK and by event.
const SPELLINGS: [LinkName, string[]][] = [
  ['store_id', spellings('store_id')],
  ['staff_id', [...spellings('staff_id'), ...spellings('guide_id')]],
  ['channel_id', spellings('channel_id')],
  ['activity_id', spellings('activity_id')],
  ['content_id', spellings('content_id')],
  ['order_id', spellings('order_id')],
]

const LINK_OF = new Map(
  SPELLINGS.flatMap(([link, names]) => names.map((name, rank) => [name, { link, rank }] as const)),
)

function spellings(name: string): string[] {
  return [name, `_${name}`, `_latest_${name}`]
}

/** Ids are text, or numbers somebody did not quote; everything else is no id. */
export function linkValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' ? String(value) : undefined
}

/** The most specific spelling wins: this event's own before the last touch's. */
export function linksOf(properties: JsonObject): Links {
  const links: Links = {}
  let ranks: Partial<Record<LinkName, number>> | undefined
  for (const key in properties) {
    if (!key.endsWith('_id')) continue
    const known = LINK_OF.get(key)
    if (known === undefined) continue
    const value = linkValue(properties[key])
    if (value === undefined) continue
    ranks ??= {}
    if (known.rank >= (ranks[known.link] ?? Number.POSITIVE_INFINITY)) continue
    ranks[known.link] = known.rank
    links[known.link] = value
  }
  return links
}

// What SDKs write where they mean nothing: opened directly, not obtained, could not be parsed.
const NO_TEXT = /^(?:直接打开$|未取到|取值异常|url的domain解析失败|\$direct$)/

/** Text for a typed column; placeholders of SDKs are no referrer and no title. */
export function columnText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const first = value.charCodeAt(0)
  // Placeholders begin with 直, 未, 取, u or $: everything else needs no closer look.
  if (first === 0x24 || first === 0x75 || first > 0x7f) {
    if (NO_TEXT.test(value)) return undefined
  }
  return value
}

/** Hands a share went through; more than a million is no count of anything. */
export function isDepth(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1_000_000
}
