// Pages of the shop: made of blocks, published, scheduled, and shown to whom they are for.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createAudience } from '../../audiences/audience.ts'
import { changeList } from '../../audiences/lists.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import { getStorefront, setStorefront } from '../../commerce/storefront/storefronts.ts'
import { useMergePolicy } from '../../identity/index.ts'
import { useMessageSecrets } from '../../messages/index.ts'
import { addPerson, signInAs, testSecrets } from '../../org/testing.ts'
import { testPicture } from '../../pictures/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { liveBestiePlan } from '../../promotion/bestie/testing.ts'
import { liveFlashSale, moveSlot } from '../../promotion/flash-sale/testing.ts'
import { liveGroupBuy } from '../../promotion/group-buy/testing.ts'
import { getShop, type Shop, saveShop } from '../shop.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from '../testing.ts'
import type { ShownBlock } from './blocks/kinds.ts'

let at: Made
let asked: Awaited<ReturnType<typeof signInAs>>
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await freshShop()
  asked = await signInAs(at.api, await addPerson(at.ctx, 'operator'))
})

async function freshShop(): Promise<Made> {
  const made = await openTestShop()
  await testShop(made.ctx, { tea: 50 })
  await saveShop(made.ctx, { ...((await getShop(made.ctx)) as Shop), storefront: 'home' })
  return made
}
async function aBrand() {
  const made = await freshShop()
  const session = await signInAs(made.api, await addPerson(made.ctx, 'operator'))
  return brand(made, session)
}
const brand = (made: Made, session: typeof asked) => {
  const call = (method: string, path: string, body?: object) =>
    made.api.call(method, `/shop-pages${path}`, { session, ...(body && { body }) })
  return {
    ...made,
    call,
    /** A page with one notice, published now unless said otherwise. */
    async page(text: string, more: { fields?: object; time?: object; isDraft?: boolean } = {}) {
      const made = await call('POST', '', {
        ...{ name: text, ...more.fields },
        blocks: [{ id: 'a', kind: 'notice', settings: { text } }],
      })
      expect(made.status, made.text).toBe(201)
      const id = String(made.body.id)
      if (!more.isDraft) {
        const done = await call('POST', `/${id}/publish`, { draft_revision: 0, ...more.time })
        expect(done.status, done.text).toBe(200)
      }
      return id
    },
  }
}
const here = () => brand(at, asked)
const home = async (made: Made, browser = new ShopBrowser(made)) => {
  const { status, body } = await browser.ask('GET', '/home')
  expect(status, JSON.stringify(body)).toBe(200)
  return body.page as unknown as { blocks: ShownBlock[]; version: number; pictures: object } | null
}
const text = (page: Awaited<ReturnType<typeof home>>) =>
  (page?.blocks[0]?.settings as { text?: string } | undefined)?.text
const HOUR = 3_600_000
const from = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()

test('a shop that nobody decorated has no page, and one that is drafted is not shown', async () => {
  const own = await aBrand()
  expect(await home(own)).toBeNull()
  const id = await own.page('开业', { isDraft: true })
  expect(await home(own)).toBeNull()
  await own.call('POST', `/${id}/publish`, { draft_revision: 0 })
  expect(text(await home(own))).toBe('开业')
})

