// What other stores list beside the own storefronts, and a storefront that is not promoted more often than it may be.
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'

let running: RunningConsole
const DAY = 86_400_000
const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)
const LISTINGS = [
  '商品编码,商品名称,售价,活动名称,活动价,开始时间,结束时间',
  `tea,明前龙井 100 克,218,品牌日,168,${day(1)},${day(3)}`,
  'cup,白瓷盖碗,72,,,,',
  'nothing,没有的商品,1,,,,',
].join('\n')

beforeAll(async () => {
  running = await startConsole()
  const { need } = apiOf(() => running.server.url)
  await need('POST', '/stores', { code: 'main', name: '湖滨店', kind: 'direct' })
  for (const [sku, name, category, price_fen, is_exclusive] of [
    ['tea', '明前龙井 100 克', ['茶叶', '绿茶'], 19_900, true],
    ['cup', '白瓷盖碗', ['茶具'], 6_900, false],
  ] as const)
    await need('POST', '/products', { sku, name, category, price_fen, is_exclusive })
  await need('PUT', '/storefronts/flagship', {
    ...{ name: '旗舰店', kind: 'flagship', store: 'main', sells_all: true, state: 'open' },
    ...{ freight: null, deepest_bp: null, most_activities: 1, most_days: 10, gap_days: 7 },
    revision: 0,
  })
  const activity = async (name: string, from: number, to: number) => {
    const { id } = await need<{ id: string }>('POST', '/activities', {
      ...{ name, starts_at: `${day(from)}T00:00:00+08:00`, ends_at: `${day(to)}T00:00:00+08:00` },
      short_objective: { measure: 'orders', target: 10, note: '' },
      long_objective: { measure: 'new_customers', target: 10, note: '' },
    })
    return id
  }
  const spring = await activity('春茶节', 1, 4)
  const offer = await need<{ id: string }>('POST', '/offers', {
    ...{ name: '龙井直降 20', activity_id: spring },
    terms: { kind: 'amount', args: { off_fen: 2000 }, goods: { skus: ['tea'] } },
  })
  await need('POST', `/offers/${offer.id}/publish`, {})
  await need('POST', `/activities/${spring}/publish`, {})
  await activity('谷雨茶会', 6, 8)
})
afterAll(() => running?.stop())

test('a file of another store is looked at, taken, and its conflicts stand with the products', async () => {
  const page = await running.signedIn({}, '/storefronts?tab=external')
  await page.getByRole('button', { name: '导入外部店铺' }).click()
  const dialog = page.getByRole('dialog', { name: '导入外部店铺' })
  await dialog.getByRole('combobox', { name: '平台' }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: '天猫' }).click()
  await dialog.getByRole('textbox', { name: '店铺名称' }).fill('主场旗舰店')
  await dialog.locator('input[type=file]').setInputFiles({
    ...{ name: 'tmall.csv', mimeType: 'text/csv', buffer: Buffer.from(LISTINGS) },
  })
  await dialog.getByText('天猫 · 主场旗舰店：将导入 2 个商品、1 个活动价。').waitFor()
  await dialog.getByText('商品库里没有这个商品编码或条形码').waitFor()
  await shot(page, 'listing-file')
  await dialog.getByRole('button', { name: '导入 2 个商品' }).click()
  await dialog.getByText('已导入 2 个商品').first().waitFor()
  await dialog.getByRole('button', { name: '完成' }).click()
  await page.getByRole('cell', { name: '主场旗舰店' }).waitFor()
  await looksRight(page, 'external-stores')

  await page.getByRole('tab', { name: '价格与促销冲突' }).click()
  const tea = page.getByRole('row', { name: /明前龙井/ })
  await tea.getByText('专供商品在外部店铺上架').waitFor()
  for (const word of ['外部店铺更便宜', '促销时间重叠', '品牌日', '龙井直降 20', '¥218.00'])
    expect(await tea.textContent()).toContain(word)
  await looksRight(page, 'conflicts')
  await page.getByRole('combobox', { name: '冲突' }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: '外部店铺更便宜 1' }).click()
  await page.waitForURL(/conflict=cheaper_outside/)
  await page.getByRole('row', { name: /白瓷盖碗/ }).waitFor({ state: 'detached' })
})

