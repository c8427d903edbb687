// Customers as an operator works with them: found, filtered, opened one after the other, merged meanwhile.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

let running: RunningConsole
let server: RunningServer

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  await write('/v1/customers', {
    customers: [
      person('王小雪', '13800138001', '上海'),
      person('李雪', '13800138002', '北京'),
      person('张伟', '13800138003', '上海'),
    ],
  })
  await write('/v1/events', {
    events: [
      {
        id: 'o-1',
        name: 'order_paid',
        identifiers: [{ namespace: 'phone', value: '13800138001' }],
        revenue_fen: 25_900,
        order_id: 'SO-2026-1',
        platform: 'pos',
        source: '门店收银',
      },
      {
        id: 'v-1',
        name: 'page_viewed',
        identifiers: [{ namespace: 'cookie', value: 'visitor-1' }],
        page: { title: '首页' },
        platform: 'web',
      },
    ],
  })
  for (const name of ['到店', '雪字辈']) await api('POST', '/tags', { name })
  await api('POST', '/customers/tags', {
    filter: { attributes: [{ name: 'city', op: 'is', value: ['上海'] }] },
    add: ['到店'],
  })
})
afterAll(() => running?.stop())

const person = (name: string, phone: string, city: string) => ({
  identifiers: [{ namespace: 'phone', value: phone }],
  attributes: { name, city },
})

async function write(path: string, body: object): Promise<void> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
}

async function api<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect([200, 201], await answer.clone().text()).toContain(answer.status)
  return (await answer.json()) as Answer
}

async function idOf(phone: string): Promise<number> {
  return (await api<{ id: number }>('GET', `/customers/by/phone/${phone}`)).id
}

const signedIn = () => running.signedIn({}, '/customers')

const rows = (page: Page) => page.locator('main tbody tr.ant-table-row')
/** So many are counted, and so many are shown: the two are asked for apart. */
const found = async (page: Page, customers: number) => {
  await page.getByText(`共 ${customers} 位客户`).waitFor()
  await expect.poll(() => rows(page).count()).toBe(customers)
}
const search = async (page: Page, words: string) => {
  await page.getByLabel('搜索客户').fill(words)
  await page.keyboard.press('Enter')
}

test('two characters of a name, the end of a phone and an order number each find their customer', async () => {
  const page = await signedIn()
  await rows(page).first().waitFor()
  await search(page, '小雪')
  await found(page, 1)
  expect(await rows(page).textContent()).toContain('王小雪')
  await search(page, '雪')
  await found(page, 2)
  await search(page, '8003')
  await found(page, 1)
  await page.locator('main').getByRole('link', { name: '张伟' }).waitFor()
  await search(page, 'SO-2026-1')
  await page.locator('main').getByRole('link', { name: '王小雪' }).waitFor()
  await page.context().close()
})

test('a tag and an attribute narrow the list, stand in the address, and can be taken away again', async () => {
  const page = await signedIn()
  await rows(page).first().waitFor()
  await page.getByRole('button', { name: '添加条件' }).click()
  await page.getByRole('menuitem', { name: '标签' }).click()
  await page.getByLabel('标签', { exact: true }).last().fill('到店')
  await page.locator('.ant-select-item-option', { hasText: '到店' }).click()
  await page.getByRole('button', { name: '应用' }).click()
  await found(page, 2)
  expect(decodeURIComponent(page.url())).toContain('到店')
  await page.reload()
  await found(page, 2)
  await page.getByRole('button', { name: /去掉条件/ }).click()
  await found(page, 4)
  await page.context().close()
})

