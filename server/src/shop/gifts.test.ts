import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { useMergePolicy } from '../identity/index.ts'
import { sellGiftCard } from '../membership/gift-cards/gift-cards.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await openTestShop()
})

const sold = (buyer: number | null) =>
  sellGiftCard(at.ctx, {
    ...{ key: randomUUID(), fen: 8_800, buyer, greeting: '生日快乐', isRealName: false },
  })

test('she opens the link she was sent, signs in, claims it once, and has it to spend', async () => {
  const card = await sold(null)
  const hers = new ShopBrowser(at)
  expect((await hers.ask('GET', `/gifts/${card.code}`)).status).toBe(401)
  await hers.signIn(newPhone())
  expect((await hers.ask('GET', `/gifts/${card.code}`)).body).toEqual({
    ...{ fen: 8_800, greeting: '生日快乐', state: 'waiting', is_mine: false },
  })
  const claim = (who: ShopBrowser) => who.ask('POST', `/gifts/${card.code}/claim`, {})
  expect((await claim(hers)).body).toMatchObject({ state: 'claimed', is_mine: true })
  expect((await claim(hers)).status).toBe(200)
  expect((await hers.ask('GET', '/stored-value')).body).toEqual({
    ...{ principal_fen: 8_800, bonus_fen: 0 },
  })
  const other = new ShopBrowser(at)
  await other.signIn(newPhone())
  expect(codeOf(await claim(other))).toBe('gift_card_claimed')
  expect((await other.ask('GET', `/gifts/${card.code}`)).body).toMatchObject({ is_mine: false })
  expect((await other.ask('GET', '/gifts/NONESUCH')).status).toBe(404)
})

test('who bought one sees whether it has come to hand, and nobody else’s', async () => {
  const hers = new ShopBrowser(at)
  await hers.signIn(newPhone())
  const own = new ShopBrowser(at)
  await own.signIn(newPhone())
  // Who she is shows on what she claims.
  const first = await sold(null)
  await hers.ask('POST', `/gifts/${first.code}/claim`, {})
  const { rows } = await at.ctx.stores.pg.pool.query(
    'select claimer_node_id::int as node from gift_card where tenant_id = $1 and id = $2',
    [at.ctx.tenantId, first.id],
  )
  const card = await sold(rows[0].node)
  expect((await hers.ask('GET', '/gifts')).body.items).toMatchObject([
    { code: card.code, state: 'waiting', fen: 8_800 },
  ])
  expect((await own.ask('GET', '/gifts')).body.items).toEqual([])
})
