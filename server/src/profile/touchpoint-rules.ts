// Where a customer can be reached, from what is known of her: identifiers, friendships with staff,
// what carriers reported, what she agreed to. Pure.

import { tableOf } from '../platform/table.ts'
import { type Channel, type Folded, stateOf } from './consent-rules.ts'

export const TOUCHPOINT_KINDS = [
  'wecom_friend',
  'wecom_group',
  'official_account',
  'mini_program',
  'app_push',
  'phone',
  'mail',
] as const
export type TouchpointKind = (typeof TOUCHPOINT_KINDS)[number]
export type TouchpointState = 'reachable' | 'do_not_disturb' | 'deleted' | 'unsubscribed'

export interface TouchpointReport {
  kind: TouchpointKind
  /** Address, app, group or staff member; '' speaks of all of the kind. */
  ref: string
  state: TouchpointState
  reason: string
}

export interface Touchpoint {
  kind: TouchpointKind
  ref: string
  state: TouchpointState
  since: number
  source: string
  /** Why it is not reachable, where somebody said so. */
  reason: string
}

/** By which consent a kind is refused. */
const CHANNEL_OF: Record<TouchpointKind, Channel> = {
  wecom_friend: 'wecom',
  wecom_group: 'wecom',
  official_account: 'official_account',
  mini_program: 'mini_program',
  app_push: 'app_push',
  phone: 'sms',
  mail: 'mail',
}

/** The identifiers that are addresses themselves. */
const ADDRESS = tableOf<TouchpointKind>({ phone: 'phone', email: 'mail' })

/** Events that tell of a touchpoint, by name; the property that says which one. */
const REPORTS = tableOf<{ kind: TouchpointKind; state: TouchpointState; ref?: string }>({
  official_account_followed: { kind: 'official_account', state: 'reachable', ref: 'app_id' },
  official_account_unfollowed: { kind: 'official_account', state: 'deleted', ref: 'app_id' },
  mini_program_subscribed: { kind: 'mini_program', state: 'reachable', ref: 'app_id' },
  mini_program_unsubscribed: { kind: 'mini_program', state: 'unsubscribed', ref: 'app_id' },
  wecom_friend_added: { kind: 'wecom_friend', state: 'reachable', ref: 'staff_id' },
  wecom_friend_deleted: { kind: 'wecom_friend', state: 'deleted', ref: 'staff_id' },
  wecom_group_joined: { kind: 'wecom_group', state: 'reachable', ref: 'group_id' },
  wecom_group_left: { kind: 'wecom_group', state: 'deleted', ref: 'group_id' },
  app_push_enabled: { kind: 'app_push', state: 'reachable', ref: 'app_id' },
  app_push_disabled: { kind: 'app_push', state: 'do_not_disturb', ref: 'app_id' },
  sms_unsubscribed: { kind: 'phone', state: 'unsubscribed', ref: 'phone' },
  sms_undeliverable: { kind: 'phone', state: 'deleted', ref: 'phone' },
  mail_unsubscribed: { kind: 'mail', state: 'unsubscribed', ref: 'email' },
  mail_bounced: { kind: 'mail', state: 'deleted', ref: 'email' },
})
export const TOUCHPOINT_EVENTS: ReadonlySet<string> = new Set(Object.keys(REPORTS))

const MAX_REF = 255

/** What an event says of a touchpoint. A public key may take one away, not make one up. */
export function reportOf(event: {
  name: string
  isVerified: boolean
  links: Readonly<Record<string, string | undefined>>
  props: Readonly<Record<string, unknown>>
}): TouchpointReport | undefined {
  const rule = REPORTS[event.name]
  if (!rule || (!event.isVerified && rule.state === 'reachable')) return undefined
  const said = rule.ref ? (event.links[rule.ref] ?? event.props[rule.ref]) : undefined
  const ref = typeof said === 'string' || typeof said === 'number' ? String(said) : ''
  const reason = typeof event.props.reason === 'string' ? event.props.reason.slice(0, 200) : ''
  return { kind: rule.kind, ref: ref.slice(0, MAX_REF), state: rule.state, reason }
}

