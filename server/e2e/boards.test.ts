// A board of a saved funnel and a metric, built in the browser: after a reload it is the same.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builderOn } from './harness/builder.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS } from './harness/server.ts'

const DAY = 86_400_000

let running: RunningConsole
let page: Page
const { pick } = builderOn(() => page)

beforeAll(async () => {
  running = await startConsole()
  const now = Date.now()
  const did = (n: number, name: string, before: number) => ({
    ...{ id: `${name}-${n}`, name, at: new Date(now - before).toISOString(), properties: {} },
    identifiers: [{ namespace: 'phone', value: `1390013900${n}` }],
  })
  const events = [
    ...[1, 2, 3, 4].map((n) => did(n, 'shop_seen', 5 * DAY)),
    ...[1, 2, 3].map((n) => did(n, 'cart_filled', 4 * DAY)),
  ]
  const sent = await fetch(`${running.server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })
  expect(sent.status, await sent.clone().text()).toBe(200)
  page = await running.signedIn({}, '/insight/boards')
})
afterAll(() => running?.stop())

const main = () => page.locator('#content')
const dialog = () => page.getByRole('dialog')
const widget = (text: string) => main().locator('[data-widget]').filter({ hasText: text })

test('the default board begins with long-term value', async () => {
  await main().locator('[data-widget]').first().getByText('客户累计价值').waitFor()
  const [first] = await main().locator('[data-widget]').allInnerTexts()
  for (const name of ['客户累计价值', '90 天复购率', '老客收入占比']) expect(first).toContain(name)
  expect(first).not.toContain('好友')
})

test('a board of a saved funnel and a metric is the same after a reload', async () => {
  await page.getByRole('link', { name: '行为' }).click()
  await page.getByRole('link', { name: '漏斗分析' }).click()
  await pick(main(), '第 1 步：选择事件', 'shop_seen')
  await pick(main(), '第 2 步：选择事件', 'cart_filled')
  await main().getByRole('button', { name: '保存问题' }).click()
  await dialog().getByLabel('名称').fill('看到加购')
  await dialog()
    .getByRole('button', { name: /^保\s?存$/ })
    .click()
  await main().getByRole('button', { name: '看到加购' }).waitFor()

  await page.getByRole('link', { name: '看板', exact: true }).first().click()
  await main().getByRole('button', { name: '新建看板' }).click()
  await dialog().getByLabel('名称').fill('周会')
  await dialog()
    .getByRole('button', { name: /创\s?建/ })
    .click()
  await main().getByRole('button', { name: '添加已保存的问题' }).click()
  await dialog()
    .getByRole('button', { name: /看到加购/ })
    .click()
  await main().getByRole('button', { name: '添加指标' }).click()
  await dialog().getByLabel('指标').click()
  await page.keyboard.type('活跃客户数')
  await page.locator('.ant-select-item-option-active', { hasText: '活跃客户数' }).click()
  await page.keyboard.press('Escape')
  await dialog().getByRole('button', { name: '放上看板' }).click()
  await widget('活跃客户支付率').waitFor()
  // The metric is moved before the funnel with the keyboard.
  await main()
    .getByRole('button', { name: /^移动「活跃客户数」/ })
    .press('ArrowLeft')
  await main()
    .getByRole('button', { name: /^保\s?存$/ })
    .click()
  await page.getByText('看板已保存').waitFor()

  const seen = async () => {
    await widget('看到加购').getByRole('region', { name: '分步数据' }).waitFor()
    await widget('活跃客户支付率').waitFor()
    const texts = await main().locator('[data-widget]').allInnerTexts()
    return texts.map((text) => text.replace(/\s+/g, ' ').trim())
  }
  const before = await seen()
  expect(before).toHaveLength(2)
  expect(before[0]).toContain('活跃客户数 4')
  expect(before[1]).toContain('2. cart_filled 样本少 3 75.0%')
  await page.reload()
  expect(await seen()).toEqual(before)
})