test('every kind of block is shown with what it is about now', async () => {
  const own = await aBrand()
  const picture = await testPicture(own.ctx, 750, 375)
  const groupBuy = await liveGroupBuy(own.ctx)
  const flashSale = await liveFlashSale(own.ctx)
  const bestie = await liveBestiePlan(own.ctx)
  const link = { to: 'product', sku: 'tea' }
  const made = await own.call('POST', '', {
    name: '首页',
    blocks: [
      {
        ...{ id: 'c', kind: 'carousel' },
        settings: { slides: [{ picture_id: picture.id, alt: '新茶', link }] },
      },
      { id: 'p', kind: 'products', settings: { source: { by: 'skus', skus: ['tea'] } } },
      { id: 'q', kind: 'coupons', settings: { title: '领券' } },
      { id: 'g', kind: 'group_buys', settings: { group_buys: [groupBuy.id] } },
      { id: 'f', kind: 'flash_sales', settings: { flash_sales: [flashSale.id] } },
      { id: 'b', kind: 'bestie_cards', settings: { title: '送闺蜜' } },
      { id: 'm', kind: 'member_card', settings: {} },
      { id: 't', kind: 'picture_text', settings: { title: '品牌故事', text: '山里来' } },
      {
        ...{ id: 'h', kind: 'hot_zones' },
        settings: {
          picture_id: picture.id,
          zones: [{ x: 0, y: 0, w: 5000, h: 5000, label: '去看茶', link }],
        },
      },
      { id: 'n', kind: 'notice', settings: { text: '春节照常发货' } },
      { id: 'l', kind: 'headline', settings: { title: '本季新品' } },
    ],
  })
  expect(made.status, made.text).toBe(201)
  const done = await own.call('POST', `/${made.body.id}/publish`, { draft_revision: 0 })
  expect(done.status, done.text).toBe(200)
  const page = await home(own)
  expect(page?.blocks.map(({ kind }) => kind)).toEqual([
    ...['carousel', 'products', 'coupons', 'group_buys', 'flash_sales'],
    ...['bestie_cards', 'member_card', 'picture_text', 'hot_zones', 'notice', 'headline'],
  ])
  expect(page?.pictures).toEqual({
    [picture.id]: { url: picture.url, width: 750, height: 375 },
  })
  const [, products, , groups, flash, besties, card] = page?.blocks ?? []
  expect(products?.data).toMatchObject({ products: [{ sku: 'tea', sold_out: false }] })
  expect(groups?.data).toMatchObject({
    items: [{ size: 3, price_fen: 600, groups: 0, product: { sku: 'tea' } }],
  })
  expect(flash?.data).toMatchObject({
    slot: {
      ...{ flash_sale_id: flashSale.id, time: 'now', name: '整点秒杀' },
      items: [{ sku: 'tea', price_fen: 600, state: 'left', picture: null }],
    },
  })
  expect(besties?.data).toMatchObject({
    items: [{ id: bestie.id, sku: null, mine: 0, friend_gets: { name: 'coupons' } }],
  })
  expect(card?.data).toEqual({ programme: null, member: null })
})

test('a flash sale that is over makes room for the next, and a bestie card is shown to whom it is for', async () => {
  const own = await aBrand()
  const flashSale = await liveFlashSale(own.ctx)
  const settings = { flash_sales: [flashSale.id] }
  const made = await own.call('POST', '', {
    name: '首页',
    blocks: [
      { id: 'f', kind: 'flash_sales', settings },
      { id: 'b', kind: 'bestie_cards', settings: {} },
      { id: 'c', kind: 'bestie_cards', settings: { plans: [(await liveBestiePlan(own.ctx)).id] } },
    ],
  })
  expect(made.status, made.text).toBe(201)
  await own.call('POST', `/${made.body.id}/publish`, { draft_revision: 0 })
  const shown = async (browser?: ShopBrowser) => {
    const data = (await home(own, browser))?.blocks.map((block) => block.data) as [
      { slot: { time: string } | null },
      ...{ items: unknown[] }[],
    ]
    const [{ slot }, ...besties] = data
    return { time: slot?.time, shown: besties.map(({ items }) => items.length) }
  }
  expect(await shown()).toEqual({ time: 'now', shown: [1, 1] })
  await liveBestiePlan(own.ctx, { who: 'members' })
  await moveSlot(own.ctx, flashSale.slot, 30)
  // Who is not known may be a member; who is known and none is not asked for what she cannot have.
  expect(await shown()).toEqual({ time: 'before', shown: [2, 1] })
  const browser = new ShopBrowser(own)
  await browser.signIn(newPhone())
  expect(await shown(browser)).toEqual({ time: 'before', shown: [1, 1] })
  await moveSlot(own.ctx, flashSale.slot, -600)
  expect(await shown()).toEqual({ time: undefined, shown: [2, 1] })
})

test('what is planned for a festival is shown in its time, and what stood before comes back', async () => {
  const own = await aBrand()
  const id = await own.page('平日')
  await own.call('POST', `/${id}/publish`, {
    ...{ draft_revision: 0, starts_at: from(24), ends_at: from(48), note: '双十一' },
  })
  // A later word on the everyday page leaves the plan as it is.
  const blocks = [{ id: 'a', kind: 'notice', settings: { text: '平日新' } }]
  await own.call('PUT', `/${id}/draft`, { blocks, draft_revision: 0 })
  await own.call('POST', `/${id}/publish`, { draft_revision: 1 })
  const seen = async (hours: number) => {
    own.api.base.clock.now = new Date(Date.now() + hours * HOUR)
    const page = await home(own)
    own.api.base.clock.now = undefined
    return page?.version
  }
  expect([await seen(1), await seen(30), await seen(49)]).toEqual([3, 2, 3])
  expect((await own.call('POST', `/${id}/versions/3/withdraw`)).status).toBe(200)
  expect(await seen(1)).toBe(1)
  expect(codeOf(await own.call('POST', `/${id}/versions/3/withdraw`))).toBe('withdrawn_already')
})

