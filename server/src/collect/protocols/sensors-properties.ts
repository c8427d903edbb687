// What Sensors properties say besides themselves: where it happened, which page, who shared it.
import type { Surroundings } from '../draft.ts'
import { note } from './batch.ts'
import { urlDecode } from './bytes.ts'
import { isObject, isTooDeep, type JsonObject, MAX_DEPTH, parseJson } from './json.ts'
import { columnText, isDepth } from './links.ts'

const PLATFORMS = new Map([
  ['js', 'web'],
  ['miniprogram', 'mini_program'],
  ['alipaymini', 'mini_program'],
  ['baidumini', 'mini_program'],
  ['bytedancemini', 'mini_program'],
  ['qqmini', 'mini_program'],
  ['ios', 'app'],
  ['android', 'app'],
  ['harmonyos', 'app'],
  ['node', 'server'],
  ['java', 'server'],
  ['python', 'server'],
  ['php', 'server'],
  ['golang', 'server'],
  ['ruby', 'server'],
  ['c#', 'server'],
])

/** Where a record comes from, by the SDK that wrote it; '' when that is unknown. */
export function platformOfLib(lib: unknown, properties: JsonObject): string {
  const name = (isObject(lib) ? lib.$lib : undefined) ?? properties.$lib
  return typeof name === 'string' ? (PLATFORMS.get(name.toLowerCase()) ?? '') : ''
}

const COLUMNS = [
  ['page_url', '$url'],
  ['page_path', '$url_path'],
  ['page_title', '$title'],
  ['referrer', '$referrer'],
  ['utm_source', '$utm_source'],
  ['utm_medium', '$utm_medium'],
  ['utm_campaign', '$utm_campaign'],
  ['utm_content', '$utm_content'],
  ['utm_term', '$utm_term'],
  ['share_id', '$share_distinct_id'],
  ['share_method', '$share_method'],
] as const

/** Only this event's own page and campaign; `$latest_utm_*` is an older touch and stays a property. */
export function surroundingsOf(
  properties: JsonObject,
  notes: Record<string, number>,
): Surroundings {
  const found: Surroundings = {}
  for (const [column, property] of COLUMNS) {
    const value = properties[property]
    if (value === undefined) continue
    const text = columnText(value)
    if (text !== undefined) found[column] = text
  }
  const depth = properties.$share_depth
  if (isDepth(depth)) found.share_depth = depth
  if (found.share_id === undefined) addShare(found, properties, notes)
  return found
}

const SHARE = 'sampshare='

/** A shared mini-program path carries `sampshare={i,p,d,m}`: sharer, path, depth, method. */
function addShare(found: Surroundings, properties: JsonObject, notes: Record<string, number>) {
  const query = properties.$url_query ?? properties.$url
  if (typeof query !== 'string') return
  const at = query.indexOf(SHARE)
  if (at < 0) return
  const end = query.indexOf('&', at)
  const text = query.slice(at + SHARE.length, end < 0 ? undefined : end)
  const share = readShare(text)
  if (share === undefined) return note(notes, 'unreadable_share')
  if (typeof share.i === 'string' && share.i !== '') found.share_id = share.i
  if (found.share_depth === undefined && isDepth(share.d)) found.share_depth = share.d
  if (found.share_method === undefined) {
    const method = columnText(share.m)
    if (method !== undefined) found.share_method = method
  }
}

/** The SDK decodes the query in some versions and leaves it as it was in others. */
function readShare(text: string): JsonObject | undefined {
  const latin1 = Buffer.from(text, 'utf8').toString('latin1')
  return readObjectText(text) ?? readObjectText(urlDecode(latin1))
}

// Record, properties, list: what stands above an object that was text.
const LEVELS_ABOVE = 3

function readObjectText(text: string): JsonObject | undefined {
  if (text.charCodeAt(0) !== 0x7b) return undefined
  try {
    const { value } = parseJson(text)
    return isObject(value) && !isTooDeep(value, MAX_DEPTH - LEVELS_ABOVE) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Properties with the objects in lists made objects again: the web and mini-program SDKs turn each
 * element of `products` into text, and an order without lines is no order. The sent record is left
 * as it was.
 */
export function parseStringifiedObjects(
  properties: JsonObject,
  notes: Record<string, number>,
): JsonObject {
  let parsed: JsonObject | undefined
  for (const key in properties) {
    const value = properties[key]
    if (!Array.isArray(value) || !value.some(looksLikeObject)) continue
    // Spread defines own keys, `__proto__` included; a later assignment to it then stays own.
    parsed ??= { ...properties }
    parsed[key] = value.map((item: unknown) => {
      const object = looksLikeObject(item) ? readObjectText(item) : undefined
      if (object !== undefined) note(notes, 'stringified_object_parsed')
      return object ?? item
    })
  }
  return parsed ?? properties
}

function looksLikeObject(item: unknown): item is string {
  return (
    typeof item === 'string' &&
    item.charCodeAt(0) === 0x7b &&
    item.charCodeAt(item.length - 1) === 0x7d
  )
}
