// What a Segment event's context tells: where, on which page, in which session.
import type { Surroundings } from '../draft.ts'
import { isObject, type JsonObject } from './json.ts'
import { columnText, linkValue } from './links.ts'

const SERVER =
  /node|python|java(?!script)|\bgo\b|analytics-go|php|ruby|csharp|\.net|rust|server|http/
const APP = /ios|android|swift|kotlin|react-native|flutter|cordova|unity|xamarin/
const MINI_PROGRAM = /mini-?program|mini-?app|wechat|weapp/
const WEB = /analytics\.js|analytics-next|javascript|jitsu|browser|web|^js$/

const CHANNELS = new Map([
  ['web', 'web'],
  ['browser', 'web'],
  ['server', 'server'],
  ['mobile', 'app'],
  ['mini_program', 'mini_program'],
])

const known = new Map<string, string>()

/** Where an event comes from: by the library that sent it, else by its channel or device. */
export function platformOf(context: JsonObject, channel: unknown): string {
  const library = isObject(context.library) ? context.library.name : undefined
  if (typeof library === 'string') {
    const platform = platformOfLibrary(library)
    if (platform !== '') return platform
  }
  const name = channel ?? context.channel
  const byChannel = typeof name === 'string' ? CHANNELS.get(name) : undefined
  if (byChannel !== undefined) return byChannel
  const device = isObject(context.device) ? context.device.type : undefined
  if (typeof device === 'string' && /^(?:ios|android|harmony)/i.test(device)) return 'app'
  return typeof context.userAgent === 'string' && isObject(context.page) ? 'web' : ''
}

function platformOfLibrary(library: string): string {
  const remembered = known.get(library)
  if (remembered !== undefined) return remembered
  const name = library.slice(0, 100).toLowerCase()
  let platform = ''
  if (MINI_PROGRAM.test(name)) platform = 'mini_program'
  else if (APP.test(name)) platform = 'app'
  else if (WEB.test(name)) platform = 'web'
  else if (SERVER.test(name)) platform = 'server'
  if (known.size < 2000) known.set(library, platform)
  return platform
}

const PAGE_COLUMNS = [
  ['page_url', 'url'],
  ['page_path', 'path'],
  ['page_title', 'title'],
  ['referrer', 'referrer'],
] as const

const UTM_COLUMNS = [
  ['utm_source', 'source'],
  ['utm_medium', 'medium'],
  ['utm_campaign', 'name'],
  ['utm_content', 'content'],
  ['utm_term', 'term'],
] as const

/** `pageProperties` of a page call name the page itself, before what the SDK saw around it. */
export function surroundingsOf(
  context: JsonObject,
  pageProperties: JsonObject | undefined,
): Surroundings {
  const found: Surroundings = {}
  const page = isObject(context.page) ? context.page : undefined
  if (page || pageProperties) {
    for (const [column, field] of PAGE_COLUMNS) {
      const text = columnText(pageProperties?.[field]) ?? columnText(page?.[field])
      if (text !== undefined) found[column] = text
    }
  }
  if (isObject(context.campaign)) {
    for (const [column, field] of UTM_COLUMNS) {
      const text = columnText(context.campaign[field])
      if (text !== undefined) found[column] = text
    }
  }
  return found
}

/** Rudder's session id is a number. */
export function sessionOf(context: JsonObject): string | undefined {
  return linkValue(context.sessionId)
}

// Parts of the context that have a place of their own in the event.
const PLACED = new Set(['page', 'campaign', 'sessionId', 'externalIds', 'externalId'])
const CAMPAIGN_FIELDS = new Set<string>(UTM_COLUMNS.map(([, field]) => field))

/**
 * The event's properties, what its call names beside them, and under `context` what the SDK saw
 * and no column holds (device, locale, user agent …).
 */
export function propsOf(
  event: JsonObject,
  type: string,
  properties: JsonObject,
  traits: JsonObject | undefined,
  context: JsonObject,
): JsonObject {
  // Spread defines own keys only, whatever they are called.
  const props: JsonObject = type === 'identify' ? { ...traits } : { ...properties }
  const { name, category } = event
  if (type === 'page' || type === 'screen') {
    if (name !== undefined && name !== null) props[`${type}_name`] = name
    if (category !== undefined && category !== null) props[`${type}_category`] = category
  }
  if (type === 'group') {
    if (event.groupId !== undefined) props.group_id = event.groupId
    if (traits) props.group_traits = traits
  }
  const rest = restOf(context, type)
  if (rest !== undefined && props.context === undefined) props.context = rest
  return props
}

function restOf(context: JsonObject, type: string): JsonObject | undefined {
  let rest: JsonObject | undefined
  for (const key in context) {
    if (type === 'identify' && key === 'traits') continue
    if (PLACED.has(key) && (key !== 'campaign' || fitsColumns(context.campaign))) continue
    rest ??= {}
    if (key === '__proto__') Object.defineProperty(rest, key, OWN)
    rest[key] = context[key]
  }
  return rest
}

const OWN = { value: undefined, writable: true, enumerable: true, configurable: true }

/** A campaign with more than the five utm fields stays whole among the properties too. */
function fitsColumns(campaign: unknown): boolean {
  if (!isObject(campaign)) return campaign === null
  for (const field in campaign) {
    if (!CAMPAIGN_FIELDS.has(field)) return false
  }
  return true
}
