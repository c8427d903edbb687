// Computed attributes by hand: one is made, seen on a customer and asked for by an audience; RFM is taken
// from the grading kit.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS } from './harness/server.ts'

let running: RunningConsole
let page: Page
const ANN = '13800138001'

beforeAll(async () => {
  running = await startConsole()
  const paid = (phone: string, fen: number, order: string) => ({
    ...{ id: order, name: 'order_paid', identifiers: [{ namespace: 'phone', value: phone }] },
    ...{ revenue_fen: fen, order_id: order, platform: 'pos', source: 'till' },
  })
  const visitor = [{ namespace: 'phone', value: '13800138009' }]
  await send('POST', '/v1/events', KEYS.write, {
    events: [
      paid(ANN, 25_900, 'SO-1'),
      paid(ANN, 10_000, 'SO-2'),
      paid('13800138002', 5_000, 'SO-3'),
      { id: 'v-1', name: 'page_viewed', identifiers: visitor },
    ],
  })
  page = await running.signedIn({ viewport: { width: 1440, height: 1000 } })
})
afterAll(() => running?.stop())

async function send<Answer>(method: string, path: string, key: string, body?: object) {
  const answer = await fetch(running.server.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return (await answer.json()) as Answer
}
const api = <Answer>(path: string) => send<Answer>('GET', `/api/v1${path}`, KEYS.api)

interface Computed {
  id: string
  name: string
  building: boolean
  customers: number
}
/** As the server keeps them, once all are reckoned. */
async function reckoned(count: number): Promise<Computed[]> {
  let items: Computed[] = []
  await expect
    .poll(
      async () => {
        items = (await api<{ items: Computed[] }>('/computed-attributes')).items
        return items.filter((one) => !one.building).length
      },
      { timeout: 120_000 },
    )
    .toBe(count)
  return items
}
const open = (path: string) => page.goto(`${running.server.url}/console${path}`)

test('what was spent in 90 days is made by hand, seen on a customer and asked for by an audience', async () => {
  // What was sent of orders becomes orders.
  await expect
    .poll(
      async () => {
        const definition = { kind: 'order_figure', of: 'count' }
        const path = '/api/v1/computed-attributes/preview'
        return (await send<Computed>('POST', path, KEYS.api, { definition })).customers
      },
      { timeout: 120_000 },
    )
    .toBe(2)
  await open('/computed-attributes/new')
  await page.getByLabel('名称', { exact: true }).fill('近 90 天消费额')
  await page.getByLabel('属性名', { exact: true }).fill('spent_90d')
  await page.getByText('2 位客户有值，共 3 位').waitFor()
  await page.getByRole('button', { name: '保存并开始计算' }).click()
  await page.getByRole('heading', { name: '近 90 天消费额' }).waitFor()
  await page.getByText('时间范围：最近 90 天').waitFor()
  const [made] = await reckoned(1)
  expect(made).toMatchObject({ name: 'spent_90d', customers: 2 })

  const found = await api<{ items: { id: number }[] }>(`/customers?q=${ANN}`)
  await open(`/customers/${found.items[0]?.id}?tab=attributes`)
  await page.getByText('¥359.00').last().waitFor()
  // Somebody else's pen is there: this one has none.
  expect(await page.getByRole('button', { name: /^编辑.*消费额/ }).count()).toBe(0)
  await page.getByRole('button', { name: '近 90 天消费额怎么算的' }).click()
  await page.getByText('最近 90 天实付金额').waitFor()

  await open('/audiences/new')
  await page.getByLabel('人群名称').fill('花得多的人')
  await page.getByRole('button', { name: '添加条件' }).last().click()
  await page.getByLabel('找条件：购买、生日、标签…').fill('客户属性')
  await page
    .getByRole('button', { name: /^客户属性/ })
    .last()
    .click()
  const condition = page.locator('fieldset').first()
  await condition.getByRole('combobox', { name: '选择客户属性' }).click()
  await page.keyboard.type('近 90 天')
  await page
    .locator('.ant-select-item-option')
    .filter({ visible: true, hasText: '近 90 天消费额' })
    .first()
    .click()
  await condition.getByRole('spinbutton').first().fill('200')
  await page.locator('aside').getByText('近 90 天消费额 ≥ ¥200.00').first().waitFor()
  const estimate = page.getByRole('region', { name: '预估人数' })
  await estimate.locator('[aria-busy=false]').getByText('1', { exact: true }).waitFor()
  await page.getByRole('button', { name: '保存并启用' }).click()
  await page.waitForURL(/\/audiences\/[0-9a-f-]{36}/)

  await open(`/computed-attributes/${made?.id}?tab=uses`)
  await page.getByRole('link', { name: '花得多的人' }).waitFor()
})

test('an edit says why, stands beside what was before, and is taken back', async () => {
  const [made] = await reckoned(1)
  await open(`/computed-attributes/${made?.id}/edit`)
  await page.getByLabel('修改说明').fill('看半年')
  await page.getByRole('spinbutton').first().fill('180')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText('时间范围：最近 180 天').waitFor()
  await page.getByRole('tab', { name: '历史版本' }).click()
  await page.getByText('看半年').waitFor()
  await page.locator('li').filter({ hasText: '时间范围：最近 90 天' }).getByText('−').waitFor()
  await page.locator('li').filter({ hasText: '时间范围：最近 180 天' }).getByText('+').waitFor()
  await page.getByRole('button', { name: '恢复此版' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复此版' }).click()
  await page.getByText('第 3 版').first().waitFor()
  await page.getByRole('tab', { name: '概览' }).click()
  await page.getByText('时间范围：最近 90 天').waitFor()
})

test('RFM of the grading kit shows its ends before it is made, and makes the scores and the audiences', async () => {
  await open('/audiences/templates?group=rfm')
  await page.getByText('尚未建立').waitFor()
  await page.getByRole('columnheader', { name: 'F 付款订单数' }).waitFor()
  await page.getByRole('button', { name: '建立评分和 8 类人群' }).click()
  await page.waitForURL((url) => url.searchParams.get('folder') === 'RFM')
  for (const name of ['重要价值客户', '重要挽留客户', '一般挽留客户'])
    await page.getByRole('link', { name, exact: true }).waitFor()
  const all = await reckoned(4)
  const scores = all.filter(({ name }) => name.startsWith('rfm_'))
  expect(scores.map(({ name, customers }) => [name, customers]).sort()).toEqual([
    ['rfm_f', 2],
    ['rfm_m', 2],
    ['rfm_r', 2],
  ])

  await open('/audiences/templates?group=rfm')
  await page.getByText('已建立', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'F 消费频次' }).click()
  await page.getByRole('heading', { name: 'RFM·F 消费频次' }).waitFor()
  await page.getByText('2 位买家').waitFor()
  await page.getByRole('tab', { name: '使用' }).click()
  await page.getByRole('link', { name: '重要价值客户' }).first().waitFor()
  expect(running.faults).toEqual([])
})
