// Who a Sensors record is about: identities of ID-Mapping 3, else the ids of 1 and 2.
import { AMBIGUOUS_ID, type Identifier, type IdentityIntent } from '../draft.ts'
import { addIdentifier, namespaceOf } from './identifiers.ts'
import type { JsonObject } from './json.ts'
import { Refusal, readId, readObject } from './refusal.ts'

export interface Whom {
  intent: IdentityIntent
  identifiers: Identifier[]
}

/** `type` is a known record type. Throws Refusal when the record names nobody. */
export function whomOf(record: JsonObject, type: string): Whom {
  if (type === 'item_set' || type === 'item_delete') return { intent: 'none', identifiers: [] }
  const identities = readObject(record.identities, 'identities')
  const identifiers: Identifier[] = []
  for (const key in identities) {
    const value = readId(identities[key], `identities.${key}`)
    if (value !== undefined) addIdentifier(identifiers, namespaceOf(key), value)
  }
  // An unbind detaches exactly what it names: its distinct_id only says who asked.
  if (type === 'track_id_unbind') return { intent: 'unbind', identifiers: someone(identifiers) }
  addOlderIds(record, type, identities, identifiers)
  const onPurpose = type === 'track_signup' || type === 'track_id_bind'
  return { intent: onPurpose ? 'bind' : 'observe', identifiers: someone(identifiers) }
}

function addOlderIds(
  record: JsonObject,
  type: string,
  identities: JsonObject | undefined,
  to: Identifier[],
): void {
  const hasIdentities = to.length > 0
  const distinct = readId(record.distinct_id, 'distinct_id')
  const anonymous = readId(record.anonymous_id, 'anonymous_id')
  const isSignUp = type === 'track_signup'
  // A sign-up says that its distinct_id is a member; SDKs without identities send no login_id.
  const login = readId(record.login_id, 'login_id') ?? (isSignUp ? distinct : undefined)
  if (login !== undefined && !isLoginWithKey(login, identities)) {
    addSplit(to, login, 'member_id')
  }
  if (anonymous !== login) addIdentifier(to, 'anonymous', anonymous)
  if (isSignUp) {
    const original = readId(record.original_id, 'original_id')
    if (original !== login) addIdentifier(to, 'anonymous', original)
  }
  if (!hasIdentities && distinct !== undefined && distinct !== login && distinct !== anonymous) {
    addSplit(to, distinct, AMBIGUOUS_ID)
  }
}

/** loginWithKey(k, v) makes the login id `k+v`, beside the identity {k: v}: nobody's member id. */
function isLoginWithKey(login: string, identities: JsonObject | undefined): boolean {
  if (!login.includes('+')) return false
  for (const key in identities) {
    if (login === `${key}+${identities[key]}`) return true
  }
  return false
}

const COMPOSITE = /^(\$identity_\w+)\+(.+)$/s

/**
 * `$identity_wx_unionid+oU…` is an identity even where `identities` is missing. Other ids with a
 * plus sign, +8613800138000 or me+shop@mail.cn, are whole.
 */
function addSplit(to: Identifier[], id: string, namespace: string): void {
  const m = id.charCodeAt(0) === 0x24 ? COMPOSITE.exec(id) : null
  if (m) addIdentifier(to, namespaceOf(m[1] ?? ''), m[2])
  else addIdentifier(to, namespace, id)
}

function someone(identifiers: Identifier[]): Identifier[] {
  if (identifiers.length > 0) return identifiers
  throw new Refusal('missing_identifier', 'the record names nobody: no distinct_id, no identities')
}
