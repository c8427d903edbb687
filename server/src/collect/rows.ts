// An event as a line of JSONCompactEachRow. Written by hand: it is the hottest text we make.
import { identKeyText } from './identifier-text.ts'
import type { ReadyEvent } from './prepare.ts'

export const EVENT_COLUMNS = [
  'tenant_id',
  'name',
  'customer_id',
  'at',
  'event_id',
  'received_at',
  'client_at',
  'message_id',
  'batch_id',
  'platform',
  'source',
  'protocol',
  'is_verified',
  'historical',
  'session_id',
  'page_url',
  'page_path',
  'page_title',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'share_id',
  'share_depth',
  'share_method',
  'store_id',
  'staff_id',
  'channel_id',
  'activity_id',
  'content_id',
  'order_id',
  'revenue_fen',
  'currency',
  'actor',
  'identifiers',
  'props',
  'props_aside',
  'props_repaired',
] as const

/** What makes a batch's insert of one month repeatable, and keeps it out once it is given up. */
export const insertToken = (batchId: number, month: number) => `${batchId}-${month}`

export interface Placed {
  event: ReadyEvent
  customerId: number
  identifiers: { namespace: string; value: string }[]
  /** JSON of the properties that stay; the event's own text when none was put aside. */
  propsText: string
  asideText: string
  revenueFen: number
}

const text = (value: string | undefined) =>
  value === undefined || value === '' ? '""' : JSON.stringify(value)
const maybe = (value: string | undefined) => (value === undefined ? 'null' : JSON.stringify(value))
/**
 * Always as a calendar date: of epoch seconds ClickHouse reads only those with ten digits right, and
 * an event of the year 2000 has nine. The date of a second is kept, since events come in bursts.
 */
const dates = new Map<number, string>()
function dateOf(second: number): string {
  let text = dates.get(second)
  if (text === undefined) {
    const iso = new Date(second * 1000).toISOString()
    text = `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
    if (dates.size > 10_000) dates.clear()
    dates.set(second, text)
  }
  return text
}
const seconds = (ms: number) => {
  const whole = Math.floor(ms / 1000)
  return `"${dateOf(whole)}.${String(Math.floor(ms) - whole * 1000).padStart(3, '0')}"`
}
const micros = (us: number) => {
  const whole = Math.floor(us / 1e6)
  return `"${dateOf(whole)}.${String(us - whole * 1e6).padStart(6, '0')}"`
}

/** What the columns hold: DateTime64 from 1900 to 2299, UInt16. A stranger's clock may say anything. */
const EARLIEST_CLOCK = Date.UTC(1900, 0, 2)
const LATEST_CLOCK = Date.UTC(2299, 11, 30)
const clock = (ms: number | null) =>
  ms !== null && ms > EARLIEST_CLOCK && ms < LATEST_CLOCK ? seconds(ms) : 'null'
const depth = (value: number | undefined) =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < 65_536 ? value : 'null'

export function eventLine(
  { event, customerId, identifiers, propsText, asideText, revenueFen }: Placed,
  batchId: number,
): string {
  const { draft, submission } = event
  const s = draft.surroundings
  const l = draft.links
  return `["${submission.tenantId}",${text(draft.name)},${customerId},${seconds(draft.at)},"${event.eventId}",${micros(event.receivedMicros)},${clock(draft.clientAt)},${text(draft.messageId ?? '')},${batchId},${text(draft.platform)},${text(event.source)},"${submission.protocol}",${submission.isVerified},${event.historical},${text(draft.sessionId)},${text(s.page_url)},${text(s.page_path)},${text(s.page_title)},${text(s.referrer)},${text(s.utm_source)},${text(s.utm_medium)},${text(s.utm_campaign)},${text(s.utm_content)},${text(s.utm_term)},${text(s.share_id)},${depth(s.share_depth)},${text(s.share_method)},${maybe(l.store_id)},${maybe(l.staff_id)},${maybe(l.channel_id)},${maybe(l.activity_id)},${maybe(l.content_id)},${maybe(l.order_id)},${revenueFen},${text(draft.currency)},${text(draft.actor)},${identKeyText(identifiers)},${propsText},${asideText},${
    event.repaired.length === 0 ? '[]' : JSON.stringify(event.repaired)
  }]\n`
}
