// Hard audiences built by hand in the browser, as an operator would, and counted to the last customer.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'
import { builderOn } from './harness/builder.ts'
import { signIn } from './harness/console.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'

const OWNER = { email: 'owner@example.com', password: 'a-long-enough-password-1' }
const DAY = 86_400_000
const HOUR = 3_600_000

let directory: string
let server: RunningServer
let browser: TestBrowser
let page: Page
const faults: string[] = []

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'homefield-audiences-'))
  server = await startServer({
    data: directory,
    env: { HOMEFIELD_OWNER_EMAIL: OWNER.email, HOMEFIELD_OWNER_PASSWORD: OWNER.password },
  })
  await tellStory()
  browser = await openBrowser()
  page = await browser.newPage({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 1000 },
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  // A reload over unsaved changes is asked about; here it is meant.
  page.on('dialog', (dialog) => void dialog.accept())
  await signIn(page, server.url, OWNER)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(directory, { recursive: true, force: true })
})

const who = (n: number) => [{ namespace: 'phone', value: `1380013800${n}` }]
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
async function send(path: string, body: object): Promise<void> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
}

/** Five customers, told apart by what they did and when. */
async function tellStory(): Promise<void> {
  let id = 0
  const did = (n: number, name: string, before: number, properties: object = {}) => ({
    ...{ id: `a-${++id}`, name, at: ago(before), identifiers: who(n), properties },
  })
  await send('/v1/events', {
    events: [
      ...[1, 2].map((n) => did(n, 'cart_added', 3 * HOUR)),
      did(2, 'help_opened', 2 * HOUR),
      ...[50, 30, 10, 5, 5].map((points, at) => did(at + 1, 'quiz_done', HOUR, { points })),
      ...[1, 8, 15].map((days) => did(3, 'checked_in', days * DAY)),
      did(4, 'checked_in', 40 * DAY),
      ...[80, 1].map((days) => did(5, 'checked_in', days * DAY)),
    ],
  })
  const soon = new Date(Date.now() + 3 * DAY).toISOString().slice(5, 10)
  await send('/v1/customers', {
    customers: [
      { identifiers: who(2), attributes: { birthday: `1992-${soon}` } },
      { identifiers: who(1), attributes: { level: 'gold' } },
      { identifiers: who(5), attributes: { level: 'gold' }, at: ago(70 * DAY) },
    ],
  })
}

const { condition, add, pick, fill, begin: beginAt } = builderOn(() => page)
const begin = (name: string) => beginAt(server.url, name)

/** Waits for the live estimate, reads the sentence, and saves. */
async function save(size: number, sentence: string | RegExp, how = '存为草稿'): Promise<void> {
  const estimate = page.getByRole('region', { name: '预估人数' })
  const counted = estimate.locator('[aria-busy=false]').getByText(String(size), { exact: true })
  await counted.waitFor().catch(async (thrown: unknown) => {
    throw new Error(`${await page.locator('main').textContent()}\n${String(thrown)}`)
  })
  await page.locator('aside').getByText(sentence).first().waitFor()
  await page.getByRole('button', { name: how }).click()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)
}

test('what is saved before it is checked waits for the check and goes on', async () => {
  await begin('一打开就保存')
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/api/v1/audiences/check', async (route) => {
    await held
    await route.continue()
  })
  await add('依次做过')
  await pick(condition(), '第 1 步：选择事件', 'cart_added')
  await pick(condition(), '第 2 步：选择事件', 'quiz_done')
  const save = page.getByRole('button', { name: '保存并启用' })
  await save.click()
  await page.locator('.ant-btn-loading').filter({ hasText: '保存并启用' }).waitFor()
  answer()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)
  await page.getByText('使用中').first().waitFor()
  await page.unroute('**/api/v1/audiences/check')
})

test('a list is filled from pasted numbers, and those of nobody are handed back', async () => {
  await page.goto(`${server.url}/console/audiences`)
  await page.getByRole('button', { name: '新建名单' }).first().click()
  await page.getByRole('dialog').getByLabel('人群名称').fill('到店来宾')
  await page.getByRole('dialog').getByRole('button', { name: '创建' }).click()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)
  await page.getByRole('button', { name: '导入成员' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('标识，每行一个').fill('phone,13800138001\nphone,13900000000\n')
  await dialog.getByRole('button', { name: '导入', exact: true }).click()
  await dialog.getByText('给出 2 个标识：加入 1 人，移出 0 人，0 人无需变动。').waitFor()
  await dialog.getByText('1 个标识找不到客户。').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '下载找不到的标识' }).click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toBe('\uFEFFphone,13900000000\r\n')
  await dialog.getByRole('button', { name: '完成' }).click()
  await page.locator('tbody a').first().waitFor()
})

