// A brand's organisation in the browser: brought in from a file, a guide who leaves, whose customers go on.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

const STORES = '门店编码,门店名称,门店类型\nSH01,南京西路店,直营\nHZ01,湖滨店,加盟\nX1,超市,超市'
const STAFF = '工号,姓名,门店编码,岗位\nwang,王小美,SH01,导购\nli,李雷,HZ01,店长'

let running: RunningConsole
let server: RunningServer

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  await send('/v1/events', KEYS.write, {
    events: [
      {
        id: 'o-1',
        name: 'order_paid',
        identifiers: [{ namespace: 'phone', value: '13800138001' }],
        ...{ revenue_fen: 25_900, order_id: 'SO-1', store_id: 'SH01' },
      },
    ],
  })
})
afterAll(() => running?.stop())

async function send(path: string, key: string, body: object): Promise<void> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
}
async function get<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${KEYS.api}` },
  })
  return (await answer.json()) as Answer
}
interface Belonging {
  store: { code: string; source: string } | null
  guide: { code: string; source: string } | null
}

async function bring(page: Page, kind: string, csv: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText(kind, { exact: true }).click()
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'file.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await dialog.getByText(/新建 2/).waitFor()
}

async function pick(page: Page, label: string, words: string): Promise<void> {
  await page.getByLabel(label).click()
  await page.keyboard.type(words)
  await page.locator('.ant-select-item-option').filter({ hasText: words }).first().click()
}

test('stores and staff come from a file; a guide leaves, and the customers go to another', async () => {
  const page = await running.signedIn()
  await page.goto(`${server.url}/console/org`)
  await page.getByRole('button', { name: '批量导入' }).first().click()
  await bring(page, '门店', STORES)
  await page.getByText('类型不对').waitFor()
  await bring(page, '员工', STAFF)
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).first().click()
  await page.locator('main').getByText('南京西路店').waitFor()

  const { id } = await get<{ id: number }>('/customers/by/phone/13800138001')
  await page.goto(`${server.url}/console/customers/${id}`)
  await page.getByRole('button', { name: '更改专属导购' }).click()
  await pick(page, '选择导购', '王小美')
  await page.getByLabel('原因').fill('顾客指名')
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByText('归属已更改').waitFor()

  await page.goto(`${server.url}/console/org?tab=staff`)
  await page.locator('main').getByRole('link', { name: '王小美' }).click()
  await page
    .getByRole('button', { name: /离\s*职/ })
    .first()
    .click()
  await page.getByText('名下有 1 位专属客户').waitFor()
  await page
    .getByRole('dialog')
    .last()
    .getByRole('button', { name: /离\s*职/ })
    .click()
  await page.getByText('转交王小美的客户').waitFor()
  await pick(page, '选择导购', '李雷')
  await page.getByLabel('原因').fill('离职转交')
  await page.getByRole('button', { name: '转交 1 位客户' }).click()
  await page.getByText('已转交 1 位客户').waitFor()

  expect(await get<Belonging>(`/customers/${id}/assignment`)).toMatchObject({
    store: { code: 'SH01', source: 'order' },
    guide: { code: 'li', source: 'operator' },
  })
  await page.goto(`${server.url}/console/customers/${id}`)
  await page.getByRole('button', { name: '归属记录' }).click()
  const history = page.getByRole('dialog')
  await history.getByText('离职转交').waitFor()
  await history.getByText('顾客指名').waitFor()
  expect(running.faults).toEqual([])
})
