// A newcomer brings a file in through the console: guessed, checked, imported, mended, undone.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  page = await running.signedIn({
    viewport: { width: 1280, height: 860 },
    acceptDownloads: true,
  })
  // Beside another test that imports half a million rows.
})
afterAll(() => running?.stop())

const shot = (name: string) =>
  process.env.PICTURES
    ? page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true })
    : undefined
function file(name: string, content: string): string {
  const path = join(running.folder, name)
  writeFileSync(path, content)
  return path
}
async function customers(): Promise<{ attributes: { name?: string } }[]> {
  const answer = await fetch(`${server.url}/api/v1/customers`, {
    headers: { authorization: `Bearer ${KEYS.api}` },
  })
  return ((await answer.json()) as { items: { attributes: { name?: string } }[] }).items
}
async function choose(path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path)
}

test('a newcomer imports a file, mends its bad rows, exports a list and takes the import back', async () => {
  await page.goto(`${server.url}/console/imports`)
  await page.getByRole('link', { name: '导入文件' }).first().waitFor()
  await shot('1-empty')
  await page.getByRole('link', { name: '导入文件' }).first().click()
  await page.getByText('把文件拖到这里').waitFor()
  await shot('2-upload')

  const rows = Array.from(
    { length: 40 },
    (_, i) => `M${i},客户${i},1380000${String(i).padStart(4, '0')},2026-01-02 10:00:00,金卡`,
  )
  const bad = ['M90,李雷,13900000090,去年夏天,银卡', ',,,2026-01-03,银卡']
  await choose(
    file('会员表.csv', `会员编号,姓名,手机,注册时间,会员等级\n${[...rows, ...bad].join('\n')}\n`),
  )
  await page.getByText('每一列是什么').waitFor()
  await page.getByText('会员编号').first().waitFor()
  expect(await page.locator('main').textContent()).toContain('列名识别')
  await shot('3-map')
  await page.getByRole('button', { name: '下一步：检查' }).click()
  await page.getByText('有问题的行').first().waitFor()
  const checked = await page.locator('main').textContent()
  expect(checked).toContain('时间无法识别')
  expect(checked).toContain('没有能认出客户的标识')
  await shot('4-check')
  expect(await customers()).toEqual([])
  await page.getByLabel('保存这次的列映射，下次自动识别').check()
  await page.getByRole('button', { name: '导入 40 行' }).click()

  await page.waitForURL(/imports\/[0-9a-f-]{36}/)
  await page.getByText('已完成').first().waitFor()
  await page.getByRole('link', { name: '修好后重新上传' }).waitFor()
  await shot('5-done')
  expect(await customers()).toHaveLength(40)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载未导入的行' }).click(),
  ])
  const refused = readFileSync(await download.path(), 'utf8')
  expect(refused).toContain('M90,李雷,13900000090,去年夏天,银卡,41,bad_time')

  const lines = refused.split('\n').filter((line) => !line.startsWith(',,,'))
  const mended = lines.join('\n').replace('去年夏天', '2025-07-01')
  await page.getByRole('link', { name: '修好后重新上传' }).click()
  await page.getByText('把修好的文件拖到这里').waitFor()
  await choose(file('修好.csv', mended))
  await page.getByRole('button', { name: '导入 1 行' }).waitFor()
  await shot('6-mended')
  await page.getByRole('button', { name: '导入 1 行' }).click()
  await page.waitForURL(/imports\/[0-9a-f-]{36}/)
  await page.getByText('已完成').first().waitFor()
  await page.getByText('补导自').waitFor()
  expect((await customers()).some((c) => c.attributes.name === '李雷')).toBe(true)

  // The next file of its kind is recognised by its columns.
  await page.goto(`${server.url}/console/imports/new`)
  await choose(
    file(
      '会员表2.csv',
      '会员编号,姓名,手机,注册时间,会员等级\nM200,韩梅,13700000001,2026-02-01,金卡\n',
    ),
  )
  await page.getByText('这些文件可以用现成的映射').waitFor()
  await shot('7-known')

  await page.goto(`${server.url}/console/imports`)
  await page.getByRole('link', { name: '会员表.csv' }).waitFor()
  await shot('8-list')
  await page.getByRole('button', { name: /待办与通知/ }).click()
  await page.getByText('「会员表.csv」导入完成').waitFor()
  await shot('9-bell')
  await page.getByText('「会员表.csv」导入完成').click()
  await page.waitForURL(/imports\/[0-9a-f-]{36}/)
  await page.getByRole('heading', { level: 1, name: '会员表.csv' }).waitFor()

  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('将移除这次导入带来的').waitFor()
  expect(await page.getByRole('dialog').textContent()).toContain('客户 40')
  await shot('10-undo')
  await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
  await page.getByText('已撤销').first().waitFor()
  await page.getByText('撤销结果').waitFor()
  await shot('11-undone')
  expect(await customers()).toHaveLength(1)
})

test('a list is exported to the download centre, and what is large waits for approval', async () => {
  await page.goto(`${server.url}/console/audit`)
  await page.getByRole('button', { name: /导出$/ }).click()
  await page.getByRole('dialog').getByText('CSV', { exact: true }).click()
  await shot('12-ask')
  await page.getByRole('button', { name: '开始导出' }).click()
  await page.getByText('已开始导出').waitFor()
  await page.goto(`${server.url}/console/exports`)
  await page.getByText('可下载').waitFor()
  await shot('13-exports')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^下 ?载$/ }).click(),
  ])
  expect(readFileSync(await download.path(), 'utf8')).toContain('import.undone')

  const put = await fetch(`${server.url}/api/v1/export-settings`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
    body: JSON.stringify({ approval_rows: 0 }),
  })
  expect(put.status).toBe(200)
  await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events: [{ name: 'broken', at: 'not a time' }] }),
  })
  await page.goto(`${server.url}/console/dead-letters`)
  await page.getByRole('button', { name: /导出$/ }).click()
  await page.getByRole('button', { name: '开始导出' }).click()
  await page.getByText('需要另一个人审批').waitFor()
  await page.goto(`${server.url}/console/notices`)
  await page.getByText('项审批等你处理').first().waitFor()
  await shot('14-notices')
  await page.getByRole('link', { name: '去处理' }).click()
  await page.getByText('没有其他人可以审批').waitFor()
  await shot('15-approval')
  await page.getByRole('button', { name: /^通 ?过$/ }).click()
  await page.getByRole('dialog').getByText('已通过').waitFor()
  await page.goto(`${server.url}/console/exports`)
  await page.locator('tr', { hasText: '异常数据' }).getByText('可下载').waitFor()
})

test('no page failed', () => {
  expect(running.faults).toEqual([])
})
