// What is left behind wherever somebody of the public shows up, and the ways it is told.
import { type IdName, namespaces, type Person } from './person.ts'

export type Ids = Partial<Record<IdName, string>>

/** As `POST /v1/events` takes it. */
export interface OwnEvent {
  id: string
  name: string
  at: string
  identifiers: { namespace: string; value: string }[]
  properties?: Record<string, unknown>
  attributes?: Record<string, unknown>
  platform?: string
  source?: string
  session_id?: string
  store_id?: string
  staff_id?: string
  channel_id?: string
  activity_id?: string
  order_id?: string
  revenue_fen?: number
  currency?: string
  page?: { url: string; path: string; title: string; referrer?: string }
  utm?: Record<string, string>
  share?: { id: string; depth: number }
}

/** As `POST /v1/customers` takes it. */
export interface ProfileWord {
  id: string
  at: string
  identifiers: OwnEvent['identifiers']
  source: string
  attributes?: Record<string, unknown>
  consents: { purpose: string; channel: string; state: 'given' | 'withdrawn'; at: string }[]
}

/** A row of a file that a shop would export: an order, a refund, a friend, a tag. */
export interface FileRow {
  file: 'orders' | 'relations' | 'tags'
  source: string
  cells: Record<string, string>
}

export type Trace = { at: number; person: number } & (
  | { way: 'client' | 'server'; event: OwnEvent }
  /** As `POST /v1/customers` takes it. */
  | { way: 'profile'; customer: ProfileWord }
  /** The mini-program's, in the words of the Sensors SDK. */
  | { way: 'sensors'; record: Record<string, unknown> }
  | { way: 'file'; row: FileRow }
)

export const identifiersOf = (ids: Ids): OwnEvent['identifiers'] =>
  Object.entries(ids).map(([name, value]) => ({ namespace: namespaces[name as IdName], value }))

/** Those of a person, by name. */
export const idsOf = (person: Person, ...names: IdName[]): Ids =>
  Object.fromEntries(names.map((name) => [name, person.ids[name]]))

/** What the mini-program's SDK would send of it. */
export function sensorsRecord(given: {
  person: Person
  at: number
  number: number
  event: string
  isMember: boolean
  properties: Record<string, unknown>
}): Record<string, unknown> {
  const { person, at } = given
  const { device, member, openid, unionid } = person.ids
  return {
    type: 'track',
    event: given.event,
    time: at,
    _track_id: given.number,
    distinct_id: given.isMember ? member : device,
    anonymous_id: device,
    ...(given.isMember ? { login_id: member } : {}),
    identities: {
      $identity_mp_id: device,
      $identity_anonymous_id: device,
      ...(given.isMember ? { $identity_login_id: member } : {}),
      [`$identity_mp_${namespaces.openid.split(':')[1]}_openid`]: openid,
      $identity_mp_unionid: unionid,
    },
    lib: { $lib: 'MiniProgram', $lib_version: '1.22.7', $lib_method: 'code' },
    properties: { $lib: 'MiniProgram', $is_first_day: false, ...given.properties },
  }
}
