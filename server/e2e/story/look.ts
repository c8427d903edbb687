// The story's customers as an operator sees them: signed in, in a real browser.
import type { Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import type { Api } from '../harness/api.ts'
import { eventually, type Fact, fact } from './chapter.ts'
import { OWNER } from './cluster.ts'

/** A customer, found by what is typed, and what must stand on the page. */
export interface Sight {
  typed: string
  /** Namespace and value that name the customer to the API. */
  known: [string, string]
  shown: string[]
  /** What must stand in the list of customers. */
  listed?: string[]
  /** What is another's, and must not stand there. */
  absent?: string[]
}

/**
 * Signs in, switches to the brand, searches as an operator does and reads each customer's page.
 * @throws an Error saying what to install, when there is no browser
 */
export async function lookInBrowser(
  url: string,
  brand: string,
  api: Api,
  sights: readonly Sight[],
): Promise<Fact[]> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1920, height: 1080 },
    })
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('response', (r) => {
      if (r.status() >= 500) faults.push(`${r.status()} ${r.url()}`)
    })
    await signIn(page, url, brand)
    const found: Fact[] = []
    for (const sight of sights) found.push(await lookAt(page, url, api, sight))
    found.push(
      fact(
        '浏览器中没有一个页面出错',
        'no page failed in the browser',
        faults.length === 0,
        faults,
      ),
    )
    return found
  } finally {
    await browser.close()
  }
}

async function signIn(page: Page, url: string, brand: string): Promise<void> {
  await page.goto(`${url}/console/`)
  await page.locator('input[type=email], input[autocomplete=username]').first().fill(OWNER.email)
  await page.locator('input[type=password]').fill(OWNER.password)
  await page.keyboard.press('Enter')
  await page
    .getByRole('button', { name: /切换品牌|当前品牌|品牌/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: brand, exact: true }).click()
  await page.getByRole('button', { name: brand }).first().waitFor()
}

async function lookAt(page: Page, url: string, api: Api, sight: Sight): Promise<Fact> {
  const customer = await api.customerBy(...sight.known)
  await page.goto(`${url}/console/customers`)
  await page.getByLabel('搜索客户').fill(sight.typed)
  await page.keyboard.press('Enter')
  // Who is called by no name is listed by a number, as a link.
  const link = page.locator(`main a[href*="/customers/${customer?.id}"]`).first()
  await link.waitFor()
  const rows = page.locator('main tbody tr[data-row-key]')
  // The list of before stands until the answer comes.
  const listed = await eventually(
    () => rows.count(),
    (count) => count === 1,
  )
  const isListed = (text: string) => (sight.listed ?? []).every((part) => text.includes(part))
  // What customers did is added up beside the requests, seconds later after a flood.
  const row = await eventually(
    async () => {
      const seen = (await rows.first().textContent()) ?? ''
      if (!isListed(seen)) await page.reload()
      return seen
    },
    isListed,
    40_000,
  )
  await link.click()
  await page.waitForURL(new RegExp(`customers/${customer?.id}`))
  const isThere = (text: string) => sight.shown.every((part) => text.includes(part))
  const text = await eventually(
    async () => (await page.locator('main').textContent()) ?? '',
    isThere,
  )
  const missing = [
    ...sight.shown.filter((part) => !text.includes(part)),
    ...(sight.listed ?? []).filter((part) => !row.includes(part)),
  ]
  const foreign = (sight.absent ?? []).filter((part) => text.includes(part))
  return fact(
    `浏览器中搜索「${sight.typed}」，打开的正是顾客 #${customer?.id}，各处足迹都在一页上`,
    `in the browser, "${sight.typed}" opens customer #${customer?.id}, with every trace on one page`,
    listed === 1 && missing.length === 0 && foreign.length === 0,
    { listed, missing, foreign },
  )
}
