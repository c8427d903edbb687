// What leaves an audience: a tag on its customers, a file without those who refused; and a list that is
// filled from a file, which hands back whom nobody knows.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audiencesOf, phone } from './harness/audiences.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'

let running: RunningConsole
const { api, did, known, idOf, whoDid } = audiencesOf(() => running)
let carted: string
const CONSENT = { purpose: 'marketing', channel: 'all' }

beforeAll(async () => {
  running = await startConsole()
  await did([1, 'cart_added'], [2, 'cart_added'], [3, 'help_opened'])
  await did([1, 'quiz_done'], [2, 'quiz_done'], [4, 'quiz_done'])
  await known({
    1: { consents: [{ ...CONSENT, state: 'given' }] },
    2: { consents: [{ ...CONSENT, state: 'withdrawn' }] },
  })
  await api.need('POST', '/tags', { name: '想买' })
  carted = await whoDid('加购的人', 'cart_added', 2)
})
afterAll(() => running?.stop())

const act = async (page: Page, item: string) => {
  await page.getByRole('button', { name: '更多操作', exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
  return page.getByRole('dialog')
}
/** Her page, looked at until the tag is on it or off it. */
const carries = async (page: Page, who: number, isOn: boolean) => {
  const id = await idOf(who)
  await expect
    .poll(
      async () => (await api.need<{ tags: unknown[] }>('GET', `/customers/${id}`)).tags.length,
      {
        timeout: 120_000,
      },
    )
    .toBe(isOn ? 1 : 0)
  await page.goto(`${running.server.url}/console/customers/${id}`)
  await page.getByText('所属人群').first().waitFor()
  const tag = page.locator('main').getByText('想买')
  if (isOn) await tag.first().waitFor()
  else expect(await tag.count()).toBe(0)
}

test('a tag follows an audience onto its customers, also onto who enters later', async () => {
  const page = await running.signedIn({}, `/audiences/${carted}`)
  const dialog = await act(page, '同步到客户标签')
  await dialog.getByRole('combobox', { name: '客户标签' }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: '想买' }).click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  await carries(page, 1, true)
  await carries(page, 3, false)
  await did([3, 'cart_added'])
  await carries(page, 3, true)

  await page.goto(`${running.server.url}/console/audiences/${carted}?tab=uses`)
  await page.locator('main').getByRole('link', { name: '想买' }).waitFor()
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('a file of an audience for marketing leaves out who refused', async () => {
  const page = await running.signedIn({}, `/audiences/${await whoDid('答题的人', 'quiz_done', 3)}`)
  const dialog = await act(page, '导出成员')
  await dialog.getByText('CSV', { exact: true }).click()
  await dialog.getByLabel('原因').fill('周年庆短信')
  await dialog.getByRole('button', { name: '导出' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.goto(`${running.server.url}/console/exports`)
  await page.getByText('可下载').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^下 ?载$/ }).click(),
  ])
  const rows = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
    .slice(1)
  expect(rows.map((row) => row.split(',')[0])).toEqual([
    String(await idOf(1)),
    String(await idOf(4)),
  ])
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('a list is filled from a file, and those whom nobody knows are handed back', async () => {
  const page = await running.signedIn({}, '/audiences')
  await page.getByRole('button', { name: '新建名单' }).first().click()
  await page.getByRole('dialog').getByLabel('人群名称').fill('到店来宾')
  await page.getByRole('dialog').getByRole('button', { name: '创建' }).click()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)
  await page.getByRole('tab', { name: '成员' }).click()
  await page.getByText('名单还是空的').waitFor()
  await page.getByRole('button', { name: '导入成员' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: '标识类型' }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: '手机号' }).first().click()
  await dialog.locator('input[type=file]').setInputFiles({
    ...{ name: '来宾.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(`${phone(1)}\r\n${phone(3)}\r\n13900000000\r\n`),
  })
  await expect.poll(() => dialog.getByLabel('标识，每行一个').inputValue()).toContain(phone(3))
  await dialog.getByRole('button', { name: '导入', exact: true }).click()
  await dialog.getByText('给出 3 个标识：加入 2 人，移出 0 人，0 人无需变动。').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '下载找不到的标识' }).click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toBe('\uFEFFphone,13900000000\r\n')
  await dialog.getByRole('button', { name: '完成' }).click()
  await page.locator('tbody a').nth(1).waitFor()
  expect(running.faults).toEqual([])
  await page.context().close()
})
