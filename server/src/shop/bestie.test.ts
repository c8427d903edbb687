import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { useMergePolicy } from '../identity/index.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { liveBestiePlan } from '../promotion/bestie/testing.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await openTestShop()
})
const signedIn = async () => {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return browser
}

test('she takes a card and sends its link; her friend accepts it once, and neither learns who the other is', async () => {
  const plan = await liveBestiePlan(at.ctx, { holder_when: 'accepted' })
  const hers = await signedIn()
  const page = await hers.ask('GET', '/bestie-cards')
  expect(page.body.offered).toMatchObject([
    {
      ...{ id: plan.id, name: '闺蜜卡', sku: null, mine: 0, is_gone: false, refused: null },
      friend_gets: { name: 'coupons', worth: { kind: 'amount', args: { off_fen: 1000 } } },
    },
  ])
  const key = randomUUID()
  const take = () => hers.ask('POST', `/bestie-plans/${plan.id}/cards`, { key })
  const { status, body } = await take()
  expect(status).toBe(201)
  expect((await take()).body).toEqual(body)
  const link = `/bestie-cards/${body.code}`
  const accept = (who: ShopBrowser) => who.ask('POST', `${link}/accept`, {})
  const stranger = new ShopBrowser(at)
  expect((await stranger.ask('GET', link)).status).toBe(401)
  expect((await hers.ask('GET', link)).body).toMatchObject({ is_own: true, state: 'waiting' })
  expect(codeOf(await accept(hers))).toBe('bestie_own')
  const friend = await signedIn()
  const shown = (await friend.ask('GET', link)).body
  expect(shown).toMatchObject({ is_own: false, is_mine: false, state: 'waiting', friend: 'new' })
  expect(Object.keys(shown).filter((name) => /node|customer|phone|holder$/.test(name))).toEqual([])
  expect((await accept(friend)).body).toMatchObject({ state: 'accepted', is_mine: true })
  expect((await accept(friend)).status).toBe(200)
  const wallet = async (who: ShopBrowser) =>
    ((await who.ask('GET', '/coupons')).body.items as unknown as { state: string }[]).map(
      (coupon) => coupon.state,
    )
  expect([await wallet(friend), await wallet(hers)]).toEqual([['taken'], ['taken']])
  const other = await signedIn()
  expect(codeOf(await accept(other))).toBe('bestie_accepted')
  expect((await hers.ask('GET', '/bestie-cards')).body).toMatchObject({
    items: [{ code: body.code, state: 'accepted', is_earned: true }],
    offered: [{ mine: 1 }],
  })
  const told = (await hers.ask('GET', '/messages')).body.items as unknown as { kind: string }[]
  expect(
    told
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('bestie'))
      .sort(),
  ).toEqual(['bestie_accepted', 'bestie_earned'])
  expect((await other.ask('GET', '/bestie-cards/NONESUCH')).status).toBe(404)
  expect((await other.ask('GET', '/bestie-cards')).body.items).toEqual([])
})
