// Every page of the console under axe, in both looks: nothing that keeps anybody out.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { insightGroups } from '../../console/src/insight/pages.ts'
import { OWNER, type RunningConsole, signIn, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

const CONSOLE = join(import.meta.dirname, '../../console/src')
const tables = globSync('**/*outes.tsx', { cwd: CONSOLE }).map((name) =>
  readFileSync(join(CONSOLE, name), 'utf8'),
)
const registered: string[] = insightGroups.flatMap(({ pages }) => pages.map(({ to }) => to))
/** As the console's own tables of routes say: a page that is added is looked at. */
const paths = [
  ...new Set([
    ...tables.flatMap((table) =>
      [...table.matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) => path),
    ),
    ...registered,
  ]),
]
/** Where nobody is signed in yet. */
const OUTSIDE = new Set(['/sign-in', '/claim'])

let running: RunningConsole
let server: RunningServer
let customer: string
/** What stands behind an id in an address, where there is something. */
const behind: Record<string, string> = {}
/** Others, to be compared with. */
let lists: string[]

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  const people = ['王小雪', '李雷', '韩梅梅']
  await send('/v1/events', KEYS.write, {
    events: people.flatMap((_, i) => [
      {
        id: `view-${i}`,
        name: 'page_viewed',
        platform: 'web',
        page: { title: '首页' },
        identifiers: [{ namespace: 'member_id', value: `m-${i}` }],
      },
      {
        id: `paid-${i}`,
        name: 'order_paid',
        platform: 'pos',
        order_id: `POS-${i}`,
        revenue_fen: 25_900,
        identifiers: [{ namespace: 'member_id', value: `m-${i}` }],
      },
    ]),
  })
  await send('/v1/customers', KEYS.write, {
    customers: people.map((name, i) => ({
      identifiers: [{ namespace: 'member_id', value: `m-${i}` }],
      attributes: { name, city: '上海' },
    })),
  })
  await send('/v1/events', KEYS.write, { events: [{ name: 'broken', at: 'not a time' }] })
  const found = await fetch(`${server.url}/api/v1/customers/by/member_id/m-0`, {
    headers: { authorization: `Bearer ${KEYS.api}` },
  })
  customer = String(((await found.json()) as { id: number }).id)
  behind.customerId = customer
  await makeAudiences()
  await makeShopPage()
  await makeLeadForm()
  await makeQuotation()
})
afterAll(() => running?.stop())

async function send(path: string, key: string, body: object): Promise<void> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return (await answer.json()) as Answer
}

/** A live audience with two wordings, lists to compare it with, a pool of it, a computed attribute. */
async function makeAudiences(): Promise<void> {
  type Made = { id: string; revision: number }
  const bought = (times: number) => ({
    ...{ kind: 'orders', of: 'count', window: { kind: 'ever' }, where: {} },
    is: { op: 'gte', value: times },
  })
  const seen = {
    ...{ kind: 'did', event: { any_of: [{ event: 'page_viewed', where: [] }] } },
    ...{ window: { kind: 'ever' }, times: { op: 'gte', value: 1 } },
  }
  const { id } = await ask<Made>('POST', '/audiences', {
    ...{ name: '买过或逛过', labels: ['复购'], rule: bought(1) },
  })
  const { revision } = await ask<Made>('POST', `/audiences/${id}/go-live`, {})
  await ask('PATCH', `/audiences/${id}`, {
    ...{ revision, note: '逛过的也算', rule: { kind: 'any', rules: [bought(1), seen] } },
  })
  const isFilled = async () => (await ask<{ size: number }>('GET', `/audiences/${id}`)).size === 3
  await vi.waitUntil(isFilled, { timeout: 120_000, interval: 200 })
  lists = []
  for (const name of ['门店名单', '活动名单', '内购名单', '回访名单']) {
    const list = await ask<Made>('POST', '/audiences', { name, kind: 'static' })
    await ask('PUT', `/audiences/${list.id}/list`, {
      ...{ namespace: 'member_id', text: lists.length % 2 ? 'm-0\nm-1\n' : 'm-1\nm-2\n' },
    })
    lists.push(list.id)
  }
  const pool = await ask<Made>('POST', '/pools', {
    ...{ name: '老客复购池', audience_id: id, carriers: ['wecom_friend'], behaviour: bought(2) },
    short_objective: {
      text: '可触达一千人',
      measure: 'reachable',
      target: 1000,
      until: '2027-01-01',
    },
  })
  const computed = await ask<Made>('POST', '/computed-attributes', {
    ...{ name: 'paid_90d', label: '近 90 天付款次数' },
    definition: {
      ...{ kind: 'event_figure', of: 'count', window: { kind: 'ever' } },
      event: { any_of: [{ event: 'order_paid', where: [] }] },
    },
  })
  Object.assign(behind, { audienceId: id, poolId: pool.id, computedId: computed.id })
}

