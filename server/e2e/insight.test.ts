// A funnel and a retention built by hand in the browser: what the page says is what was sent.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builderOn } from './harness/builder.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS } from './harness/server.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let running: RunningConsole
let page: Page
const { pick } = builderOn(() => page)

beforeAll(async () => {
  running = await startConsole()
  await tellStory()
  page = await running.signedIn({}, '/insight/funnel')
})
afterAll(() => running?.stop())

/** Four look, three of them put something into the cart, two pay: one at once, one an hour later. */
async function tellStory(): Promise<void> {
  let id = 0
  const now = Date.now()
  const did = (n: number, name: string, before: number, properties: object = {}) => ({
    ...{ id: `i-${++id}`, name, at: new Date(now - before).toISOString(), properties },
    identifiers: [{ namespace: 'phone', value: `1380013800${n}` }],
  })
  const events = [
    ...[1, 2, 3, 4].map((n) => did(n, 'shop_seen', 5 * DAY, { shop: n < 3 ? 'north' : 'south' })),
    ...[1, 2, 3].map((n) => did(n, 'cart_filled', 5 * DAY - 10 * MINUTE)),
    did(1, 'till_passed', 5 * DAY - 20 * MINUTE),
    did(2, 'till_passed', 5 * DAY - 70 * MINUTE),
    // Of those who first looked eight weeks ago one of two looks again the week after.
    ...[5, 6].map((n) => did(n, 'garden_seen', 56 * DAY)),
    did(5, 'garden_seen', 49 * DAY),
  ]
  const sent = await fetch(`${running.server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })
  expect(sent.status, await sent.clone().text()).toBe(200)
}

const main = () => page.locator('#content')
const answered = () =>
  main()
    .locator('[aria-busy=false]')
    .filter({ has: page.locator('table') })

/** The rows of an answer's table as they are read: gaps closed, and nothing where a row ends early. */
async function rowsOf(title: string): Promise<string[][]> {
  // A question that has just changed is pale and busy until its own answer stands there.
  await answered().first().waitFor()
  const rows = page.getByRole('region', { name: title }).locator('tbody tr')
  const read = await rows.evaluateAll((lines) =>
    lines.map((line) => [...line.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
  )
  return read.map((row) => {
    const cells = row.map((cell) => cell.replace(/\s+/g, ' ').replace(' 样本少', '样本少').trim())
    return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
  })
}

test('a funnel built step by step says who came how far, how fast, and keeps its address', async () => {
  await page.getByText('先选好要看的事件').waitFor()
  await pick(main(), '第 1 步：选择事件', 'shop_seen')
  await pick(main(), '第 2 步：选择事件', 'cart_filled')
  await main().getByRole('button', { name: '下一步' }).click()
  await pick(main(), '第 3 步：选择事件', 'till_passed')
  const expected = [
    ['1. shop_seen样本少', '4', '100.0%', '—', '—', '—', '—', '—'],
    ['2. cart_filled样本少', '3', '75.0%', '75.0%', '30.1% – 95.4%', '1', '10 分钟', '10 分钟'],
    ['3. till_passed样本少', '2', '50.0%', '66.7%', '20.8% – 93.9%', '1', '35 分钟', '35 分钟'],
  ]
  expect(await rowsOf('分步数据')).toEqual(expected)

  await page.reload()
  expect(await rowsOf('分步数据')).toEqual(expected)
})

test('it is told apart by a property of its events, and its file holds every step of every group', async () => {
  await pick(main(), '分组', '事件属性', false)
  await pick(main(), '选择属性', 'shop')
  expect(await rowsOf('分组数据')).toEqual([
    ['north样本少', '2', '2', '2', '100.0%'],
    ['south样本少', '2', '1', '0', '0.0%'],
  ])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    main().getByRole('button', { name: '导出 CSV' }).last().click(),
  ])
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(7)
  expect(lines[3]).toBe('north,3. till_passed,2,100,100,34.2% – 100.0%,0,2100,2100')
})

test('behind a figure stand its customers, who become a list', async () => {
  const steps = page.getByRole('region', { name: '分步数据' })
  // Who is lost before the third step: the one who came to the second and no further.
  await steps.locator('tbody tr').nth(2).getByRole('button', { name: '1', exact: true }).click()
  const drawer = page.getByRole('dialog', { name: /till_passed/ })
  await drawer.getByText('138****8003').waitFor()
  expect(await drawer.getByRole('listitem').count()).toBe(1)
  await drawer.getByRole('button', { name: '存为名单' }).click()
  const dialog = page.getByRole('dialog', { name: '存为名单' })
  await dialog.getByLabel('人群名称').fill('加购没付款')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)
  await page.getByRole('heading', { name: '加购没付款' }).waitFor()
})

test('a retention says which share of a cohort came back', async () => {
  await page.goto(`${running.server.url}/console/insight/retention`)
  await pick(main(), '选择起始行为', 'garden_seen')
  const [, ...cohorts] = await rowsOf('留存表')
  expect(cohorts.filter(([, size]) => size !== '0')).toEqual([
    [expect.stringContaining('当周样本少'), '2', '100.0%', '50.0%', ...zeros(7)],
    [expect.stringContaining('当周样本少'), '1', '100.0%', ...zeros(7)],
  ])
  expect(running.faults).toEqual([])
})

test('a trend and the days on which customers are active hold what was sent', async () => {
  await page.goto(`${running.server.url}/console/insight/trends`)
  await pick(main(), 'A：选择事件', 'cart_filled')
  const [whole, ...days] = await rowsOf('各周期数据')
  expect(whole).toEqual(['整段时间', '3'])
  expect(days.filter(([, count]) => count !== '0').map(([, count]) => count)).toEqual(['3'])

  await page.goto(`${running.server.url}/console/insight/stickiness`)
  await pick(main(), '选择活跃行为', 'shop_seen')
  const [once] = await rowsOf('各次数数据')
  expect(once).toEqual(['1 天', '4', '100.0%', '4'])

  await page.goto(`${running.server.url}/console/insight/lifecycle`)
  await pick(main(), '选择活跃行为', 'garden_seen')
  const weeks = await rowsOf('各周期数据')
  const firstWeek = weeks.findIndex((week) => week[1] === '2')
  // Two are new, one of them returns the week after, and the other is gone.
  expect(weeks[firstWeek]?.slice(1, 6)).toEqual(['2', '0', '0', '0', '2'])
  expect(weeks[firstWeek - 1]?.slice(1, 6)).toEqual(['0', '1', '0', '1', '1'])
  expect(running.faults).toEqual([])
})

test('paths say where visits go and where they end, and who that was', async () => {
  await page.goto(`${running.server.url}/console/insight/paths`)
  await pick(main(), '选择行为', 'shop_seen')
  // One of the two who paid came back for it an hour later: on another visit.
  expect(await rowsOf('每一步的节点')).toEqual([
    ['1. shop_seen样本少', '4', '4', '100.0%', '1', '25.0%'],
    ['2. cart_filled样本少', '3', '3', '100.0%', '2', '66.7%'],
    ['3. till_passed样本少', '1', '1', '100.0%', '1', '100.0%'],
  ])
  expect(await rowsOf('步骤之间的去向')).toEqual([
    ['1. shop_seen → cart_filled样本少', '3', '3', '75.0%'],
    ['2. cart_filled → till_passed样本少', '1', '1', '33.3%'],
  ])
  const nodes = page.getByRole('region', { name: '每一步的节点' }).locator('tbody tr')
  await nodes.nth(1).getByRole('button', { name: '2', exact: true }).click()
  const drawer = page.getByRole('dialog', { name: /cart_filled/ })
  await drawer.getByText('138****8002').waitFor()
  await drawer.getByText('138****8003').waitFor()
  expect(await drawer.getByRole('listitem').count()).toBe(2)
  expect(running.faults).toEqual([])
})

const zeros = (count: number) => Array.from({ length: count }, () => '0.0%')
