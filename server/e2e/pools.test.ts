// A private pool from nothing: an audience of a template, a pool of it, what it lacks, live, its figures.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS } from './harness/server.ts'

let running: RunningConsole
const PHONES = ['13800138001', '13800138002', '13800138003']

beforeAll(async () => {
  running = await startConsole()
  const written = await fetch(`${running.server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      // Two of the three came back for a second order.
      events: [...PHONES, ...PHONES.slice(0, 2)].map((phone, i) => ({
        id: `o-${i}`,
        name: 'order_paid',
        identifiers: [{ namespace: 'phone', value: phone }],
        revenue_fen: 10_000,
        order_id: `SO-${i}`,
        platform: 'pos',
        source: 'till',
      })),
    }),
  })
  expect(written.status, await written.clone().text()).toBe(200)
  const api = apiOf(() => running.server.url)
  await api.need('POST', '/staff', { code: 'A01', name: '店长小林' })
})
afterAll(() => running?.stop())

test('an audience of a template becomes a pool that is live only when it says what it is for', async () => {
  const page = await running.signedIn({}, '/audiences/templates?group=super_user')
  const card = page.getByRole('article', { name: '已认可品牌的客户' })
  await card.getByText('累计付款不少于').waitFor()
  await card.getByText('现在约').waitFor()
  await card.getByRole('link', { name: '用此模板' }).click()
  await page.waitForURL((url) => url.pathname.endsWith('/audiences/new'))
  expect(await page.getByLabel('人群名称').inputValue()).toBe('已认可品牌的客户')
  // Counted: the rule was found to make sense.
  await page.locator('aside [role=status][aria-busy=false]').waitFor()
  await page.getByRole('button', { name: '保存并启用' }).click()
  await page.getByRole('heading', { name: '已认可品牌的客户' }).waitFor()

  await page.getByRole('link', { name: '私域池' }).click()
  await page.getByRole('button', { name: '新建私域池' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('老客池')
  await choose(page, 'audience_id', /已认可品牌的客户/)
  await dialog.getByRole('button', { name: '创建' }).click()
  await page.getByRole('heading', { name: '老客池' }).waitFor()

  await page.getByRole('button', { name: '上线' }).click()
  await page.getByText('还没填完，不能上线').waitFor()
  await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('carriers')

  await choose(page, 'carriers', /^企微好友$/)
  await page.keyboard.press('Escape')
  await choose(page, 'owner_id', /店长小林/)
  await page.getByLabel('为什么来').fill('老客专属的新品优先')
  await page.getByLabel('为什么留').fill('每月一次的会员日')
  await page.getByRole('link', { name: '人群', exact: true }).first().click()
  await page.getByText('离开而不保存？').waitFor()
  await page.getByRole('button', { name: '继续编辑' }).click()
  await page.getByRole('button', { name: '设定规则' }).click()
  const drawer = page.getByRole('dialog', { name: '目标行为' })
  await drawer.getByRole('combobox', { name: '从模板开始' }).fill('复购客户')
  await page.locator('.ant-select-item-option').filter({ hasText: '复购客户' }).click()
  await drawer.getByRole('button', { name: '用这条规则' }).click()
  await drawer.waitFor({ state: 'hidden' })
  await objective(page, '短期目标', '两位老客都在池里', '2')
  await objective(page, '长期目标', '池里有四位老客', '4')

  await page.getByRole('button', { name: '上线' }).click()
  await page.getByText('运营中', { exact: true }).first().waitFor()
  const figures = page.getByRole('region', { name: '池子现在怎么样' })
  await expect.poll(async () => await figures.textContent()).toContain('池内人数2')
  await page.getByText('池内人数 2 / 4').waitFor()
  expect(await page.getByText('开池准备度').isVisible()).toBe(true)
  expect(running.faults).toEqual([])
  await page.context().close()
})

async function choose(page: Page, id: string, option: RegExp): Promise<void> {
  await page.locator(`#${id}`).click()
  await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
}

async function objective(page: Page, title: string, text: string, target: string): Promise<void> {
  const group = page.getByRole('group', { name: title })
  await group.getByLabel('目标', { exact: true }).fill(text)
  const measure = group.getByLabel('衡量指标')
  await measure.click()
  // The list of the objective before may still be closing: only this one's own counts.
  const list = await measure.getAttribute('aria-controls')
  const open = page.locator('.ant-select-dropdown').filter({ has: page.locator(`[id="${list}"]`) })
  await open.locator('.ant-select-item-option').filter({ hasText: '池内人数' }).click()
  await expect.poll(() => group.textContent()).toContain('池内人数')
  await group.getByLabel('目标值').fill(target)
  await group.getByLabel('完成日期').fill('2030-12-31')
  await page.keyboard.press('Enter')
}
