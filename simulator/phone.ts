// A customer's phone before the brand's shop: it keeps its cookie, and signs in with the code it is sent.
import { ask, type Door } from './sender.ts'

/** The brand's shop; undefined before it has an address. */
export async function shopOf(
  door: Door,
): Promise<{ slug: string; privacy_version: string } | undefined> {
  const { shop } = await ask<{ shop: { slug: string; privacy_version: string } | null }>(
    door,
    'GET',
    '/shop-settings',
  )
  return shop ?? undefined
}

export class Phone {
  private cookie = ''
  private readonly door: Door
  private readonly slug: string
  constructor(door: Door, slug: string) {
    this.door = door
    this.slug = slug
  }

  /** What is refused as it may be (409, 429) answers without what it would have made. */
  async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${this.door.url}/api/v1/shop/${this.slug}${path}`, {
      method,
      headers: {
        'x-homefield-shop': '1',
        ...(this.cookie && { cookie: this.cookie }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const [set] = answer.headers.getSetCookie()
    if (set) this.cookie = set.split(';')[0] ?? ''
    const text = await answer.text()
    if (!answer.ok && answer.status !== 409 && answer.status !== 429)
      throw new Error(`${path} of the shop answered ${answer.status}: ${text}`)
    return JSON.parse(text) as Answer
  }

  /** @returns false when a code went to this phone just now: she comes at the next start */
  async signIn(phone: string, agreed: string): Promise<boolean> {
    await this.call('POST', '/session')
    const sent = await this.call<{ expires_at?: string }>('POST', '/codes', { phone })
    if (sent.expires_at === undefined) return false
    const { items } = await ask<{ items: { text: string }[] }>(
      this.door,
      'GET',
      '/service-messages?kind=sign_in_code&limit=1',
    )
    const code = /\d{6}/.exec(items[0]?.text ?? '')?.[0] ?? ''
    const { signed_in } = await this.call<{ signed_in?: boolean }>('POST', '/sign-in', {
      ...{ phone, code, agreed },
    })
    return signed_in === true
  }
}
