import { beforeAll, describe, expect, test } from 'vitest'
import { testShop } from '../commerce/checkout/testing.ts'
import { goods } from '../commerce/testing.ts'
import { resolve, useMergePolicy, verifiedNodesOf } from '../identity/index.ts'
import { sendMessages, useMessageSecrets } from '../messages/index.ts'
import { type Api, testSecrets } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { forgetOldSessions } from './session.ts'
import { getShop, type Shop, saveShop } from './shop.ts'
import { codeOf, lastCode, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let ctx: TestCtx
let api: Api
let slug: string

beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  const made = await openTestShop()
  ctx = made.ctx
  api = made.api
  slug = made.slug
})

const here = (): Made => ({ ctx, api, slug })
class Browser extends ShopBrowser {
  constructor(at: Made = here()) {
    super(at)
  }
}

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('looking around', () => {
  test('anybody sees an open shop and what is sold there, and nothing of a closed one', async () => {
    const at = await openTestShop()
    await goods(at.ctx, 'tea')
    const visitor = new Browser(at)
    expect((await visitor.ask('GET', '')).body).toMatchObject({ slug: at.slug, currency: 'CNY' })
    const list = await visitor.ask('GET', '/products')
    expect(list.body.items).toMatchObject([{ sku: 'tea', price_fen: 1000, sold_out: true }])
    expect((await visitor.ask('GET', '/products/tea')).status).toBe(200)
    expect((await visitor.ask('GET', '/products/none')).status).toBe(404)
    await saveShop(at.ctx, {
      ...{ slug: at.slug, is_open: false, privacy_version: '', privacy_text: '', revision: 0 },
      storefront: null,
    })
    expect((await visitor.ask('GET', '/products')).status).toBe(404)
    expect((await visitor.begin()).status).toBe(404)
  })

  test('an address belongs to one shop', async () => {
    const [a, b] = await Promise.all([openTestShop(), testCtx()])
    const shop = {
      slug: a.slug,
      is_open: true,
      privacy_version: '',
      privacy_text: '',
      revision: 0,
      storefront: null,
    }
    await expect(saveShop(b, shop)).rejects.toMatchObject({ code: 'slug_taken' })
    await expect(saveShop(a.ctx, { ...shop, revision: 7 })).rejects.toMatchObject({
      code: 'revision_differs',
    })
  })
})

