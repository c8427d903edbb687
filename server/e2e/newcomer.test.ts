// The first ten minutes of somebody who typed `npm start`: an account, a living brand, one customer's
// whole story, her rights, and the own data.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { demoOf, memberSeenEverywhere, toldOf } from './harness/brand.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import type { RunningServer } from './harness/server.ts'
import { eventually } from './story/chapter.ts'

// A brand of 90 days is told and half a million rows are imported, beside other tests.
const RETAIL = fileURLToPath(
  new URL('../../../shared/data/online_retail/online_retail.csv.gz', import.meta.url),
)

let running: RunningConsole
let server: RunningServer
let page: Page
let customerId: number

beforeAll(async () => {
  running = await startConsole({
    env: { HOMEFIELD_DEMO: 'true', HOMEFIELD_API_KEY: '', HOMEFIELD_WRITE_KEY: '' },
    worst: 400,
  })
  server = running.server
  page = await running.newPage({
    viewport: { width: 1280, height: 860 },
    acceptDownloads: true,
  })
})
afterAll(() => running?.stop())

const shot = (name: string) =>
  process.env.PICTURES
    ? page.screenshot({ path: join(process.env.PICTURES, `newcomer-${name}.png`), fullPage: true })
    : undefined
const dialog = () => page.getByRole('dialog')
const content = async () => (await page.locator('main').textContent()) ?? ''

test('the link that the start prints makes the account, and opens a living brand', async () => {
  const link = /http\S+\/console\/claim\?token=\S+/.exec(server.lastWords())?.[0]
  await page.goto(link ?? 'the start printed no link')
  await page.locator('input[autocomplete=name]').fill('店主')
  await page.locator('input[autocomplete=username]').fill('owner@example.com')
  await page.locator('input[type=password]').fill('a-long-enough-password-1')
  await page.locator('input[autocomplete=organization]').fill('我的店')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '首页' }).waitFor()
  const demo = await eventually(
    async () => demoOf(running.data),
    (found) => (found?.told ?? 0) > 0,
    180_000,
  )
  expect(demo?.told).toBeGreaterThan(0)
  await page.reload()
  await page.getByRole('button', { name: '青禾茶事（演示）' }).waitFor()
  await page.getByText('净收入').first().waitFor()
  await shot('home')
})