test('of several pages the highest that fits is shown: by storefront, by audience, by priority', async () => {
  const own = await aBrand()
  await own.page('人人')
  await setStorefront(own.ctx, {
    ...(await getStorefront(own.ctx, 'home')),
    ...{ code: 'other', revision: 0 },
  })
  await own.page('别的店', { fields: { storefront: 'other', priority: 9 } })
  expect(text(await home(own))).toBe('人人')
  await own.page('本店', { fields: { storefront: 'home' } })
  expect(text(await home(own))).toBe('本店')

  const audience = await createAudience(own.ctx, {
    ...{ name: '熟客', description: '', folder: '', labels: [], kind: 'static', note: '' },
  })
  await own.page('熟客专享', { fields: { audience_id: audience, priority: 5 } })
  // Who is not known, and who is known and not in it, get the general one.
  expect(text(await home(own))).toBe('本店')
  const browser = new ShopBrowser(own)
  await browser.signIn(newPhone())
  expect(text(await home(own, browser))).toBe('本店')
  const me = Number((await browser.me()).body.customer_id)
  await changeList(own.ctx, audience, 'add', [{ namespace: 'customer', value: String(me) }])
  expect(text(await home(own, browser))).toBe('熟客专享')
  expect(text(await home(own))).toBe('本店')
})

test('what is not whole is kept as a draft, and refused when it is published', async () => {
  const own = here()
  const made = await own.call('POST', '', {
    name: '没做完',
    blocks: [
      { id: 'c', kind: 'carousel', settings: {} },
      { id: 'h', kind: 'hot_zones', settings: {} },
    ],
  })
  const refused = await own.call('POST', `/${made.body.id}/publish`, { draft_revision: 0 })
  expect(codeOf(refused)).toBe('block_incomplete')
  expect((refused.body.error as unknown as { details: object }).details).toEqual({
    gaps: [
      { block: 'c', missing: ['pictures'] },
      { block: 'h', missing: ['picture', 'zones'] },
    ],
  })
})

test('a link leads to a page of the shop or out by https, and nowhere else', async () => {
  const own = here()
  const linked = (link: object) =>
    own.call('POST', '', {
      name: '链接',
      blocks: [{ id: 'n', kind: 'notice', settings: { text: '看', link } }],
    })
  for (const url of [
    'javascript:alert(1)',
    'http://example.com/',
    'data:text/html,x',
    'https://somebody:secret@example.com/',
    '//example.com',
    ' https:/',
  ])
    expect((await linked({ to: 'url', url })).status, url).toBe(400)
  expect((await linked({ to: 'page', page: 'admin' })).status).toBe(400)
  expect((await linked({ to: 'url', url: 'https://example.com/a?b=c' })).status).toBe(201)
  expect(codeOf(await linked({ to: 'product', sku: 'none' }))).toBe('product_not_found')
  expect(codeOf(await linked({ to: 'category', path: ['无'] }))).toBe('category_not_found')
})

test('what belongs to another brand is not there', async () => {
  const [own, other] = [here(), await aBrand()]
  const theirs = await testPicture(other.ctx)
  const theirPage = await other.page('别家')
  const groupBuy = await liveGroupBuy(other.ctx)
  const flashSale = await liveFlashSale(other.ctx)
  const bestie = await liveBestiePlan(other.ctx)
  const use = (kind: string, settings: object) =>
    own.call('POST', '', { name: 'x', blocks: [{ id: 'a', kind, settings }] })
  expect(codeOf(await use('picture_text', { picture_id: theirs.id }))).toBe('picture_not_found')
  expect(codeOf(await use('group_buys', { group_buys: [groupBuy.id] }))).toBe('group_buy_not_found')
  expect(codeOf(await use('flash_sales', { flash_sales: [flashSale.id] }))).toBe(
    'flash_sale_not_found',
  )
  expect(codeOf(await use('bestie_cards', { plans: [bestie.id] }))).toBe('bestie_plan_not_found')
  expect(codeOf(await use('coupons', { batches: [randomUUID()] }))).toBe('coupon_batch_not_found')
  expect(codeOf(await own.call('POST', '', { name: 'x', audience_id: randomUUID() }))).toBe(
    'audience_not_found',
  )
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['GET', '/draft', undefined],
    ['GET', '/versions', undefined],
    ['GET', '/versions/1', undefined],
    ['PUT', '', { name: 'x', revision: 0 }],
    ['POST', '/copy', { name: 'x' }],
    ['POST', '/publish', { draft_revision: 0 }],
    ['POST', '/versions/1/withdraw', undefined],
    ['POST', '/preview', undefined],
    ['DELETE', '', undefined],
  ] as const) {
    const { status } = await own.call(method, `/${theirPage}${path}`, body)
    expect(status, `${method} ${path}`).toBe(404)
  }
})