test('tags are put on the chosen customers, and the list knows at once', async () => {
  const page = await signedIn()
  await search(page, '雪')
  await found(page, 2)
  await page
    .getByLabel('选择全部', { exact: false })
    .or(page.locator('thead input[type=checkbox]'))
    .first()
    .check()
  await page.getByRole('button', { name: '打标签' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#batch-tags').fill('雪字辈')
  await page.locator('.ant-select-item-option').filter({ hasText: '雪字辈' }).first().waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '给 2 位客户打标签' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await search(page, '雪字辈')
  await found(page, 2)
  await page.context().close()
})

test('one customer in full, the next by a key, and a merge under the open page', async () => {
  const page = await signedIn()
  await search(page, '雪')
  await found(page, 2)
  const first = (await rows(page).first().locator('a').first().textContent()) ?? ''
  const second = (await rows(page).nth(1).locator('a').first().textContent()) ?? ''
  await rows(page).first().locator('a').first().click()
  await page.getByRole('heading', { level: 1, name: first }).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('heading', { level: 1, name: second }).waitFor()
  await page.keyboard.press('k')
  await page.getByRole('heading', { level: 1, name: first }).waitFor()

  const [hers, theirs] = [await idOf('13800138001'), await idOf('13800138003')]
  const [kept, gone] = [Math.min(hers, theirs), Math.max(hers, theirs)]
  await page.goto(`${server.url}/console/customers/${gone}`)
  await page.getByRole('tab', { name: '来源' }).click()
  await page.getByRole('tabpanel').getByText('上海').first().waitFor()
  await api('POST', `/customers/${kept}/merge`, { other_id: gone, reason: '同一个人' })
  await page.getByText(`#${kept}`, { exact: false }).first().waitFor()
  await page.getByText(new RegExp(`#${gone} (刚刚)?已合并到 #${kept}`)).waitFor()
  await page.getByText('+86138****8001').or(page.getByText('138****8001')).first().waitFor()
  await page.context().close()
})

test('an edit sent from a page whose customer was merged meanwhile lands on who is left', async () => {
  const people = [person('周一', '13800138011', '杭州'), person('周二', '13800138012', '杭州')]
  await write('/v1/customers', { customers: people })
  const [kept, gone] = [await idOf('13800138011'), await idOf('13800138012')].sort((a, b) => a - b)
  const page = await signedIn()
  await page.goto(`${server.url}/console/customers/${gone}`)
  await page.getByRole('button', { name: '打标签' }).first().click()
  // The page must not look again before the edit is sent.
  const edited = page.waitForResponse(
    (r) => r.request().method() === 'POST' && r.url().endsWith('/tags'),
  )
  await page.route(`**/api/v1/customers/${gone}`, async (route) => {
    await edited
    await route.continue()
  })
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').first().fill('到店')
  await page.locator('.ant-select-item-option', { hasText: '到店' }).first().click()
  await dialog
    .locator('.ant-select-selection-item, .ant-tag', { hasText: '到店' })
    .first()
    .waitFor()
  await api('POST', `/customers/${kept}/merge`, { other_id: gone, reason: '同一个人' })
  await dialog.locator('.ant-modal-footer .ant-btn-primary').click()
  expect((await edited).status()).toBe(200)
  await page.getByText(new RegExp(`#${gone} 刚刚已合并到 #${kept}`)).waitFor()
  const { items } = await api<{ items: { tag: string }[] }>('GET', `/customers/${kept}/tags`)
  expect(items.map((held) => held.tag)).toContain('到店')
  await page.goto(`${server.url}/console/customers/${gone}`)
  await page.getByText(new RegExp(`#${gone} 已合并到 #${kept}`)).waitFor()
  await page.context().close()
})

test('a visit is one line of the story that opens, and the story narrows to a kind', async () => {
  const phone = [{ namespace: 'phone', value: '13800138021' }]
  const at = (second: number) => new Date(Date.now() - 3_600_000 + second * 1000).toISOString()
  const looked = (n: number) => ({
    ...{ id: `looked-${n}`, name: 'product_viewed', at: at(n), identifiers: phone },
    ...{ platform: 'web', session_id: 'visit-1', properties: { sku: `K-${n}`, name: `壶${n}` } },
  })
  await write('/v1/events', {
    events: [
      ...[looked(1), looked(2), looked(3)],
      { ...looked(4), id: 'bought', name: 'basket_sent', platform: 'app', properties: {} },
    ],
  })
  const page = await signedIn()
  await page.goto(`${server.url}/console/customers/${await idOf('13800138021')}`)
  const story = page.getByRole('tabpanel')
  const visit = story.getByRole('button', { name: /访问.*3 步.*壶1、壶2、壶3/ })
  await visit.click()
  await story.getByRole('button', { name: /浏览商品.*壶2/ }).click()
  await story.getByText('K-2').first().waitFor()
  await story.getByLabel('类别').click()
  await page.locator('.ant-select-item-option', { hasText: '其他' }).click()
  await story.getByText('basket_sent').first().waitFor()
  expect(await visit.count()).toBe(0)
  expect(page.url()).toContain('kind=other')
  await page.context().close()
})

test('a customer erased under an open page is not shown any longer', async () => {
  await write('/v1/customers', { customers: [person('吴忘', '13800138031', '苏州')] })
  const id = await idOf('13800138031')
  const page = await signedIn()
  await page.goto(`${server.url}/console/customers/${id}`)
  await page.getByRole('heading', { level: 1, name: '吴忘' }).waitFor()
  await api('POST', `/customers/${id}/erase`, { reason: '本人要求', confirm: String(id) })
  await page.getByText('吴忘').first().waitFor({ state: 'detached', timeout: 120_000 })
  await page.context().close()
})

test('no page failed', () => {
  expect(running.faults).toEqual([])
})