test('the hardest audiences are built by hand, and each means whom it should', async () => {
  await begin('加购后答题，没找过帮助')
  await add('依次做过')
  await pick(condition(), '第 1 步：选择事件', 'cart_added')
  await pick(condition(), '第 2 步：选择事件', 'quiz_done')
  await condition().getByRole('button', { name: '其间没有…' }).click()
  await pick(condition(), '其间没有的事件', 'help_opened')
  await save(1, /cart_added → quiz_done，在 1 天内完成，其间没有 help_opened/, '保存并启用')
  await page.getByText('使用中').first().waitFor()

  await begin('每周签到')
  await add('规律性地做')
  await pick(condition(), '选择事件', 'checked_in')
  await save(1, /最近 4 周里至少 3 周有签到/)

  await begin('停止签到')
  await add('原来做，后来停了')
  await pick(condition(), '选择事件', 'checked_in')
  await save(1, /之前 90 天有签到，最近 30 天没有/)

  await begin('又回来签到')
  await add('停了又回来')
  await pick(condition(), '选择事件', 'checked_in')
  await save(1, /中断至少 60 天后，最近 7 天又有签到/)

  await begin('积分前 20%')
  await add('排名靠前')
  await pick(condition(), '按什么排', '事件属性合计', false)
  await pick(condition(), '选择事件', 'quiz_done')
  await pick(condition(), '选择属性', 'points')
  await save(1, /quiz_done 的积分合计排在前 20%/)

  await begin('贡献 80% 积分的人')
  await add('排名靠前')
  await pick(condition(), '按什么排', '事件属性合计', false)
  await pick(condition(), '选择事件', 'quiz_done')
  await pick(condition(), '选择属性', 'points')
  await pick(condition(), '留下谁', '合计贡献百分之几的头部', false)
  await save(2, /合计贡献 80% 的头部客户/)

  await begin('7 天内生日')
  await add('客户属性')
  await pick(condition(), '选择客户属性', 'birthday')
  await pick(condition(), '比较方式', '周年日')
  await save(1, /周年日在未来 7 天内/)

  await begin('金卡已满 30 天')
  await add('属性已持续多久')
  await pick(condition(), '选择客户属性', 'level')
  await pick(condition(), '值', 'gold')
  await save(1, /是 gold，且已持续至少 30 天/)

  await begin('积分合计 ≥ 30')
  await add('事件属性的合计、平均等')
  await pick(condition(), '选择事件', 'quiz_done')
  await pick(condition(), '选择属性', 'points')
  await fill(condition(), '数值', 30)
  await save(2, /quiz_done 的积分合计 ≥ 30/)

  await begin('答过题，没加购也没求助')
  await add('做过 / 没做过')
  await pick(condition(), '选择事件', 'quiz_done')
  await page.getByRole('button', { name: '条件组' }).click()
  const group = page.getByRole('region', { name: '条件组：任一满足' })
  for (const [at, event] of ['cart_added', 'help_opened'].entries()) {
    await group.getByRole('button', { name: '添加条件' }).click()
    await page.getByRole('button', { name: /^做过 \/ 没做过/ }).click()
    await pick(condition(at + 1), '选择事件', event)
  }
  await group.getByRole('button', { name: '排除' }).first().click()
  await save(3, /且排除（最近 30 天有 cart_added，或最近 30 天有 help_opened）/)

  await begin('没用优惠也不在客户群')
  await add('用过优惠')
  await pick(condition(), '比较方式', '≤', false)
  await pick(condition(), '优惠', '没用优惠', false)
  await page.getByRole('button', { name: '条件组' }).click()
  const outside = page.getByRole('region', { name: '条件组：任一满足' })
  await outside.getByRole('button', { name: '添加条件' }).click()
  await page.getByRole('button', { name: /^客户群/ }).click()
  await outside.getByRole('button', { name: '排除' }).first().click()
  await save(5, /没用优惠.*且排除（.*客户群/)

  await begin('人群里的人群')
  await add('属于另一个人群')
  await pick(condition(), '选择人群', '加购后答题')
  await save(1, /属于人群加购后答题，没找过帮助/)
  expect(faults).toEqual([])
})

test('a mistake is told beside its field, taken back and made good, and nothing is lost', async () => {
  await begin('边做边改')
  await add('做过 / 没做过')
  await add('标签')
  await page.getByText('还有 2 处没有填好').waitFor()
  await page.getByText('还有 2 处没有填好').click()
  await condition(1).getByText('请填写').waitFor()
  await pick(condition(0), '选择事件', 'quiz_done')
  await condition(1).getByRole('button', { name: '删除' }).click()
  await page.getByRole('region', { name: '预估人数' }).getByText('5', { exact: true }).waitFor()

  await page.keyboard.press('Control+z')
  expect(await page.locator('fieldset').count()).toBe(2)
  await page.keyboard.press('Control+Shift+z')
  await condition(1).waitFor({ state: 'detached' })

  await condition(0).getByRole('button', { name: '复制' }).click()
  await page.getByRole('button', { name: '条件组' }).click()
  await page.locator('fieldset [data-handle]').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('region', { name: '条件组：任一满足' }).locator('fieldset').waitFor()

  await page.getByRole('link', { name: '客户', exact: true }).first().click()
  await page.getByText('离开而不保存？').waitFor()
  await page.getByRole('button', { name: '继续编辑' }).click()
  await page.reload()
  await page.getByRole('region', { name: '条件组：任一满足' }).locator('fieldset').waitFor()
  expect(await page.getByLabel('人群名称').inputValue()).toBe('边做边改')
  expect(faults).toEqual([])
})