/** A page of the shop with a block of most kinds. */
async function makeShopPage(): Promise<void> {
  await ask('PUT', '/shop-settings', {
    ...{ slug: 'looked-at', is_open: true, revision: 0, storefront: null },
    ...{ privacy_version: '2026-11', privacy_text: '我们用手机号认出您。' },
  })
  const made = await ask<{ id: string }>('POST', '/shop-pages', {
    name: '日常首页',
    blocks: [
      { id: 'top', kind: 'carousel', settings: {} },
      { id: 'news', kind: 'notice', settings: { text: '照常发货' } },
      { id: 'goods', kind: 'products', settings: { title: '本季' } },
    ],
  })
  behind.pageId = made.id
}

/** A form that is worked on. */
async function makeLeadForm(): Promise<void> {
  const made = await ask<{ id: string }>('POST', '/lead-forms', {
    name: '体验官招募',
    draft: {
      title: '体验官招募',
      fields: [{ attribute: 'phone', label: '手机号', reason: '确认是您本人', required: true }],
      consent: null,
    },
  })
  behind.formId = made.id
}

/** A draft with a discount and a deposit. */
async function makeQuotation(): Promise<void> {
  await ask('POST', '/products', { sku: 'looked-at', name: '紫砂壶', price_fen: 168_000 })
  await ask('POST', '/stores', { code: 'looked-at', name: '湖滨店', kind: 'direct' })
  await ask('PUT', '/storefronts/looked-at', {
    ...{ name: '旗舰店', kind: 'flagship', store: 'looked-at', sells_all: true, state: 'open' },
    ...{ freight: null, deepest_bp: null, revision: 0 },
  })
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const made = await ask<{ id: string }>('POST', '/quotations', {
    ...{ customer_id: Number(customer), storefront: 'looked-at', valid_until: inDays(7) },
    lines: [{ sku: 'looked-at', quantity: 2, unit_fen: 150_000 }],
    deposit: {
      ...{ kind: 'earnest', share_bp: 1_000, balance_until: inDays(20) },
      ships_by: inDays(30).slice(0, 10),
    },
  })
  behind.quotationId = made.id
}

/** An address of the route; ids that are nobody's open the page that says so. */
function addressOf(path: string): string {
  return path
    .replace('$doc', 'console')
    .replace(/\$(\w+)/g, (_, id: string) => behind[id] ?? '0198f3a0-0000-7000-8000-000000000000')
}

/** Every page, and what stands in tabs of one. */
const addressesInside = () => [
  ...paths.filter((path) => !OUTSIDE.has(path)).map(addressOf),
  ...[
    'inside',
    `overlap&with=${lists.slice(0, 2).join(',')}`,
    `overlap&with=${lists.join(',')}`,
    'rule',
    'uses',
    `why&customer=${customer}`,
  ].map((tab) => `${addressOf('/audiences/$audienceId')}?tab=${tab}`),
  '/leads?tab=forms',
  '/appointments?tab=services',
  '/appointments?tab=hours',
  ...Object.entries(questions).map(
    ([analysis, asked]) => `/insight/${analysis}?ask=${encodeURIComponent(JSON.stringify(asked))}`,
  ),
]

const [seen, paid] = ['page_viewed', 'order_paid'].map((event) => ({
  any_of: [{ event, where: [] }],
}))
/** Each with an answer: figures, charts and tables. */
const questions = {
  trends: { series: [{ of: seen, measure: 'count', property: '' }], compare: 'previous' },
  funnel: { steps: [seen, paid], breakdown: { type: 'customer', by: 'city' } },
  retention: { target: seen, returning: paid },
  lifecycle: { of: seen },
  stickiness: { of: seen },
}

/** The same beside every page and a third of axe's work: judged on the first page of each window. */
const NAVIGATION = 'nav[aria-label="主导航"]'

