import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { createApiKey } from '../org/index.ts'
import { testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { globToRegex } from './named-queries.ts'
import { routes } from './routes.ts'
import { layVersion, type NamedVersion } from './versions.ts'

const DAY = 86_400_000

async function brand() {
  const ctx = await testCtx()
  const collector = testCollector(ctx)
  const api = await testApi(ctx, { domains: [routes(ctx)] })
  const key = (await createApiKey(ctx, { name: 'mine', role: 'owner' })).secret
  const call = async (method: string, url: string, body?: unknown) => {
    const answer = await api.call(method, url, { key, ...(body !== undefined && { body }) })
    return { status: answer.status, body: JSON.parse(answer.text || '{}') }
  }
  let message = 0
  const click = (selector: string, daysAgo = 0, more: Record<string, unknown> = {}) =>
    draft({
      name: 'element_clicked',
      messageId: String(message++),
      at: Date.now() - daysAgo * DAY,
      identifiers: [{ namespace: 'anonymous', value: `visitor-${message % 3}-xyz` }],
      props: { selector, page_key: '/p/:id', element_text: '购买', ...more },
    })
  return {
    ctx,
    api,
    call,
    click,
    send: async (...drafts: ReturnType<typeof draft>[]) => {
      await collector.submit(submission(ctx, drafts))
    },
    stop: () => collector.stop(),
  }
}
const buy = (how: 'exact' | 'ancestor') => ({
  kind: 'click',
  page_key: { how: 'equals', value: '/p/:id' },
  selector: { how, value: '#buy' },
})
const total = (days: { n: number }[]) => days.reduce((sum, d) => sum + d.n, 0)

describe('a named click', () => {
  test('counts what was clicked before anybody named it', async () => {
    const { call, click, send, stop } = await brand()
    await send(
      click('#buy', 0),
      click('#buy', 3),
      click('#buy>span:nth-of-type(1)', 5),
      click('#buyer', 5),
    )
    const named = await call('POST', '/tracking/named-events', {
      name: 'buy_clicked',
      label: '点击购买',
      match: buy('ancestor'),
    })
    expect(named.status).toBe(201)
    const { body } = await call('GET', `/tracking/named-events/${named.body.id}/counts?days=30`)
    expect(body.days).toHaveLength(30)
    expect(total(body.days)).toBe(3)
    await stop()
  })

  test('that is corrected counts anew from the beginning, or from the day it is told', async () => {
    const { call, click, send, stop } = await brand()
    await send(
      click('#buy', 0),
      click('#buy', 5),
      click('#order', 0),
      click('#order', 5),
      click('#order', 5),
    )
    const { body: named } = await call('POST', '/tracking/named-events', {
      name: 'buy_clicked',
      label: '点击购买',
      match: buy('exact'),
    })
    const counted = async () =>
      total((await call('GET', `/tracking/named-events/${named.id}/counts`)).body.days)
    expect(await counted()).toBe(2)
    const order = { ...buy('exact'), selector: { how: 'exact', value: '#order' } }
    const since = await call('PATCH', `/tracking/named-events/${named.id}`, {
      version: 1,
      match: order,
      valid_from: new Date(Date.now() - 2 * DAY).toISOString(),
    })
    expect(since.body.versions).toHaveLength(2)
    expect(await counted()).toBe(2)
    await call('PATCH', `/tracking/named-events/${named.id}`, { version: 2, match: order })
    expect(await counted()).toBe(3)
    const stale = await call('PATCH', `/tracking/named-events/${named.id}`, {
      version: 1,
      label: 'x',
    })
    expect([stale.status, stale.body.error.code]).toEqual([409, 'edited_meanwhile'])
    await stop()
  })

  test('is tried before it is named, and what counts the same is shown', async () => {
    const { call, click, send, stop } = await brand()
    await send(click('#buy', 0), click('#buy', 1, { element_text: '加购' }))
    await call('POST', '/tracking/named-events', {
      name: 'buy_clicked',
      label: '点击购买',
      match: buy('exact'),
    })
    const tried = await call('POST', '/tracking/named-events/try', {
      match: { kind: 'click', text: '加购' },
    })
    expect(total(tried.body.days)).toBe(1)
    expect(tried.body.conflicts).toMatchObject([{ label: '点击购买', shared: 1 }])
    await stop()
  })

  test('never takes the name of an event that exists', async () => {
    const { call, click, send, stop } = await brand()
    await send(click('#buy'))
    for (const name of ['element_clicked', 'order_paid']) {
      const answer = await call('POST', '/tracking/named-events', {
        name,
        label: 'x',
        match: buy('exact'),
      })
      expect([answer.status, answer.body.error.code]).toEqual([409, 'name_taken'])
    }
    await stop()
  })
})

describe('a named page', () => {
  test('finds pages of SDKs that tell only the path', async () => {
    const { call, send, stop } = await brand()
    const view = (path: string, i: number) =>
      draft({ name: '$pageview', messageId: `v${i}`, surroundings: { page_path: path } })
    await send(view('/p/42', 1), view('/p/43', 2), view('/p/42/reviews', 3), view('/q/1', 4))
    const count = async (page_key: unknown) =>
      total(
        (await call('POST', '/tracking/named-events/try', { match: { kind: 'page', page_key } }))
          .body.days,
      )
    expect(await count({ how: 'equals', value: '/p/:id' })).toBe(2)
    expect(await count({ how: 'pattern', value: '/p/**' })).toBe(3)
    expect(await count({ how: 'pattern', value: '/*/:id' })).toBe(3)
    await stop()
  })

  test('is drawn from the picture that the page itself sends, and heated by its clicks', async () => {
    const { api, call, click, send, stop } = await brand()
    const { body: session } = await call('POST', '/tracking/pick-sessions', {
      url: 'https://shop.example/p/1?a=b',
    })
    expect(session.link).toBe(`https://shop.example/p/1?a=b#hf-pick=${session.token}`)
    const picture = {
      token: session.token,
      page_key: '/p/:id',
      width: 390,
      height: 1000,
      viewport_width: 390,
      boxes: [{ selector: '#buy', text: '购买', tag: 'button', x: 10, y: 20, w: 100, h: 40 }],
    }
    const preflight = await api.call('OPTIONS', '/tracking/page-snapshots')
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, '*'])
    const sent = await api.call('POST', '/tracking/page-snapshots', { body: picture })
    expect([sent.status, sent.headers['access-control-allow-origin']]).toEqual([201, '*'])
    const stranger = await api.call('POST', '/tracking/page-snapshots', {
      body: { ...picture, token: 'hfp_guessed' },
    })
    expect(stranger.status).toBe(401)
    const { body } = await call('GET', '/tracking/page-snapshots?page_key=/p/:id')
    expect(body.items).toMatchObject([{ viewport: 'phone', boxes: [{ text: '购买' }] }])
    const place = { w: 390, h: 1000, vw: 390 }
    await send(
      click('#buy', 0, { ...place, x: 20, y: 30 }),
      click('#buy', 0, { ...place, x: 22, y: 31 }),
      click('#buy', 0, { ...place, x: 389, y: 999 }),
      click('#buy', 0, { vw: 390 }),
      click('#buy', 0, { ...place, vw: 1400, x: 1, y: 1 }),
      draft({ name: 'page_viewed', messageId: 'a', sessionId: 's', props: { page_key: '/p/:id' } }),
      draft({
        name: 'page_scrolled',
        messageId: 'b',
        sessionId: 's',
        props: { page_key: '/p/:id', depth_percent: 55 },
      }),
    )
    const heat = await call('GET', '/tracking/pages/heat?page_key=/p/:id&viewport=phone')
    expect(heat.body).toMatchObject({ clicks: 4, unplaced: 1, views: 1, visits: 1 })
    expect(heat.body.cells).toEqual([
      { column: 2, row: 4, n: 2 },
      { column: 47, row: 159, n: 1 },
    ])
    expect(heat.body.viewports).toEqual({ phone: 4, tablet: 0, desktop: 1 })
    expect(heat.body.scroll.map((s: { visits: number }) => s.visits)).toEqual([
      1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    ])
    await stop()
  })
})

