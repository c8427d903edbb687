// Names of identifiers on the wire, and the namespaces they are.
import type { Identifier } from '../draft.ts'
import { badType, Refusal, readId } from './refusal.ts'

const NAMESPACES = new Map([
  ['$identity_login_id', 'member_id'],
  ['$identity_anonymous_id', 'anonymous'],
  ['$identity_cookie_id', 'cookie'],
  ['$identity_mp_id', 'device'],
  ['$identity_mp_unionid', 'unionid'],
  ['$identity_wx_unionid', 'unionid'],
  ['$identity_mobile', 'phone'],
  ['$identity_email', 'email'],
])

const OPENID = /^\$identity_mp_([\w-]+)_openid$/
const NAMESPACE = /^[a-z0-9_.:-]{1,64}$/

const known = new Map(NAMESPACES)

/** The namespace of an id key; a key of somebody's own is one by its name, weak until declared. */
export function namespaceOf(key: string): string {
  const cached = known.get(key)
  if (cached !== undefined) return cached
  const openid = OPENID.exec(key)
  const namespace = openid
    ? `openid:${openid[1]?.toLowerCase()}`
    : key
        .toLowerCase()
        .replace(/^\$identity_/, '')
        .replace(/^\$/, '')
  checkNamespace(namespace, key)
  // Keys come from outside: remember the usual ones, not an attacker's million.
  if (known.size < 2000) known.set(key, namespace)
  return namespace
}

export function checkNamespace(namespace: string, path: string): void {
  if (NAMESPACE.test(namespace)) return
  throw new Refusal(
    'bad_namespace',
    `${path.slice(0, 80)}: a namespace is 1 to 64 of a-z 0-9 _ . : -`,
  )
}

/** Most identifiers of one event: nobody has more, and each costs a look-up. */
const MAX_IDENTIFIERS = 64

/** Adds one identifier unless it is absent or there already. */
export function addIdentifier(to: Identifier[], namespace: string, value: string | undefined) {
  if (value === undefined) return
  for (const there of to) {
    if (there.namespace === namespace && there.value === value) return
  }
  if (to.length === MAX_IDENTIFIERS) {
    throw new Refusal('too_many_identifiers', `more than ${MAX_IDENTIFIERS} in one event`)
  }
  to.push({ namespace, value })
}

/** `externalIds` of a Segment context ({id, type}), Rudder's spelling of them included. */
export function addExternalIds(to: Identifier[], list: unknown): void {
  if (list === undefined || list === null) return
  if (!Array.isArray(list)) throw badType('context.externalIds', 'a list', list)
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null) continue
    const { id, type } = entry as { id?: unknown; type?: unknown }
    if (typeof type !== 'string' || type === '') continue
    addIdentifier(to, externalNamespace(type), readId(id, `context.externalIds.${type}`))
  }
}

const EXTERNAL = new Map([
  ['user_id', 'member_id'],
  ['anonymous_id', 'anonymous'],
  ['wx_unionid', 'unionid'],
  ['mobile', 'phone'],
])

function externalNamespace(type: string): string {
  return EXTERNAL.get(type) ?? namespaceOf(type)
}
