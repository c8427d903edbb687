// Event catalogue, rules and data quality as a data engineer meets them: a real server and browser.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

let running: RunningConsole
let server: RunningServer
let page: Page

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  await send('claimed-1', { amount: 10, coupon: 'spring' })
  await send('claimed-2', { amount: 20 })
  page = await running.signedIn()
})

afterAll(() => running?.stop())

async function send(id: string, properties: Record<string, unknown>): Promise<number> {
  const answer = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [
        {
          id,
          name: 'coupon_claimed',
          identifiers: [{ namespace: 'member_id', value: 'mbr-1' }],
          platform: 'web',
          properties,
        },
      ],
    }),
  })
  const { rejected } = (await answer.json()) as { rejected: unknown[] }
  return rejected.length
}

test('an event that arrived is described, and stands in the catalogue under its label', async () => {
  await page.getByRole('link', { name: '事件管理', exact: true }).click()
  await page.getByRole('link', { name: 'coupon_claimed' }).click()
  await page.getByRole('button', { name: '纳入方案' }).click()
  await page.getByLabel('中文显示名').fill('领券')
  await page.getByLabel('负责人').fill('会员组')
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByRole('heading', { name: '领券', level: 1 }).waitFor()
  await page.getByRole('link', { name: '事件管理', exact: true }).click()
  await page.getByRole('row', { name: /领券/ }).getByText('会员组').waitFor()
})

test('a rule is tried on what came in, then refuses, and leads to what it refused', async () => {
  await page.getByRole('link', { name: /领券/ }).click()
  await page.getByRole('tab', { name: /校验规则/ }).click()
  await page.getByRole('button', { name: '添加规则' }).click()
  await page.getByLabel('属性', { exact: true }).fill('coupon')
  await page.getByText('拦截：不收').click()
  await page.getByRole('button', { name: '用近 7 天的数据试算' }).click()
  await page.getByText('近 7 天 2 条事件中有 1 条不符合（50.0%）').waitFor()
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByRole('row', { name: /「coupon」必须有值/ }).waitFor()
  let tries = 0
  await expect
    .poll(() => send(`claimed-without-${tries++}`, { amount: 5 }), {
      timeout: 120_000,
      interval: 400,
    })
    .toBe(1)
  await page.reload()
  await page
    .getByRole('row', { name: /「coupon」必须有值/ })
    .getByRole('link', { name: '1' })
    .click()
  await page.getByText('不符合校验规则').first().waitFor()
  expect(await page.locator('main').textContent()).toContain(
    'coupon_claimed: property “coupon” is required',
  )
})

test('the quality page counts what was refused against validity', async () => {
  await page.getByRole('link', { name: '数据质量', exact: true }).click()
  for (const measure of ['完整性', '连续性', '有效性', '一致性'])
    await page.locator('main').getByText(measure, { exact: true }).first().waitFor()
  await page.getByText('两库核对').waitFor()
  const { items } = (await (
    await fetch(`${server.url}/api/v1/dead-letters?code=rule_violated`, {
      headers: { authorization: `Bearer ${KEYS.api}` },
    })
  ).json()) as { items: unknown[] }
  expect(items).toHaveLength(1)
  expect(running.faults).toEqual([])
})
