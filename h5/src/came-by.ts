// What she came by, as the link says: a guide's code or share, a channel, a live room, an affiliate. The last link of her
// visit counts; the order takes it along, and the brand's rule decides what it counts for.
import { slug } from './address.ts'

export interface CameBy {
  way: 'scanned' | 'shared' | null
  staff_id: string | null
  channel_id: string | null
  room: string | null
  affiliate: string | null
}

/** Undefined when the address names nothing of it. */
export function readCameBy(search: string): CameBy | undefined {
  const given = new URLSearchParams(search)
  const code = (name: string) => given.get(name)?.trim().slice(0, 255) || null
  const staff = code('guide')
  const found: CameBy = {
    way: staff === null ? null : given.get('by') === 'scan' ? 'scanned' : 'shared',
    ...{ staff_id: staff, channel_id: code('channel'), room: code('room') },
    affiliate: code('affiliate'),
  }
  return (found.staff_id ?? found.channel_id ?? found.room ?? found.affiliate) ? found : undefined
}

const place = `homefield.came_by.${slug}`

export function rememberCameBy(): void {
  const found = readCameBy(location.search)
  if (found) sessionStorage.setItem(place, JSON.stringify(found))
}
/** She watches it from here: what she buys after came by it. */
export function rememberRoom(room: string): void {
  const before = cameBy() ?? { way: null, staff_id: null, channel_id: null, affiliate: null }
  sessionStorage.setItem(place, JSON.stringify({ ...before, room }))
}
export function cameBy(): CameBy | undefined {
  const kept = sessionStorage.getItem(place)
  return kept === null ? undefined : (JSON.parse(kept) as CameBy)
}
