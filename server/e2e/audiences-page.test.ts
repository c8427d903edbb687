// An audience's page: how it overlaps with others, why somebody is inside, and where it is filed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audiencesOf } from './harness/audiences.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'

let running: RunningConsole
const { did, idOf, whoDid } = audiencesOf(() => running)
let carted: string

beforeAll(async () => {
  running = await startConsole()
  await did(
    ...([1, 2, 3, 4].map((who) => [who, 'cart_added']) as [number, string][]),
    ...([3, 4, 5].map((who) => [who, 'quiz_done']) as [number, string][]),
    ...([4, 5, 6].map((who) => [who, 'help_opened']) as [number, string][]),
  )
  carted = await whoDid('加购的人', 'cart_added', 4)
  await whoDid('答题的人', 'quiz_done', 3)
  await whoDid('求助的人', 'help_opened', 3)
})
afterAll(() => running?.stop())

test('the overlap of three audiences is read off the page, region by region', async () => {
  const page = await running.signedIn({}, `/audiences/${carted}`)
  await page.getByRole('tab', { name: '重叠' }).click()
  const others = page.getByRole('combobox', { name: /选择要比较的人群/ })
  for (const name of ['答题的人', '求助的人']) {
    await others.fill(name)
    await page.locator('.ant-select-item-option').filter({ hasText: name, visible: true }).click()
    await page.getByText(`与「${name}」重叠`).waitFor()
  }
  await page.getByText('与「答题的人」重叠 2 人，占本人群 50.0%，占对方 66.7%').waitFor()
  await page.getByText('与「求助的人」重叠 1 人，占本人群 25.0%，占对方 33.3%').waitFor()
  const venn = page.getByRole('img', { name: /的重叠$/ })
  await venn.getByText('求助的人 3').waitFor()
  // Of one alone, of two, of all three, in the order in which the regions are drawn.
  const regions = await venn.locator('text:not(:has(tspan))').allTextContents()
  expect(regions).toEqual(['2', '0', '1', '1', '0', '1', '1'])
  // The address says it all: a colleague sees the same.
  await page.reload()
  await venn.getByText('答题的人 3').waitFor()
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('a customer’s page says in which audiences she is, and why', async () => {
  const page = await running.signedIn({}, `/customers/${await idOf(4)}`)
  const row = page.getByRole('listitem').filter({ hasText: '答题的人' })
  await page.getByRole('listitem').filter({ hasText: '加购的人' }).waitFor()
  await row.getByRole('button', { name: '为什么' }).click()
  const dialog = page.getByRole('dialog', { name: '答题的人' })
  await dialog.getByText('现在在人群里').waitFor()
  await dialog.getByRole('img', { name: '满足', exact: true }).waitFor()
  await dialog.getByText(/最近 30 天有 ?quiz_done/).waitFor()
  await dialog.getByText('发生 1 次').waitFor()
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('an audience is renamed and filed in its settings, and found under its label', async () => {
  const page = await running.signedIn({}, `/audiences/${carted}`)
  await page.getByRole('button', { name: '更多操作', exact: true }).click()
  await page.getByRole('menuitem', { name: '名称、文件夹和标签' }).click()
  const dialog = page.getByRole('dialog', { name: '名称、文件夹和标签' })
  const name = dialog.getByLabel('人群名称')
  await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('name')
  await name.fill('')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.getByText('请填写名称').waitFor()
  await name.fill('加购未买')
  await dialog.getByLabel('说明（可选）').fill('春季活动')
  await dialog.getByLabel('文件夹').fill('活动')
  await dialog.getByLabel('人群标签（回车添加）').fill('春茶')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '加购未买' }).waitFor()

  await page.goto(`${running.server.url}/console/audiences?q=${encodeURIComponent('春茶')}`)
  await page.getByRole('link', { name: '加购未买' }).waitFor()
  expect(await page.locator('tbody tr[data-row-key]').count()).toBe(1)
  await page.locator('tbody').getByText('活动', { exact: true }).waitFor()
  expect(running.faults).toEqual([])
  await page.context().close()
})
