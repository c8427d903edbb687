import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPhone } from '../../sdk/miniprogram/testing/wx.ts'
import { apiOf } from './harness/api.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

const soon = <T>(ask: () => T) => expect.poll(ask)

let running: RunningConsole
let server: RunningServer
let shop: Server
/** What the shop's developer has pasted into the page's head. */
let head = ''

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  shop = createServer((_req, res) =>
    res
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(
        `<!doctype html><meta charset="utf-8"><title>商城</title>${head}<body><button id="buy">加入购物车</button><input id="phone" value="13812345678"><a href="/cart">购物车</a></body>`,
      ),
  )
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  shop.close()
  await running.stop()
})

const shopUrl = (path: string) =>
  `http://www.shop.localhost:${(shop.address() as AddressInfo).port}${path}`

async function openSdkPage(search = ''): Promise<Page> {
  const page = await running.signedIn({ viewport: { width: 1280, height: 900 } })
  await page.goto(`${server.url}/console/sdk${search}`)
  await page.getByRole('heading', { name: 'SDK 接入' }).waitFor()
  return page
}

const createKey = async (page: Page, name: string) => {
  await page.getByLabel('名称').fill(name)
  await page.getByRole('button', { name: '创建接入密钥' }).click()
  await page.getByText(`等待「${name}」的第一条事件`).waitFor()
}
const code = async (page: Page, place: string) =>
  (await page.locator('figure', { hasText: place }).locator('pre').textContent()) ?? ''

test('the code for web pages is pasted, and the first event shows up', async () => {
  const page = await openSdkPage()
  await createKey(page, '官网')
  head = await code(page, 'index.html')
  expect(head).toContain('hfw_')
  const visitor = await running.browser.newPage()
  await visitor.goto(shopUrl('/goods/1'))
  await page.getByText('已收到，接入成功').waitFor()
  await page.locator('summary', { hasText: '/goods/1' }).first().waitFor()
})

test('the code for mini-programs runs as it stands, beside the file that is offered', async () => {
  const page = await openSdkPage('?platform=mini_program')
  await createKey(page, '小程序')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载小程序 SDK' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('homefield-miniprogram.js')
  const file = await fetch(`${server.url}/sdk/homefield-miniprogram.js`)
  const phone = createPhone()
  try {
    // As WeChat does: the file is a module, app.js asks for it by name.
    const app = await code(page, 'app.js')
    phone.run(
      `const files = { './homefield-miniprogram': {} };
      (function (module, exports) {${await file.text()}\n})({ exports: files['./homefield-miniprogram'] }, files['./homefield-miniprogram']);
      const require = (name) => files[name];
      ${app}
      __route('pages/index/index'); Page({})`,
    )
    phone.open({})
    await page.getByText('已收到，接入成功').waitFor()
    await page.locator('summary', { hasText: '启动小程序' }).first().waitFor()
  } finally {
    phone.kill()
  }
})

test('a key that is there is chosen, and its text is checked before it is pasted on', async () => {
  const api = apiOf(() => server.url, KEYS.api)
  await api.writeKey('client', '旧站')
  const page = await openSdkPage()
  await page.locator('#sdk-key').click()
  await page.getByTitle(/^旧站/).click()
  await page.getByText('等待「旧站」的第一条事件').waitFor()
  await page.locator('#sdk-key-text').fill('hfw_wrong')
  await page.getByText('与所选密钥不符').waitFor()
  expect(new URL(page.url()).searchParams.get('key')).not.toBeNull()
})

test('with a link of 圈选 the page sends its picture, without anything typed and without a visit', async () => {
  const api = apiOf(() => server.url, KEYS.api)
  const session = await api.need<{ link: string }>('POST', '/tracking/pick-sessions', {
    url: shopUrl('/goods/77'),
  })
  const page = await running.browser.newPage({ locale: 'zh-CN' })
  await page.goto(session.link)
  await page.getByText(/已发送，可回后台命名：\d+/).waitFor()
  expect(page.url()).toBe(shopUrl('/goods/77'))
  await page.hover('#buy')
  await page.locator('[data-hf-pick]').getByText('加入购物车').waitFor()
  const { items } = await api.need<{
    items: { page_key: string; boxes: { selector: string; text: string }[] }[]
  }>('GET', `/tracking/page-snapshots?page_key=${encodeURIComponent('/goods/:id')}`)
  expect(items[0]?.boxes).toEqual(
    expect.arrayContaining([expect.objectContaining({ selector: '#buy', text: '加入购物车' })]),
  )
  expect(JSON.stringify(items)).not.toContain('13812345678')
  expect(items[0]?.boxes.map((box) => box.selector)).toContain('#phone')
  // On the next page it goes on; ended, it is over.
  await page.click('a[href="/cart"]')
  await page.getByText(/已发送/).waitFor()
  await page.getByRole('button', { name: '结束' }).click()
  await page.waitForFunction('!document.querySelector("[data-hf-pick]")')
  const paths = async () =>
    (await api.need<{ items: { page_path: string }[] }>('GET', '/events?limit=200')).items.map(
      (e) => e.page_path,
    )
  await soon(paths).toContain('/cart')
  expect(await paths()).not.toContain('/goods/77')
})
