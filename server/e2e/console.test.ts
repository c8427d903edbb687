// The console as an operator meets it: a real server, a real browser, both languages.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OWNER, type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

let running: RunningConsole
let server: RunningServer

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  await send('/v1/events', {
    events: [
      event(
        'web-1',
        'page_viewed',
        { cookie: 'c-1' },
        { page: { title: '首页' }, platform: 'web' },
      ),
      event('web-2', 'login', { cookie: 'c-1', member_id: 'mbr-1' }, { platform: 'web' }),
      event(
        'pos-1',
        'order_paid',
        { phone: '13800138000' },
        { revenue_fen: 25_900, order_id: 'POS-1', platform: 'pos', source: '门店收银' },
      ),
      event(
        'mp-1',
        '会员注册',
        { member_id: 'mbr-1', phone: '13800138000', unionid: 'u-1' },
        { platform: 'mini_program' },
      ),
      event('two-1', 'login', { member_id: 'mbr-2', phone: '13800138000' }),
    ],
  })
  await send('/v1/customers', {
    customers: [
      {
        identifiers: [
          { namespace: 'taobao', value: 'tb小雪' },
          { namespace: 'phone', value: '13800138000' },
        ],
        attributes: { name: '王小雪', city: '上海' },
      },
    ],
  })
  await send('/v1/events', { events: [{ name: 'broken', at: 'not a time' }] })
})
afterAll(() => running?.stop())

const event = (id: string, name: string, ids: Record<string, string>, more: object = {}) => ({
  id,
  name,
  identifiers: Object.entries(ids).map(([namespace, value]) => ({ namespace, value })),
  ...more,
})
async function send(path: string, body: object): Promise<void> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

async function signedIn(locale = 'zh-CN'): Promise<Page> {
  // The address that was asked for is where the sign-in leads.
  const page = await running.signedIn({ locale }, '/customers')
  expect(page.url()).toContain('/console/customers')
  return page
}

test('a wrong password is told in Chinese, and lets nobody in', async () => {
  const page = await running.newPage()
  await page.goto(`${server.url}/console/`)
  await page.locator('input[type=email], input[autocomplete=username]').first().fill(OWNER.email)
  await page.locator('input[type=password]').fill('wrong-password-entirely')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').first().waitFor()
  expect(await page.getByRole('alert').first().textContent()).toMatch(/[\u4e00-\u9fff]/)
  expect(page.url()).not.toMatch(/customers/)
  await page.context().close()
})

describe('an operator', () => {
  test('finds the customer by phone and sees traces of four platforms as one person', async () => {
    const page = await signedIn()
    await page.getByLabel('搜索客户').fill('138 0013 8000')
    await page.keyboard.press('Enter')
    await page.getByText('王小雪').first().click()
    await page.waitForURL(/customers\/\d+/)
    // The navigation has a 首页 too: the page she viewed stands in her timeline.
    await page.locator('main').getByText('首页').first().waitFor()
    const text = await page.locator('main').textContent()
    for (const trace of ['mbr-1', 'tb小雪', 'u-1', 'c-1', '首页', '门店收银'])
      expect(text, trace).toContain(trace)
    await page.getByRole('tab', { name: '订单' }).click()
    await page.getByText('POS-1').first().waitFor()
    expect(await page.locator('main').textContent()).toContain('259.00')
    await page.context().close()
  })

  test('sees the live stream, the catalogue, dead letters, conflicts and keys, none of them broken', async () => {
    const page = await signedIn()
    const shows: [string, string][] = [
      ['实时事件', 'page_viewed'],
      ['事件管理', '会员注册'],
      ['异常数据', '时间无法识别'],
      ['身份冲突', 'mbr-2'],
      ['导入记录', '导入'],
      ['密钥', 'server'],
      ['操作日志', 'owner'],
    ]
    for (const [name, content] of shows) {
      await page.getByRole('link', { name, exact: true }).first().click()
      await page.locator('main').getByText(content).first().waitFor()
    }
    await page.context().close()
  })

  test('reads all of it in English too', async () => {
    const page = await signedIn()
    await page
      .getByRole('button', { name: /EN|English/ })
      .first()
      .click()
    await page.getByRole('link', { name: 'Customers', exact: true }).first().waitFor()
    for (const link of await page.locator('nav a').all()) {
      await link.click()
      // Before a page's code is there its heading is a mere sign of waiting.
      const heading = page.locator('h1').filter({ hasNotText: '…' })
      await heading.waitFor()
      expect(await heading.textContent()).not.toMatch(/[\u4e00-\u9fff]/)
    }
    await page.context().close()
  })
})

test('no page failed, and none asked anybody but us', () => {
  expect(running.faults).toEqual([])
})
