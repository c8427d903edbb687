// Coupons that one customer passes on to another, over the shop's routes.
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { useMergePolicy } from '../identity/index.ts'
import { everyPersonalData } from '../personal-data.ts'
import { inTx } from '../platform/ctx.ts'
import { consentPolicy } from '../profile/index.ts'
import { takeCoupon, transferCoupon, voidCoupon } from '../promotion/coupons/wallet.ts'
import { couponBatch } from '../promotion/testing.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop()
})

async function someone() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return { browser, node: Number((await browser.me()).body.customer_id) }
}
type Someone = Awaited<ReturnType<typeof someone>>
/** A coupon in her wallet; its code. */
async function hers({ node }: Someone, more: Parameters<typeof couponBatch>[1] = {}) {
  const batch = await couponBatch(at.ctx, { is_transferable: true, name: '茶友券', ...more })
  return (await takeCoupon(at.ctx, batch.id, node)).code
}
const give = ({ browser }: Someone, code: string) => browser.ask('PUT', `/coupons/${code}/gift`)
const back = ({ browser }: Someone, code: string) => browser.ask('DELETE', `/coupons/${code}/gift`)
const tokenOf = async (she: Someone, code: string) => String((await give(she, code)).body.token)
const look = ({ browser }: Someone, token: string) => browser.ask('GET', `/coupon-gifts/${token}`)
const claim = ({ browser }: Someone, token: string) =>
  browser.ask('POST', `/coupon-gifts/${token}/claim`)
const wallet = async ({ browser }: Someone) =>
  (await browser.ask('GET', '/coupons')).body.items as unknown as {
    code: string
    gift: string | null
    is_transferable: boolean
  }[]

test('she passes a coupon on by a link, a friend claims it once, and the giver is told', async () => {
  const [she, friend, other] = [await someone(), await someone(), await someone()]
  const code = await hers(she)
  const token = await tokenOf(she, code)
  expect(await tokenOf(she, code)).toBe(token)
  expect(await wallet(she)).toMatchObject([{ code, gift: token, is_transferable: true }])
  const visitor = new ShopBrowser(at)
  expect((await visitor.ask('GET', `/coupon-gifts/${token}`)).status).toBe(401)
  expect((await look(she, token)).body).toMatchObject({ state: 'waiting', is_own: true })
  expect(codeOf(await claim(she, token))).toBe('same_customer')
  expect((await look(friend, token)).body).toMatchObject({ state: 'waiting', name: '茶友券' })
  expect((await claim(friend, token)).body).toMatchObject({ state: 'claimed', is_mine: true })
  expect((await claim(friend, token)).status).toBe(200)
  expect(codeOf(await claim(other, token))).toBe('gift_claimed')
  expect((await look(other, token)).body).toMatchObject({ state: 'claimed', is_mine: false })
  expect(codeOf(await back(she, code))).toBe('gift_claimed')
  expect(await wallet(she)).toEqual([])
  expect(await wallet(friend)).toMatchObject([{ code, gift: null }])
  const { body } = await she.browser.ask('GET', '/messages')
  expect((body.items as unknown as { text: string }[])[0]?.text).toContain('茶友券')
})

test('taken back, used, voided or handed on another way, the link leads to nothing', async () => {
  const [she, friend] = [await someone(), await someone()]
  const code = await hers(she)
  const first = await tokenOf(she, code)
  expect((await back(she, code)).status).toBe(204)
  expect((await back(she, code)).status).toBe(204)
  expect(codeOf(await claim(friend, first))).toBe('gift_gone')
  // Given anew, it is another link; the old one stays dead.
  const second = await tokenOf(she, code)
  expect(second).not.toBe(first)
  expect(codeOf(await claim(friend, first))).toBe('gift_gone')
  await voidCoupon(at.ctx, code, 'a test')
  expect(codeOf(await claim(friend, second))).toBe('gift_gone')
  expect((await look(friend, second)).body).toMatchObject({ state: 'gone' })

  const other = await hers(she)
  const old = await tokenOf(she, other)
  await transferCoupon(at.ctx, other, she.node, friend.node)
  expect(codeOf(await claim(await someone(), old))).toBe('gift_gone')
  expect((await look(she, old)).body).toMatchObject({ state: 'gone' })
  expect(await tokenOf(friend, other)).not.toBe(old)
})

test('only her own, only what may be passed on, only while it can be used', async () => {
  const [she, other] = [await someone(), await someone()]
  const stays = await hers(she, { is_transferable: false })
  expect(codeOf(await give(she, stays))).toBe('not_transferable')
  const code = await hers(she)
  expect((await give(other, code)).status).toBe(404)
  expect((await back(other, code)).status).toBe(404)
  expect((await give(she, 'NOSUCH')).status).toBe(404)
  expect((await look(she, '__proto__')).status).toBe(404)
  await sql`update coupon set valid_to = now() - interval '1 hour' where tenant_id = ${at.ctx.tenantId} and code = ${code}`.execute(
    at.ctx.pg,
  )
  expect(codeOf(await give(she, code))).toBe('coupon_not_hers')
})

test('sixty-four friends and the giver at once: one of them has it in the end', async () => {
  const she = await someone()
  const friends: Someone[] = []
  // One after the other: each reads the code that was sent last.
  for (let i = 0; i < 8; i += 1) friends.push(await someone())
  const code = await hers(she)
  const token = await tokenOf(she, code)
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, i) => {
      const friend = friends[i % friends.length] as Someone
      return i === 40 ? back(she, code) : claim(friend, token)
    }),
  )
  const withdrawn = answers[40]?.status === 204
  const wallets = await Promise.all([she, ...friends].map(wallet))
  const having = wallets.flatMap((items, i) => (items.some((c) => c.code === code) ? [i] : []))
  expect(having).toHaveLength(1)
  expect(having[0] === 0).toBe(withdrawn)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from coupon_transfer
    where tenant_id = ${at.ctx.tenantId} and code = ${code}`.execute(at.ctx.pg)
  expect(rows[0]?.n).toBe(withdrawn ? 0 : 1)
})

test('an erasure ends what she had passed on', async () => {
  const [she, friend] = [await someone(), await someone()]
  const token = await tokenOf(she, await hers(she))
  const data = everyPersonalData.find(({ name }) => name === 'coupons')
  await inTx(at.ctx, async (ctx) => data?.erase?.(ctx, { nodes: [she.node] } as never))
  expect(codeOf(await claim(friend, token))).toBe('gift_gone')
})