describe('signing in', () => {
  test('the code of her phone makes a browser hers, and signing out makes it nobody’s', async () => {
    const browser = new Browser()
    const phone = newPhone()
    await browser.begin()
    expect(codeOf(await browser.me())).toBe('sign_in_first')
    expect((await browser.signIn(phone)).body).toMatchObject({ signed_in: true })
    const me = await browser.me()
    expect(me.body.known_by).toEqual([
      { namespace: 'phone', value: `+86139****${phone.slice(-4)}` },
    ])
    expect((await browser.ask('DELETE', '/session')).status).toBe(200)
    expect((await browser.me()).status).toBe(401)
  })

  test('two browsers with one phone are one customer, and what she did before signing in is hers', async () => {
    const phone = newPhone()
    const [first, second] = [new Browser(), new Browser()]
    const begun = await first.begin()
    const visitor = String(begun.body.visitor)
    const { resolutions } = await resolve(ctx, [
      {
        ...{ at: Date.now(), intent: 'observe', isVerified: false, source: 'web', reason: 'view' },
        identifiers: [{ namespace: 'anonymous', value: visitor }],
      },
    ])
    await first.code(phone)
    await first.enter(phone, await lastCode(ctx))
    const mine = Number((await first.me()).body.customer_id)
    expect(mine).toBe(resolutions[0]?.node)
    ctx.now = () => new Date(Date.now() + 61_000)
    api.base.clock.now = new Date(Date.now() + 61_000)
    await second.signIn(phone)
    expect((await second.me()).body.customer_id).toBe(mine)
    api.base.clock.now = undefined
    ctx.now = () => new Date()
  })

  test('five guesses and the code is of no use, a hundred at once included', async () => {
    const browser = new Browser()
    const phone = newPhone()
    await browser.begin()
    await browser.code(phone)
    const code = await lastCode(ctx)
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => browser.enter(phone, other(code))),
    )
    const counts = Map.groupBy(answers, codeOf)
    expect(counts.get('wrong_code')).toHaveLength(5)
    expect(counts.get('code_expired')).toHaveLength(95)
    expect(codeOf(await browser.enter(phone, code))).toBe('code_expired')
  })

  test('a code opens one browser, once, for its own phone, for five minutes', async () => {
    const [hers, other] = [new Browser(), new Browser()]
    const phone = newPhone()
    await Promise.all([hers.begin(), other.begin()])
    await hers.code(phone)
    const code = await lastCode(ctx)
    expect(codeOf(await other.enter(phone, code))).toBe('code_expired')
    expect(codeOf(await hers.enter(newPhone(), code))).toBe('code_expired')
    expect(codeOf(await hers.enter(phone, code, 'v0'))).toBe('notice_changed')
    const both = await Promise.all([hers.enter(phone, code), hers.enter(phone, code)])
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 400])
    const late = new Browser()
    const second = newPhone()
    await late.begin()
    await late.code(second)
    const lateCode = await lastCode(ctx)
    api.base.clock.now = new Date(Date.now() + 301_000)
    expect(codeOf(await late.enter(second, lateCode))).toBe('code_expired')
    api.base.clock.now = undefined
  })

  test('a phone is sent one code a minute, however many browsers ask at once', async () => {
    const phone = newPhone()
    const browsers = Array.from({ length: 20 }, () => new Browser())
    await Promise.all(browsers.map((browser) => browser.begin()))
    const answers = await Promise.all(browsers.map((browser) => browser.code(phone)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(19)
    expect(answers.find((answer) => answer.status === 429)?.headers['retry-after']).toBeDefined()
  })

  test('one address gets sixty codes an hour', async () => {
    const at = await openTestShop()
    const browser = new Browser(at)
    await browser.begin()
    const answers = []
    for (let i = 0; i < 61; i++) answers.push(await browser.code(newPhone()))
    expect(answers.map((answer) => answer.status)).toEqual([
      ...Array.from({ length: 60 }, () => 200),
      429,
    ])
  })

  test('what is no phone is refused', async () => {
    const browser = new Browser()
    await browser.begin()
    for (const phone of ['hello', '00000000', '1111111111111', '----------'])
      expect(codeOf(await browser.code(phone))).toBe('bad_phone')
  })

  test('a page of another site changes nothing', async () => {
    const browser = new Browser()
    await browser.begin()
    for (const [method, path] of [
      ['POST', '/session'],
      ['DELETE', '/session'],
      ['POST', '/codes'],
    ] as const)
      expect(codeOf(await browser.ask(method, path, { phone: newPhone() }, {}))).toBe('other_page')
  })

  test('sessions that ran out are forgotten with their codes', async () => {
    const browser = new Browser()
    await browser.signIn(newPhone())
    const days = (n: number) => new Date(Date.now() + n * 86_400_000)
    await forgetOldSessions({ ...ctx, now: () => days(2) })
    expect((await browser.me()).status).toBe(200)
    api.base.clock.now = days(91)
    expect((await browser.me()).status).toBe(401)
    api.base.clock.now = undefined
  })
})

