// The console's frame as an operator uses it all day.
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { apiOf } from './harness/api.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

// A real browser beside other tests on two cores.
let running: RunningConsole
let server: RunningServer

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  const answer = await fetch(`${server.url}/v1/customers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      customers: [
        {
          identifiers: [
            { namespace: 'phone', value: '13800138000' },
            { namespace: 'member_id', value: 'vip-7' },
          ],
          attributes: { name: '王小雪' },
        },
      ],
    }),
  })
  expect(answer.status).toBe(200)
  // Who was just sent is found a moment later.
  const api = apiOf(() => server.url)
  await vi.waitFor(
    async () => {
      const found = await api.need('GET', '/customers?q=13800138000')
      expect(JSON.stringify(found)).toContain('王小雪')
    },
    { timeout: 120_000, interval: 100 },
  )
})
afterAll(() => running?.stop())

const signedIn = (options: BrowserContextOptions = {}): Promise<Page> =>
  running.signedIn({ reducedMotion: 'reduce', ...options })

test('⌘K finds a customer by mobile and by member number, and remembers who was opened', async () => {
  const page = await signedIn()
  for (const typed of ['138 0013 8000', 'vip-7']) {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox').fill(typed)
    await page.getByRole('option', { name: /王小雪/ }).waitFor()
    await page.keyboard.press('Enter')
    // Opened, not only gone to: only then is she remembered.
    await page.getByRole('heading', { level: 1, name: /王小雪/ }).waitFor()
    await page.goto(`${server.url}/console/`)
    await page.getByRole('heading', { level: 1, name: '首页' }).waitFor()
  }
  await page.keyboard.press('/')
  const recent = page.getByRole('group', { name: '最近查看的客户' })
  await recent.getByRole('option', { name: /王小雪/ }).waitFor()
  const stored = await page.evaluate('JSON.stringify(localStorage)')
  expect(stored, 'who is erased must not live on in a browser').not.toContain('王小雪')
  await page.context().close()
})

test('⌘K opens pages and starts actions by their Chinese names', async () => {
  const page = await signedIn()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').fill('异常')
  await page.getByRole('option', { name: '异常数据' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/dead-letters/)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').fill('创建接入')
  await page.getByRole('option', { name: '创建接入密钥' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '创建接入密钥' }).waitFor()
  await page.context().close()
})

test('the language changes under the page, which stays where it is with its filters', async () => {
  const page = await signedIn()
  await page.goto(`${server.url}/console/events?name=page_viewed`)
  await page.getByRole('heading', { level: 1, name: '实时事件' }).waitFor()
  await page.getByRole('button', { name: 'Switch to English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Live events' }).waitFor()
  expect(new URL(page.url()).search).toBe('?name=page_viewed')
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  // Kept on the server: another browser of hers speaks it too, and mails would.
  const elsewhere = await signedIn()
  await elsewhere.goto(`${server.url}/console/preferences`)
  await elsewhere.getByRole('heading', { level: 1, name: 'Language' }).waitFor()
  await elsewhere.getByRole('radiogroup', { name: 'My language' }).getByText('As the brand').click()
  await elsewhere.getByRole('heading', { level: 1, name: '语言' }).waitFor()
  await elsewhere.context().close()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: '实时事件' }).waitFor()
  await page.context().close()
})

test('days once chosen follow from page to page in the address', async () => {
  const page = await signedIn()
  await page.getByRole('button', { name: '统计日期：近 14 天' }).click()
  await page.getByRole('button', { name: '近 7 天' }).click()
  await page.waitForURL(/days=last_7/)
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '密钥' }).click()
  await page.getByRole('heading', { level: 1, name: '密钥' }).waitFor()
  expect(new URL(page.url()).searchParams.get('days')).toBe('last_7')
  expect(
    await page.getByRole('button', { name: /统计日期/ }).count(),
    'no figure of this page is of days',
  ).toBe(0)
  await page.getByRole('link', { name: '首页' }).click()
  await page.getByRole('button', { name: '统计日期：近 7 天' }).waitFor()
  await page.context().close()
})

test('the dark look is remembered, and the system’s is followed until one is chosen', async () => {
  const page = await signedIn({ colorScheme: 'light' })
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  const light = await ground()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(ground).not.toBe(light)
  const dark = await ground()
  await page.getByRole('button', { name: '外观：跟随系统' }).click()
  await page.getByRole('menuitem', { name: '浅色' }).click()
  await expect.poll(ground).toBe(light)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: '首页' }).waitFor()
  expect(await ground(), 'chosen, whatever the system says').toBe(light)
  await page.getByRole('button', { name: '外观：浅色' }).click()
  await page.getByRole('menuitem', { name: '跟随系统' }).click()
  await expect.poll(ground).toBe(dark)
  await page.context().close()
})

test('the navigation folds to icons with names, stays folded, and goes by keys', async () => {
  const page = await signedIn()
  const navigation = page.getByRole('navigation', { name: '主导航' })
  await navigation.getByRole('button', { name: '收起导航' }).click()
  await page.reload()
  await navigation.getByRole('button', { name: '展开导航' }).waitFor()
  await navigation.getByRole('link', { name: '实时事件' }).click()
  await page.waitForURL(/events/)
  await page.getByRole('heading', { level: 1, name: '实时事件' }).click()
  await page.keyboard.press('[')
  await navigation.getByRole('button', { name: '收起导航' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.waitForURL(/customers/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: '快捷键' }).waitFor()
  await page.context().close()
})

test('on a phone the navigation is a drawer that closes behind the page it opened', async () => {
  const page = await signedIn({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await page.getByRole('button', { name: '打开导航' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('link', { name: '导入记录' }).click()
  await page.getByRole('heading', { level: 1, name: '导入记录' }).waitFor()
  await drawer.waitFor({ state: 'hidden' })
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(390)
  await page.context().close()
})

test('a view of a list is saved, shared, begun with, and leads back to its filters', async () => {
  const page = await signedIn()
  await page.goto(`${server.url}/console/dead-letters?state=replayed`)
  await page.getByRole('button', { name: '保存为视图' }).click()
  await page.getByRole('textbox', { name: '视图名称' }).fill('已重放的')
  await page.getByRole('checkbox', { name: /共享/ }).check()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByRole('button', { name: '视图「已重放的」的操作' }).click()
  await page.getByRole('menuitem', { name: '设为我的默认视图' }).click()
  await page.getByRole('link', { name: '首页' }).click()
  await page.getByRole('heading', { level: 1, name: '首页' }).waitFor()
  await page.getByRole('link', { name: '异常数据', exact: true }).first().click()
  await page.waitForURL(/state=replayed/)
  await page.context().close()
})

test('the page’s own document opens in the reader’s language', async () => {
  const page = await signedIn()
  await page.goto(`${server.url}/console/imports`)
  await page.getByRole('link', { name: '了解更多：导入记录' }).click()
  await page.getByRole('heading', { level: 1, name: '导入' }).waitFor()
  await page.getByRole('link', { name: '统一身份' }).first().click()
  await page.waitForURL(/help\/identity/)
  await page.context().close()
})

test('nothing of all that failed in the page', () => {
  expect(running.faults).toEqual([])
})