test('what a storefront does not allow is told before it is published, refused, and stands over the calendar', async () => {
  const page = await running.signedIn({}, '/activities')
  await page
    .getByRole('row', { name: /谷雨茶会/ })
    .getByRole('button', { name: '查看' })
    .click()
  const drawer = page.getByRole('dialog', { name: '谷雨茶会' })
  await drawer.getByText('旗舰店：任意 30 天最多 1 场促销，这会是第 2 场（春茶节）').waitFor()
  await drawer.getByRole('button', { name: '发布' }).click()
  await drawer.getByText('超过了店铺的促销频次，没有发布').waitFor()
  await looksRight(page, 'frequency')
  await page.keyboard.press('Escape')
  await page.getByText('日历', { exact: true }).click()
  const limits = page.getByRole('region', { name: '各店铺的促销频次' })
  await limits.getByText('最满的 30 天 1 / 1 场').waitFor()
  await limits.getByText(/下一场最早/).waitFor()
  await looksRight(page, 'calendar')
})

test('an offer has hours of the day, goods it leaves out and offers it does not go with', async () => {
  const page = await running.signedIn({}, '/offers')
  await page.getByRole('button', { name: '新建优惠' }).first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('优惠', { exact: true }).fill('夜场折扣')
  await drawer.getByRole('button', { name: '加一个时段' }).click()
  await drawer.getByRole('textbox', { name: '时段开始' }).fill('20:00')
  await drawer.getByRole('textbox', { name: '时段结束' }).fill('18:00')
  await drawer.getByText('结束要晚于开始').waitFor()
  await drawer.getByRole('textbox', { name: '时段结束' }).fill('24:00')
  await drawer.getByLabel('排除商品（编码）').fill('cup')
  await page.keyboard.press('Enter')
  // Before a list is open: that one stands outside of the drawer.
  await drawer.getByText('每天时段').click()
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' })
  await looksRight(page, 'offer-form')
  await drawer.getByLabel('不与这些优惠同享').fill('龙井')
  await page.locator('.ant-select-item-option').filter({ hasText: '龙井直降 20' }).click()
  await drawer.locator('.ant-select-selection-item').filter({ hasText: '龙井直降 20' }).waitFor()
})

test('a storefront sells categories, and says how often it may be promoted', async () => {
  const page = await running.signedIn({}, '/storefronts')
  await page.getByRole('button', { name: '编辑' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('switch', { name: '全部商品' }).click()
  await dialog.getByRole('combobox', { name: '类目' }).click()
  await page
    .locator('.ant-cascader-menu-item')
    .filter({ hasText: '茶叶' })
    .locator('.ant-cascader-checkbox')
    .click()
  await page.keyboard.press('Escape')
  expect(await dialog.getByLabel('至少间隔').inputValue()).toBe('7')
  await shot(page, 'storefront-form')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText('类目 1 个').waitFor()
})

test('a group buy that is planned says whether the past tells how many would complete', async () => {
  const { need } = apiOf(() => running.server.url)
  const { items } = await need<{ items: { id: string; name: string }[] }>('GET', '/activities')
  const draft = items.find(({ name }) => name === '谷雨茶会')?.id ?? ''
  const page = await running.signedIn({}, `/group-buys?activity=${draft}`)
  await page.getByRole('button', { name: '新建拼团' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('近一年只有 0 个团，满 20 个才能预估成团率。').waitFor()
  await looksRight(page, 'group-forecast')
})

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}

async function looksRight(page: Page, name: string): Promise<void> {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await shot(page, name)
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  expect(
    violations.flatMap((v) => v.nodes.map((n) => `${name} ${v.id} ${n.target.join(' ')}`)),
  ).toEqual([])
}
