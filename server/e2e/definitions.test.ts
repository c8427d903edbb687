// A virtual event made by hand in the browser, then counted in a trend and asked of in an audience.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builderOn } from './harness/builder.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS } from './harness/server.ts'

let running: RunningConsole
let page: Page
const { condition, add, pick, begin } = builderOn(() => page)

beforeAll(async () => {
  running = await startConsole()
  const at = new Date(Date.now() - 3_600_000).toISOString()
  const did = (n: number, name: string, properties: object = {}) => ({
    ...{ id: `v-${name}-${n}`, name, at, properties },
    identifiers: [{ namespace: 'phone', value: `1380013900${n}` }],
  })
  const sent = await fetch(`${running.server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [
        ...[1, 2].map((n) => did(n, 'price_seen', { price: 100 * n })),
        did(3, 'guide_called'),
        did(4, 'shop_seen'),
      ],
    }),
  })
  expect(sent.status, await sent.clone().text()).toBe(200)
  page = await running.signedIn({}, '/insight/definitions')
})
afterAll(() => running?.stop())

test('an event of one’s own is made, counted in a trend, and chooses an audience', async () => {
  await page.getByText('还没有定义').waitFor()
  await page.getByRole('button', { name: '新建虚拟事件' }).click()
  const editor = page.getByRole('dialog')
  await editor.getByLabel('名称').fill('有意向')
  await pick(editor, '事件', 'price_seen')
  await editor.getByRole('button').filter({ hasText: /^或$/ }).click()
  await editor.getByRole('combobox', { name: '事件' }).nth(1).click()
  await page.keyboard.type('guide_called')
  await page
    .locator('.ant-select-item-option')
    .filter({ visible: true, hasText: 'guide_called' })
    .first()
    .click()
  const preview = editor.getByRole('region', { name: '预览' })
  await preview.getByText('price_seen 2 · guide_called 1').waitFor()
  await editor.getByRole('button', { name: '保存' }).click()
  await editor.waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: '有意向' }).waitFor()

  await page.goto(`${running.server.url}/console/insight/trends`)
  const main = page.locator('#content')
  await pick(main, 'A：选择事件', '有意向')
  const whole = main.getByRole('region', { name: '各周期数据' }).locator('tbody tr').first()
  await expect.poll(() => whole.textContent()).toBe('整段时间3')

  await begin(running.server.url, '意向客户')
  await add('做过')
  await pick(condition(), '选择事件', '有意向')
  const estimate = page.getByRole('region', { name: '预估人数' })
  await estimate.locator('[aria-busy=false]').getByText('3', { exact: true }).waitFor()
  await page.getByRole('button', { name: '保存并启用' }).click()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)

  // Who is used is not put away unseen: where it is used is shown instead.
  await page.goto(`${running.server.url}/console/insight/definitions`)
  await page.getByRole('button', { name: '归档「有意向」' }).click()
  await page.getByRole('dialog').getByRole('link', { name: '意向客户' }).waitFor()
  expect(running.faults).toEqual([])
})
