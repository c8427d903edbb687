const nameAttributes = [
  'name',
  'real_name',
  'full_name',
  'nickname',
  'nick_name',
  'wechat_nickname',
  'username',
]

const weakNamespaces = new Set(['anonymous', 'device', 'cookie'])

export function isWeak(namespace: string): boolean {
  return weakNamespaces.has(namespace)
}

export interface Named {
  attributes: Record<string, unknown>
  identifiers: readonly { namespace: string; value: string }[]
}

/** The name somebody gave or the platform told; undefined when nobody did. */
export function givenName(customer: Named): string | undefined {
  for (const attribute of nameAttributes) {
    const value = customer.attributes[attribute] ?? customer.attributes[`$${attribute}`]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  const parts = [customer.attributes.last_name, customer.attributes.first_name]
  const given = parts.filter((part): part is string => typeof part === 'string' && part !== '')
  return given.length > 0 ? given.join(' ') : undefined
}

const telling = ['phone', 'member_id', 'email', 'unionid', 'wecom', 'openid']

/** Identifiers with those first that tell an operator most, and devices last. */
export function mostTellingFirst<I extends { namespace: string }>(identifiers: readonly I[]): I[] {
  const rank = ({ namespace }: I) => {
    const [kind = namespace] = namespace.split(':', 1)
    if (isWeak(kind)) return telling.length + 1
    const place = telling.indexOf(kind)
    return place < 0 ? telling.length : place
  }
  return identifiers.toSorted((a, b) => rank(a) - rank(b))
}

export function phoneOf(customer: Named): string | undefined {
  return customer.identifiers.find(({ namespace }) => namespace === 'phone')?.value
}

/** Known once a strong identifier is there; before that a visitor without a name. */
export function isKnown(customer: Named): boolean {
  return customer.identifiers.some(({ namespace }) => !isWeak(namespace))
}