test('at any moment at most one version of a name holds, and the newest that speaks of it', () => {
  const moment = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null })
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1, maxLength: 8 }), (starts) => {
      let held: NamedVersion[] = []
      for (const [i, start] of starts.entries()) {
        const from = start === null ? null : new Date(start)
        const changed = new Map(layVersion(held, from).map((v) => [v.version, v]))
        held = held.map((v) => changed.get(v.version) ?? v)
        held.push({ version: i, valid_from: from, valid_to: null, is_superseded: false })
      }
      for (let at = -1; at <= 101; at++) {
        const holding = held.filter(
          (v) =>
            !v.is_superseded &&
            (v.valid_from?.getTime() ?? -Infinity) <= at &&
            at < (v.valid_to?.getTime() ?? Infinity),
        )
        const newest = starts.findLastIndex((s) => (s ?? -Infinity) <= at)
        expect(holding.map((v) => v.version)).toEqual(newest < 0 ? [] : [newest])
      }
    }),
  )
})

test('a star in a page’s address is one part, two are any number', () => {
  const is = (glob: string, path: string) =>
    new RegExp(globToRegex(glob).replace('(?s)\\A', '^').replace('\\z', '$'), 's').test(path)
  expect(is('/p/*', '/p/1')).toBe(true)
  expect(is('/p/*', '/p/1/2')).toBe(false)
  expect(is('/p/**', '/p/1/2')).toBe(true)
  expect(is('/p.x/*', '/pax/1')).toBe(false)
})
