// A shop and browsers before it, for tests.
import { listMessages, useMessageSecrets } from '../messages/index.ts'
import { testApi, testSecrets } from '../org/testing.ts'
import type { Http } from '../platform/http.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { createShopAuthenticator } from './authenticate.ts'
import { routes } from './routes.ts'
import { saveShop } from './shop.ts'

const OWN = { 'x-homefield-shop': '1' }

/**
 * A shop of a new brand that shows what is sold and takes no orders.
 * @param domains whose routes staff are to have beside it
 */
export async function openTestShop(domains: readonly ((app: Http) => unknown)[] = []) {
  useMessageSecrets(testSecrets)
  const ctx = await testCtx()
  const api = await testApi(ctx, {
    authenticateShopper: createShopAuthenticator,
    domains: [
      ...domains,
      (app, base) => routes({ base, secrets: testSecrets, publicUrl: undefined })(app),
    ],
  })
  const slug = `s-${ctx.tenantId.slice(-12)}`
  await saveShop(ctx, {
    ...{ slug, is_open: true, privacy_version: 'v1', privacy_text: '我们记录什么', revision: 0 },
    storefront: null,
  })
  return { ctx, api, slug }
}
export type Made = Pick<Awaited<ReturnType<typeof openTestShop>>, 'ctx' | 'api' | 'slug'>

let addresses = 0
function newAddress(): string {
  addresses += 1
  return `10.9.${Math.floor(addresses / 250)}.${addresses % 250}`
}

/** A browser of its own address, which keeps the shop's cookie. */
export class ShopBrowser {
  private readonly cookies = new Map<string, string>()
  private readonly at: Made
  private readonly ip: string
  constructor(at: Made, ip = newAddress()) {
    this.at = at
    this.ip = ip
  }
  private get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
  async ask(method: string, path: string, body?: object, headers: Record<string, string> = OWN) {
    const answer = await this.at.api.call(method, `/shop/${this.at.slug}${path}`, {
      ip: this.ip,
      headers: { ...headers, ...(this.cookies.size > 0 && { cookie: this.cookie }) },
      ...(body && { body }),
    })
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = (String(set).split(';')[0] ?? '').split('=')
      if (value) this.cookies.set(name, value)
      else this.cookies.delete(name)
    }
    return answer
  }
  /** A file, as it is. */
  send(path: string, body: Buffer, type = 'image/jpeg') {
    return this.at.api.call('POST', `/shop/${this.at.slug}${path}`, {
      ...{ ip: this.ip, body },
      headers: { ...OWN, cookie: this.cookie, 'content-type': type },
    })
  }
  begin = () => this.ask('POST', '/session')
  code = (phone: string) => this.ask('POST', '/codes', { phone })
  enter = (phone: string, code: string, agreed = 'v1') =>
    this.ask('POST', '/sign-in', { phone, code, agreed })
  /** All of it, as she does it. */
  async signIn(phone: string) {
    await this.begin()
    await this.code(phone)
    return this.enter(phone, await lastCode(this.at.ctx))
  }
  me = () => this.ask('GET', '/me')
}
let phones = 0
export function newPhone(): string {
  phones += 1
  return `139${10_000_000 + phones}`
}
export const codeOf = (answer: { body: { [name: string]: unknown } }) =>
  (answer.body.error as { code?: string } | undefined)?.code
export async function lastCode(of: TestCtx): Promise<string> {
  const { items } = await listMessages(of, { kind: 'sign_in_code', limit: 1 })
  return /\d{6}/.exec(items[0]?.text ?? '')?.[0] ?? ''
}