export interface KnownOfCustomer {
  identifiers: readonly { namespace: string; value: string; source: string; since: number }[]
  relations: readonly {
    staffId: string
    isFriend: boolean
    since: number
    source: string
    state: string
  }[]
  reports: readonly (TouchpointReport & { at: number; source: string })[]
  consents: readonly Folded[]
}

const byAge = (a: { at: number; state: string }, b: { at: number; state: string }) =>
  a.at - b.at || (a.state === 'reachable' ? -1 : b.state === 'reachable' ? 1 : 0)

/** Later words win; of two at one moment the one that reaches less. */
export function touchpointsOf(known: KnownOfCustomer): Touchpoint[] {
  const found = new Map<string, Touchpoint>()
  const keyOf = (t: { kind: string; ref: string }) => `${t.kind}\x1f${t.ref}`
  for (const { namespace, value, source, since } of known.identifiers) {
    const kind = ADDRESS[namespace]
    if (!kind) continue
    const one: Touchpoint = { kind, ref: value, state: 'reachable', since, source, reason: '' }
    found.set(keyOf(one), one)
  }
  for (const r of known.relations) {
    const one: Touchpoint = {
      kind: 'wecom_friend',
      ref: r.staffId,
      state: r.isFriend ? 'reachable' : 'deleted',
      since: r.since,
      source: r.source,
      reason: r.isFriend ? '' : r.state,
    }
    const before = found.get(keyOf(one))
    // The same guide under two nodes that are one now: a friend on either is a friend.
    if (!before || (before.state !== 'reachable' && one.state === 'reachable'))
      found.set(keyOf(one), one)
  }
  const ofAll: (typeof known.reports)[number][] = []
  for (const report of [...known.reports].sort(byAge)) {
    if (report.ref === '') {
      ofAll.push(report)
      continue
    }
    const before = found.get(keyOf(report))
    if (before && before.since > report.at) continue
    const { kind, ref, state, source, reason } = report
    found.set(keyOf(report), { kind, ref, state, since: report.at, source, reason })
  }
  for (const report of ofAll) {
    const theirs = [...found.values()].filter((t) => t.kind === report.kind)
    if (theirs.length === 0 && report.state === 'reachable') {
      const { kind, ref, state, source, reason } = report
      found.set(keyOf(report), { kind, ref, state, since: report.at, source, reason })
    }
    for (const one of theirs) {
      if (one.since > report.at) continue
      one.state = report.state
      one.since = report.at
      one.source = report.source
      one.reason = report.reason
    }
  }
  return [...found.values()].map((one) => refused(one, known.consents)).sort(byKind)
}

function refused(one: Touchpoint, consents: readonly Folded[]): Touchpoint {
  if (one.state !== 'reachable') return one
  const { state, since } = stateOf(consents, 'marketing', CHANNEL_OF[one.kind])
  return state === 'withdrawn'
    ? { ...one, state: 'unsubscribed', since: since ?? one.since, reason: 'consent_withdrawn' }
    : one
}

const byKind = (a: Touchpoint, b: Touchpoint) =>
  TOUCHPOINT_KINDS.indexOf(a.kind) - TOUCHPOINT_KINDS.indexOf(b.kind) ||
  b.since - a.since ||
  (a.ref < b.ref ? -1 : 1)

/** Customer groups she is in, whether or not she may be written to there; '' where no report named which. */
export function groupsOf(known: KnownOfCustomer): Pick<Touchpoint, 'ref' | 'since'>[] {
  const reports = known.reports.filter((r) => r.kind === 'wecom_group')
  if (reports.length === 0) return []
  return touchpointsOf({ identifiers: [], relations: [], consents: [], reports })
    .filter((t) => t.state !== 'deleted')
    .map(({ ref, since }) => ({ ref, since }))
}

export const isLive = (t: Touchpoint) => t.state === 'reachable'