describe('whose things are whose', () => {
  test('a number that a public key had claimed for somebody else leads its owner to nobody but herself', async () => {
    const phone = newPhone()
    const claim = async (isVerified: boolean, identifiers: Record<string, string>) => {
      const { resolutions } = await resolve(ctx, [
        {
          ...{ at: Date.now(), intent: 'observe', source: 'web', reason: 'identify', isVerified },
          identifiers: Object.entries(identifiers).map(([namespace, value]) => ({
            namespace,
            value,
          })),
        },
      ])
      return resolutions[0]?.node as number
    }
    const thief = await claim(true, { member_id: `thief-${phone}` })
    expect(await claim(false, { member_id: `thief-${phone}`, phone: `+86${phone}` })).toBe(thief)
    await sendMessages(ctx, [
      {
        ...{ kind: 'refunded', key: `of-thief-${phone}`, node: thief },
        params: { order: 'T-1', fen: 100 },
      },
    ])
    const browser = new Browser()
    await browser.signIn(phone)
    const messages = await browser.ask('GET', '/messages')
    expect(messages.body.items).toEqual([])
    expect(await verifiedNodesOf(ctx, thief)).toEqual([thief])
    // In the other direction too: what is hers is not the claimant's.
    const me = await browser.me()
    expect(me.body.known_by).toEqual([
      { namespace: 'phone', value: `+86139****${phone.slice(-4)}` },
    ])
  })

  test('a number that the brand’s own server tied to a member is the member', async () => {
    const phone = newPhone()
    const { resolutions } = await resolve(ctx, [
      {
        ...{ at: Date.now(), intent: 'observe', source: 'erp', reason: 'import', isVerified: true },
        identifiers: [
          { namespace: 'member_id', value: `m-${phone}` },
          { namespace: 'phone', value: `+86${phone}` },
        ],
      },
    ])
    const browser = new Browser()
    await browser.signIn(phone)
    expect((await browser.me()).body.customer_id).toBe(resolutions[0]?.node)
  })

  test('a session of one shop is nobody in another, and staff’s keys open no session', async () => {
    const at = await openTestShop()
    const browser = new Browser()
    await browser.signIn(newPhone())
    const cookie = (browser as unknown as { cookie: string }).cookie
    const elsewhere = await at.api.call('GET', `/shop/${at.slug}/me`, { headers: { cookie } })
    expect(elsewhere.status).toBe(401)
    const asKey = await api.call('GET', `/shop/${slug}/me`, { key: 'hfk_none' })
    expect(asKey.status).toBe(401)
  })

  test('her word about her data counts at once', async () => {
    const browser = new Browser()
    await browser.signIn(newPhone())
    const allowed = async (state: 'given' | 'withdrawn') => {
      const answer = await browser.ask('PUT', '/me/consents/marketing', { state })
      const consents = answer.body.consents as unknown as { purpose: string; allowed: boolean }[]
      return consents.find((c) => c.purpose === 'marketing')?.allowed
    }
    expect(await allowed('given')).toBe(true)
    expect(await allowed('withdrawn')).toBe(false)
    expect(await allowed('given')).toBe(true)
  })

  test('nobody sees, pays, cancels or asks back what another has ordered', async () => {
    const at = await openTestShop()
    await testShop(at.ctx, { tea: 5 })
    const before = await getShop(at.ctx)
    await saveShop(at.ctx, { ...(before as Shop), storefront: 'home' })
    const [hers, other] = [new Browser(at), new Browser(at)]
    await hers.signIn(newPhone())
    await other.signIn(newPhone())
    const cart = { lines: [{ sku: 'tea', quantity: 2 }] }
    const quote = await hers.ask('POST', '/quote', cart)
    expect(quote.body).toMatchObject({ due_fen: 2000, delivery: 'pick_up' })
    const order = { ...cart, key: 'one-of-hers', expected_due_fen: 2000 }
    const tries = await Promise.all(
      Array.from({ length: 16 }, () => hers.ask('POST', '/orders', order)),
    )
    expect(new Set(tries.map((answer) => answer.body.id)).size).toBe(1)
    expect(tries.map((answer) => answer.status)).toEqual(tries.map(() => 201))
    const id = String(tries[0]?.body.id)
    for (const [method, path, body] of [
      ['GET', `/orders/${id}`, undefined],
      ['POST', `/orders/${id}/pay`, { provider: 'test' }],
      ['POST', `/orders/${id}/cancel`, {}],
      ['POST', `/orders/${id}/receive`, {}],
      [
        'POST',
        `/orders/${id}/refund`,
        { key: 'not-theirs', kind: 'money', reason: 'x', lines: [{ sku: 'tea', quantity: 1 }] },
      ],
    ] as const)
      expect((await other.ask(method, path, body)).status, path).toBe(404)
    expect((await other.ask('GET', '/orders')).body.items).toEqual([])
    // The same key of another buyer is another order.
    const theirs = await other.ask('POST', '/orders', order)
    expect(theirs.body.id).not.toBe(id)
    const seen = await hers.ask('GET', `/orders/${id}`)
    expect(seen.body.pay_by).toEqual(['test'])
    expect(JSON.stringify(seen.body)).not.toContain('actor')
    expect((await hers.ask('POST', `/orders/${id}/cancel`, {})).status).toBe(200)
    const after = await hers.ask('GET', '/orders')
    expect((after.body.items as unknown as { state: string }[]).map((o) => o.state)).toEqual([
      'cancelled',
    ])
  })

  test('a price that changed since she looked is asked about again', async () => {
    const at = await openTestShop()
    await testShop(at.ctx, { tea: 5 })
    await saveShop(at.ctx, { ...((await getShop(at.ctx)) as Shop), storefront: 'home' })
    const browser = new Browser(at)
    await browser.signIn(newPhone())
    const order = { lines: [{ sku: 'tea', quantity: 1 }], key: 'too-cheap', expected_due_fen: 1 }
    const answer = await browser.ask('POST', '/orders', order)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'price_changed'])
  })
})
