// The pieces of an event that are the same on every platform.

export type Properties = Record<string, unknown>
export type Identifiers = Record<string, string | number | null | undefined>

/** Fields of the envelope that link an event to something; everything else is a property. */
const LINKS = ['store_id', 'staff_id', 'channel_id', 'activity_id', 'content_id', 'order_id']
export const UTM = ['source', 'medium', 'campaign', 'content', 'term']

/** Links that a visit's address may bring: `hf_store=S01` on a poster's code. */
export const linkParameters = LINKS.map((name) => [name, `hf_${name.slice(0, -3)}`] as const)

/** Of these a customer is recognised on later events too; a phone number stays out of storage. */
const REMEMBERED = /^(member_id|unionid|openid:)/

export interface Identifier {
  namespace: string
  value: string
}

export function identifierList(
  given: Identifiers,
  fullName: (short: string) => string = String,
): Identifier[] {
  return Object.keys(given).flatMap((namespace) => {
    const value = given[namespace]
    return value === null || value === undefined || value === ''
      ? []
      : [{ namespace: fullName(namespace), value: String(value) }]
  })
}

export const isRemembered = ({ namespace }: Identifier): boolean => REMEMBERED.test(namespace)

/** What goes beside the properties and what stays among them. */
export function splitLinks(fields: Properties): { links: Properties; properties: Properties } {
  const links: Properties = {}
  const properties: Properties = {}
  for (const name of Object.keys(fields)) {
    if (LINKS.includes(name)) links[name] = fields[name]
    else properties[name] = fields[name]
  }
  return { links, properties }
}

/** Campaign and links that an address brings, for the whole visit. */
export function campaignOf(parameter: (name: string) => string | null | undefined): {
  utm?: Record<string, string>
  links?: Record<string, string>
} {
  const found: Record<string, Record<string, string>> = {}
  const read = (part: string, name: string, key: string) => {
    const value = parameter(key)
    if (value) found[part] = { ...found[part], [name]: value.slice(0, 255) }
  }
  for (const name of UTM) read('utm', name, `utm_${name}`)
  for (const [name, key] of linkParameters) read('links', name, key)
  return found
}

/** Sortable by time, 80 random bits behind it: 24 characters of a-z 0-9. */
export function freshId(random: () => number): string {
  let id = Date.now().toString(36)
  while (id.length < 24) id += Math.floor(random() * 36).toString(36)
  return id
}

// Addresses carry what opens an account (a WeChat sign-in's code) or names a person.
const PRIVATE =
  /([?&#](?:[\w-]*(?:token|passw|secret|ticket)[\w-]*|code|phone|mobile|email|sign|key)=)[^&#]*/gi

/** Most addresses say nothing: the expression costs a page more than the look for a sign of it. */
export const withoutSecrets = (address: string): string =>
  address.includes('=') ? address.replace(PRIVATE, '$1***') : address
