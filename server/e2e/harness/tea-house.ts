// The shop of a tea house on phones: a brand whose goods, store and storefront are there, and hands for both sides.
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { homefield } from './cli.ts'
import { type RunningConsole, startConsole } from './console.ts'
import { KEYS, type RunningServer } from './server.ts'

export const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} as const
/** Points and figures follow by jobs. */
export const SOON = { timeout: 120_000, interval: 250 }

/** Nothing wider than the phone, nothing that keeps anybody out, no figure that jumps later. */
export async function looksRight(page: Page, name: string): Promise<void> {
  // Between two pages there is nothing busy, and nothing else either.
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect(wide, `${name} is wider than the phone`).toBeLessThanOrEqual(390)
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  const told = violations.flatMap((v) =>
    v.nodes.map((n) => `${name} ${v.id} ${n.target.join(' ')}`),
  )
  expect(told).toEqual([])
}

/** What moved under her fingers while the page came, as browsers reckon it. */
const SHIFTED = `new Promise((done) => {
  let sum = 0
  const add = (entries) => {
    for (const entry of entries) if (!entry.hadRecentInput) sum += entry.value
  }
  const observer = new PerformanceObserver((list) => add(list.getEntries()))
  observer.observe({ type: 'layout-shift', buffered: true })
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      add(observer.takeRecords())
      done(sum)
    }),
  )
})`
/** Nothing that has come moves by more than nobody sees: 0.02, where 0.1 counts as good. */
export async function standsStill(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle')
  expect(await page.evaluate<number>(SHIFTED), `${address} moves while it comes`).toBeLessThan(0.02)
}

/** One server for a file of tests, gone after it. */
export function openTeaHouse() {
  let running: RunningConsole
  let server: RunningServer
  beforeAll(async () => {
    running = await startConsole()
    server = running.server
    const goods: [string, string, string[], number][] = [
      ['tea-spring', '明前龙井 100 克', ['茶叶', '绿茶'], 19_900],
      ['tea-red', '正山小种 250 克', ['茶叶', '红茶'], 12_800],
      ['cup', '白瓷盖碗', ['茶具'], 6_900],
    ]
    for (const [sku, name, category, price_fen] of goods) {
      const { revision } = await ask<{ revision: number }>('POST', '/products', {
        ...{ sku, name, category, price_fen },
      })
      // Given by the system, so there is always some of it.
      if (sku !== 'cup') await ask('PATCH', `/products/${sku}`, { kind: 'service', revision })
    }
    await ask('POST', '/stores', { code: 'main', name: '湖滨店', kind: 'direct' })
    await ask('PUT', '/storefronts/flagship', {
      ...{ name: '旗舰店', kind: 'flagship', store: 'main', sells_all: true, state: 'open' },
      ...{ freight: null, deepest_bp: null },
      revision: 0,
    })
    await ask('PUT', '/payment-providers/test', { is_on: true })
    await ask('PUT', '/shop-settings', {
      storefront: 'flagship',
      ...{ slug: 'tea-house', is_open: true, revision: 0 },
      ...{ privacy_version: '2026-11', privacy_text: '我们用手机号认出您，用订单记录为您服务。' },
    })
  })
  afterAll(() => running?.stop())

  async function ask<Answer>(method: string, path: string, body: object): Promise<Answer> {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status, await answer.clone().text()).toBeLessThan(300)
    return (await answer.json()) as Answer
  }
  async function read<Answer>(path: string): Promise<Answer> {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${KEYS.api}` },
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as Answer
  }

  async function codeFor(): Promise<string> {
    const answer = await fetch(`${server.url}/api/v1/service-messages?kind=sign_in_code&limit=1`, {
      headers: { authorization: `Bearer ${KEYS.api}` },
    })
    const { items } = (await answer.json()) as { items: { text: string }[] }
    return /\d{6}/.exec(items[0]?.text ?? '')?.[0] ?? ''
  }
  async function whoseCode(member_code: string): Promise<number> {
    const { status } = await fetch(`${server.url}/api/v1/pos/identify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'member_code', member_code }),
    })
    return status
  }

  const at = (path: string) => `${server.url}/m/tea-house${path}`
  async function signIn(page: Page, phone: string): Promise<void> {
    await page.getByLabel('手机号').fill(phone)
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
    await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '登录', exact: true }).click()
  }

  /** She signs in on the way, orders what is before her, and pays. */
  async function buy(page: Page, phone: string): Promise<void> {
    await signIn(page, phone)
    await order(page, '¥199.00')
  }

  /** What is before her; ends on the order's page. @returns its id */
  async function order(page: Page, price: string): Promise<string> {
    await page.getByRole('button', { name: '提交订单' }).click()
    await page.getByRole('button', { name: `测试支付 ${price}` }).waitFor()
    const placed = page.url()
    await page.getByRole('button', { name: `测试支付 ${price}` }).click()
    await page.getByRole('button', { name: '支付 Pay' }).click()
    await page.getByText('已支付 Paid').waitFor()
    await page.goto(placed)
    return placed.split('/').at(-1) ?? ''
  }

  /** Somebody else on her own phone, without its pages: she signs in, orders and pays. @returns her order */
  async function friendBuys(phone: string, cart: object): Promise<string> {
    let cookie = ''
    async function call<Answer>(path: string, body: object = {}): Promise<Answer> {
      const answer = await fetch(`${server.url}/api/v1/shop/tea-house${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-homefield-shop': '1', cookie },
        body: JSON.stringify(body),
      })
      expect(answer.status, await answer.clone().text()).toBeLessThan(300)
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
      return (await answer.json()) as Answer
    }
    await call('/session')
    await call('/codes', { phone })
    await call('/sign-in', { phone, code: await codeFor(), agreed: '2026-11' })
    const { due_fen } = await call<{ due_fen: number }>('/quote', cart)
    const key = `friend-${phone}`
    const { id } = await call<{ id: string }>('/orders', {
      ...cart,
      key,
      expected_due_fen: due_fen,
    })
    const { url } = await call<{ url: string }>(`/orders/${id}/pay`, { provider: 'test' })
    const till = new URL(new URL(url, server.url).pathname, server.url)
    expect((await fetch(till, { method: 'POST', redirect: 'manual' })).status).toBe(303)
    return id
  }

  /** What `homefield check` says beside the running server; empty: nothing differs. */
  async function differences(): Promise<string> {
    const { code, out, err } = await homefield({ DATA: running.data }, ['check'])
    return code === 0 ? '' : out + err
  }
  return {
    /** The console and the browser. */
    console: () => running,
    url: () => server.url,
    ask,
    read,
    codeFor,
    whoseCode,
    at,
    signIn,
    buy,
    order,
    friendBuys,
    differences,
  }
}