test('two who edit one draft: the second is told, and nothing is lost', async () => {
  const own = here()
  const id = await own.page('一起改', { isDraft: true })
  const save = (text: string) =>
    own.call('PUT', `/${id}/draft`, {
      blocks: [{ id: 'a', kind: 'notice', settings: { text } }],
      draft_revision: 0,
    })
  const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => save(`第 ${i}`)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(codeOf(await own.call('POST', `/${id}/publish`, { draft_revision: 0 }))).toBe(
    'edited_meanwhile',
  )
})

test('a preview shows the draft of one page to whoever has its address, for half an hour', async () => {
  const own = await aBrand()
  const id = await own.page('草稿', { isDraft: true })
  const closed = { ...((await getShop(own.ctx)) as Shop), is_open: false }
  await saveShop(own.ctx, closed)
  const { body } = await own.call('POST', `/${id}/preview`)
  const token = new URL(String(body.path), 'http://shop').searchParams.get('preview') ?? ''
  const look = (shown: string) =>
    own.api.call('GET', `/shop/${own.slug}/home?preview=${encodeURIComponent(shown)}`)
  const seen = await look(token)
  expect(seen.status, seen.text).toBe(200)
  expect(text(seen.body.page as never)).toBe('草稿')
  expect((await own.api.call('GET', `/shop/${own.slug}?preview=${token}`)).status).toBe(200)
  expect((await own.api.call('GET', `/shop/${own.slug}/home`)).status).toBe(404)
  expect(codeOf(await look('hfv_none'))).toBe('preview_over')
  expect((await own.api.call('GET', `/shop/${at.slug}/home?preview=${token}`)).status).toBe(401)
  own.api.base.clock.now = new Date(Date.now() + 31 * 60_000)
  expect((await look(token)).status).toBe(401)
  own.api.base.clock.now = undefined
})

test('a page is copied as it is being worked on, and removed once nothing of it is shown', async () => {
  const own = await aBrand()
  const id = await own.page('原件', { fields: { priority: 3 } })
  const copy = await own.call('POST', `/${id}/copy`, { name: '副本' })
  expect(copy.body).toMatchObject({ name: '副本', priority: 3, blocks: 1, showing: null })
  expect(codeOf(await own.call('DELETE', `/${id}`))).toBe('page_is_shown')
  await own.call('POST', `/${id}/versions/1/withdraw`)
  expect((await own.call('DELETE', `/${id}`)).status).toBe(200)
  expect((await own.call('GET', `/${id}`)).status).toBe(404)
})

test('who may look may not change, and a limited scope decorates nothing', async () => {
  const own = here()
  const analyst = await signInAs(own.api, await addPerson(own.ctx, 'analyst'))
  const guide = await signInAs(
    own.api,
    await addPerson(own.ctx, 'operator', { kind: 'own', ids: ['wang'] }),
  )
  expect((await own.api.call('GET', '/shop-pages', { session: analyst })).status).toBe(200)
  const make = (session: typeof asked) =>
    own.api.call('POST', '/shop-pages', { session, body: { name: 'x' } })
  expect((await make(analyst)).status).toBe(403)
  expect(codeOf(await make(guide))).toBe('outside_scope')
})

test('a picture that a page has shown is not removed', async () => {
  const own = here()
  const { id } = await testPicture(own.ctx)
  const made = await own.call('POST', '', {
    name: '图',
    blocks: [{ id: 'a', kind: 'picture_text', settings: { picture_id: id } }],
  })
  await own.call('POST', `/${made.body.id}/publish`, { draft_revision: 0 })
  await own.call('PUT', `/${made.body.id}/draft`, { blocks: [], draft_revision: 0 })
  await expect(
    sql`delete from picture where tenant_id = ${own.ctx.tenantId} and id = ${id}`.execute(
      own.ctx.pg,
    ),
  ).rejects.toMatchObject({ code: '23503' })
})

test('a page is the brand’s own: two brands do not see each other’s', async () => {
  const [one, two] = [await aBrand(), await aBrand()]
  await one.page('甲')
  expect(await home(two)).toBeNull()
  expect((await two.call('GET', '')).body.items).toEqual([])
})