test('she came by mini-program, was added on WeCom, bought on Taobao and in a store, and is one person', async () => {
  const demo = demoOf(running.data)
  if (!demo) throw new Error('the demo brand is gone')
  const member = memberSeenEverywhere(toldOf(demo))
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').fill(member)
  await page.getByRole('option', { name: /#\d+/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/customers\/\d+/)
  customerId = Number(/customers\/(\d+)/.exec(page.url())?.[1])
  const told = ['微信 OpenID', '企微好友', '淘宝', '门店收银', '支付订单', '归属门店', member]
  const missing = async () => {
    const shown = await content()
    return told.filter((words) => !shown.includes(words))
  }
  await expect.poll(missing).toEqual([])
  await shot('customer')
})

test('she is tagged, with a reason', async () => {
  await page.getByRole('button', { name: /打标签/ }).click()
  // What there is to choose from is fetched when the dialog opens; of a long list only a part is drawn.
  await dialog().getByRole('combobox').click()
  await page.locator('.ant-select-item-option').first().waitFor()
  await dialog().getByRole('combobox').fill('送礼')
  await page.getByTitle('送礼', { exact: true }).last().click()
  await page.keyboard.press('Escape')
  await dialog().getByLabel('理由').fill('每年中秋来选礼盒')
  await dialog().getByRole('button', { name: '打上' }).click()
  await page.locator('main').getByRole('button', { name: '送礼' }).click()
  await page.getByText('每年中秋来选礼盒').waitFor()
  await page.keyboard.press('Escape')
})

test('her withdrawal is written down, and what it touches stops at once', async () => {
  await page.getByRole('tab', { name: '同意与家庭' }).click()
  const marketing = page.getByRole('button', { name: '登记「营销触达」的同意或撤回' })
  await marketing.first().click()
  await dialog().getByText('已撤回').click()
  await dialog().getByLabel('来源表单或话术').fill('电话要求')
  await dialog()
    .getByRole('button', { name: /^登 ?记$/ })
    .click()
  await page.getByText('已登记，立即生效').waitFor()
  await page.getByRole('button', { name: '台账' }).click()
  await page.getByRole('dialog').getByText('电话要求').waitFor()
  await shot('ledger')
  await page.keyboard.press('Escape')
  const api = apiOf(() => server.url, demoOf(running.data)?.api_key)
  const said = await api.need<{
    states: { purpose: string; channel: string; state: string; allowed: boolean }[]
  }>('GET', `/customers/${customerId}/consents`)
  const states = said.states.filter((s) => s.purpose === 'marketing')
  expect(states.find((s) => s.channel === 'all')).toMatchObject({ state: 'withdrawn' })
  expect(states.map((s) => s.allowed)).not.toContain(true)
})

test('she gets a copy of everything about her, and is then forgotten', async () => {
  const rights = async (item: string) => {
    await page.getByRole('button', { name: '个人信息权利' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await dialog().getByRole('textbox').first().fill('本人书面要求')
  }
  await rights('导出个人信息')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog()
      .getByRole('button', { name: /^导 ?出$/ })
      .click(),
  ])
  const copy = readFileSync(await download.path(), 'utf8')
  expect(Object.keys(JSON.parse(copy))).not.toEqual([])
  for (const part of ['unionid', 'Order Completed', '送礼', '电话要求'])
    expect(copy).toContain(part)

  await rights('删除客户')
  await dialog().getByRole('textbox').last().fill(String(customerId))
  await dialog().getByRole('button', { name: '永久删除' }).click()
  await page.getByText('客户已删除').waitFor()
  await page.waitForURL(/\/customers(\?|$)/)
  const api = apiOf(() => server.url, demoOf(running.data)?.api_key)
  expect((await api.ask('GET', `/customers/${customerId}`)).status).toBe(404)
})

test('the own orders come in by the wizard, each row accounted for', async () => {
  const path = retailFile()
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes
  const rows = text.toString('utf8').trimEnd().split('\n').length - 1
  await page.goto(`${server.url}/console/imports`)
  await page.getByRole('link', { name: '导入文件' }).first().click()
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByText('Online Retail：一行一个发票明细').waitFor()
  await page.getByRole('button', { name: '下一步：检查' }).click()
  await page.getByText('检查结果').waitFor({ timeout: 120_000 })
  await page.getByText('文件中的订单以 GBP 计').waitFor()
  await shot('check')
  await page.getByRole('button', { name: /^(导入 [\d,]+ 行|导入整个文件)$/ }).click()
  await page.waitForURL(/imports\/[0-9a-f-]{36}/)
  const id = /imports\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  await page.getByText('已完成').first().waitFor({ timeout: 300_000 })
  await shot('imported')
  const api = apiOf(() => server.url, demoOf(running.data)?.api_key)
  const { report } = await api.need<{ report: { fates: { rows: number }[] } }>(
    'GET',
    `/imports/${id}`,
  )
  expect(report.fates.reduce((sum, fate) => sum + fate.rows, 0)).toBe(rows)

  await page.goto(`${server.url}/console/customers?q=17850`)
  await page.getByRole('link', { name: '店铺客户号 17850' }).click()
  await expect.poll(content).toContain('£5,391.21')
  await shot('imported-customer')
})

test('no page failed on the way', () => {
  expect(running.faults).toEqual([])
})

/** The published data set when it is at hand; else a file of its shape with the same customer's sum. */
function retailFile(): string {
  if (existsSync(RETAIL)) return RETAIL
  const path = join(running.folder, 'online_retail.csv')
  const lines = Array.from({ length: 3_000 }, (_, i) => {
    const invoice = 536365 + Math.floor(i / 3)
    const customer = i < 3 ? 17850 : 12346 + (invoice % 500)
    const price = i === 0 ? '5391.21' : '0.00'
    return `${invoice},${20000 + (i % 700)},CERAMIC CUP,1,2010-12-01 08:26:00,${customer === 17850 ? price : '2.55'},${customer},United Kingdom`
  })
  writeFileSync(
    path,
    `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${lines.join('\n')}\n`,
  )
  return path
}