interface Chosen {
  /** Parts of the page that are judged elsewhere. */
  beside?: string
  /** Rules that do not hold there. */
  without?: string[]
  /** Rules in place of all of them. */
  only?: string[]
}
async function faultsOf(page: Page, path: string, chosen: Chosen): Promise<string[]> {
  const { beside, without, only } = chosen
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe.source)
  const options = {
    resultTypes: ['violations'],
    ...(without && {
      rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    }),
    ...(only && { runOnly: { type: 'rule', values: only } }),
  }
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify({ exclude: beside ? [beside] : [] })}, ${JSON.stringify(options)})`,
  )
  return violations.flatMap((fault) =>
    fault.nodes.map(
      (node) => `${path} [${fault.impact}] ${fault.id}: ${node.target.join(' ')} ${fault.help}`,
    ),
  )
}

/** Of everything on the page; nothing while it waits (a button too) or moves. */
const colours = `
  document.querySelector('[aria-busy="true"], .ant-btn-loading') ||
  document.getAnimations().some((animation) => animation.playState === 'running')
    ? ''
    : Array.from(document.querySelectorAll('body *'), (element) => {
        const { color, backgroundColor, opacity } = getComputedStyle(element)
        return color + backgroundColor + opacity
      }).join()`
/** Twice the same: a look is changed at once, but not everywhere in one moment. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  // The page's own policy forbids what waits inside it for a condition.
  let before = ''
  await expect
    .poll(async () => {
      const now = await page.evaluate<string>(colours)
      const isSame = now !== '' && now === before
      before = now
      return isSame
    })
    .toBe(true)
}

type Look = 'light' | 'dark'
const lookOf = (page: Page) => page.evaluate<Look>('document.documentElement.style.colorScheme')
/** What axe judges by colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']
/** The page as it stands, in the look it has and then in the other, which is other colours alone. */
async function faultsInBothLooks(
  page: Page,
  name: string,
  given: Omit<Chosen, 'only'> = {},
): Promise<string[]> {
  await settled(page)
  const look = await lookOf(page)
  const faults = await faultsOf(page, `${name} in the ${look} look`, given)
  const other = look === 'light' ? 'dark' : 'light'
  await page.emulateMedia({ colorScheme: other })
  await expect.poll(() => lookOf(page)).toBe(other)
  await settled(page)
  return [
    ...faults,
    ...(await faultsOf(page, `${name} in the ${other} look`, { ...given, only: OF_COLOURS })),
  ]
}

/** As many as keep the browser and the server busy; each takes the next address when it is done. */
const WINDOWS = 3

/** The area of the console that an address belongs to: pages of two areas share no part but the frame. */
const areaOf = (path: string) => /^\/[^/?]*/.exec(path)?.[0]

/** Of the area with most left, but not of the one a window is in while there are others. */
function takeNext(areas: string[][], before: string | undefined): string | undefined {
  const byLength = areas.filter((area) => area.length > 0).sort((a, b) => b.length - a.length)
  const isElsewhere = ([path]: string[]) => before && path && areaOf(path) !== areaOf(before)
  return (byLength.find(isElsewhere) ?? byLength[0])?.shift()
}

/**
 * Opens a page as a link to it does: loading the console anew is two thirds of what a page costs. What stands there
 * is marked, and gone when the page is another. Within an area the same parts may stay.
 */
async function lookAt(page: Page, path: string, before: string | undefined): Promise<void> {
  const url = `/console${path}`
  if (before === undefined || areaOf(before) === areaOf(path)) {
    await page.goto(server.url + url)
    return
  }
  await page.evaluate(
    `for (const part of document.querySelectorAll('#content > *, h1')) part.setAttribute('data-left', '')
    history.pushState({}, '', ${JSON.stringify(url)})`,
  )
  await page.waitForURL((address) => address.pathname.startsWith(`/console${areaOf(path)}`))
  await expect.poll(() => page.locator('[data-left]').count(), { message: path }).toBe(0)
}

test('axe finds nothing on any page, in either look', async () => {
  const first = await running.newPage({ reducedMotion: 'reduce' })
  const faults: string[] = []
  for (const path of paths.filter((path) => OUTSIDE.has(path))) {
    await first.goto(`${server.url}/console${path}`)
    faults.push(...(await faultsInBothLooks(first, path)))
  }
  await signIn(first, server.url, OWNER)
  const areas = [...Map.groupBy(addressesInside(), areaOf).values()]
  const inOneWindow = async (page: Page) => {
    let given = {}
    let before: string | undefined
    for (;;) {
      const path = takeNext(areas, before)
      if (path === undefined) return
      await lookAt(page, path, before)
      faults.push(...(await faultsInBothLooks(page, path, given)))
      before = path
      given = { beside: NAVIGATION }
    }
  }
  const storageState = await first.context().storageState()
  const more = Array.from({ length: WINDOWS - 1 }, () =>
    running.newPage({ reducedMotion: 'reduce', storageState }),
  )
  const windows = [first, ...(await Promise.all(more))]
  await Promise.all(windows.map(inOneWindow))
  expect(faults).toEqual([])
  await Promise.all(windows.map((page) => page.context().close()))
})

test('nor in what opens over a page', async () => {
  const page = await running.newPage({ reducedMotion: 'reduce' })
  await signIn(page, server.url, OWNER)
  const dialog = page.getByRole('dialog')
  const menu = page.getByRole('menu')
  const opened: [string, () => Promise<void>, Locator][] = [
    ['search', () => page.keyboard.press('ControlOrMeta+k'), dialog],
    ['keys', () => page.keyboard.press('?'), dialog],
    [
      'days',
      () => page.getByRole('button', { name: /统计日期/ }).click(),
      page.locator('.ant-popover'),
    ],
    ['brand', () => page.getByRole('button', { name: /当前品牌/ }).click(), menu],
    ['user', () => page.getByRole('button', { name: /账号菜单/ }).click(), menu],
  ]
  const faults: string[] = []
  for (const [name, open, shown] of opened) {
    await page.goto(`${server.url}/console/`)
    await settled(page)
    await open()
    await shown.first().waitFor()
    // A menu stands over the page, beside its landmarks; the page itself was looked at above.
    const given = { beside: '#content', without: ['region'] }
    faults.push(...(await faultsInBothLooks(page, name, given)))
  }
  expect(faults).toEqual([])
  await page.context().close()
})
