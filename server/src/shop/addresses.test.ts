// Where customers have things sent, over the shop's routes.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { useMergePolicy } from '../identity/index.ts'
import { everyPersonalData } from '../personal-data.ts'
import { inTx } from '../platform/ctx.ts'
import { consentPolicy } from '../profile/index.ts'
import { MOST_ADDRESSES } from './addresses.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop()
})

async function someone(phone = newPhone()) {
  const browser = new ShopBrowser(at)
  await browser.signIn(phone)
  return browser
}
const address = (street: string, is_default = false) => ({
  ...{ name: '林晓', phone: '13700000000', region: ['浙江省', '杭州市'], street, is_default },
})
const keep = (
  who: ShopBrowser,
  street: string,
  given: { id?: string; is_default?: boolean } = {},
) => who.ask('PUT', `/addresses/${given.id ?? randomUUID()}`, address(street, given.is_default))
const book = async (who: ShopBrowser) =>
  (await who.ask('GET', '/addresses')).body.items as unknown as {
    id: string
    street: string
    is_default: boolean
  }[]
const streets = async (who: ShopBrowser) =>
  (await book(who)).map((one) => `${one.street}${one.is_default ? '*' : ''}`)

test('she keeps addresses, begins with one of them, changes and drops them; on every device of hers', async () => {
  const phone = newPhone()
  const she = await someone(phone)
  expect(await book(she)).toEqual([])
  const home = randomUUID()
  await keep(she, '家', { id: home })
  await keep(she, '家', { id: home })
  expect(await streets(she)).toEqual(['家*'])
  await keep(she, '公司')
  expect(await streets(she)).toEqual(['家*', '公司'])
  await keep(she, '父母家', { is_default: true })
  // A phone gets one code a minute.
  await sql`update shop_code set sent_at = sent_at - interval '2 minutes' where tenant_id = ${at.ctx.tenantId}`.execute(
    at.ctx.pg,
  )
  expect(await streets(await someone(phone))).toEqual(['父母家*', '公司', '家'])
  await keep(she, '新家', { id: home, is_default: true })
  expect(await streets(she)).toEqual(['新家*', '父母家', '公司'])
  // What she says is no longer the one leaves it to the newest.
  await keep(she, '新家', { id: home })
  expect(await streets(she)).toEqual(['父母家*', '公司', '新家'])
  const [first] = await book(she)
  expect((await she.ask('DELETE', `/addresses/${first?.id}`)).status).toBe(200)
  expect(await streets(she)).toEqual(['公司*', '新家'])
  expect((await she.ask('DELETE', `/addresses/${first?.id}`)).status).toBe(404)
})

test('nobody reads, changes or drops somebody else’s; what is no address is refused', async () => {
  const [she, other] = [await someone(), await someone()]
  const id = randomUUID()
  await keep(she, '家', { id })
  expect(await book(other)).toEqual([])
  expect((await keep(other, '我家', { id })).status).toBe(404)
  expect((await other.ask('DELETE', `/addresses/${id}`)).status).toBe(404)
  expect(await streets(she)).toEqual(['家*'])
  const visitor = new ShopBrowser(at)
  await visitor.begin()
  expect(codeOf(await visitor.ask('GET', '/addresses'))).toBe('sign_in_first')
  const wrong = { ...address('x'), region: [] }
  expect((await she.ask('PUT', `/addresses/${randomUUID()}`, wrong)).status).toBe(400)
  expect((await she.ask('PUT', '/addresses/1', address('x'))).status).toBe(400)
})

test('many kept at once stay within the limit, and one of them is the one she begins with', async () => {
  const she = await someone()
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, i) => keep(she, `街 ${i}`, { is_default: i % 2 === 0 })),
  )
  const refused = answers.filter((answer) => codeOf(answer) === 'too_many_addresses')
  expect(refused).toHaveLength(64 - MOST_ADDRESSES)
  const items = await book(she)
  expect(items).toHaveLength(MOST_ADDRESSES)
  expect(items.filter((one) => one.is_default)).toHaveLength(1)
})

test('they are in her copy, and go with her', async () => {
  const she = await someone()
  await keep(she, '家')
  const node = Number((await she.me()).body.customer_id)
  const data = everyPersonalData.find(({ name }) => name === 'shop_addresses')
  const person = { nodes: [node] } as never
  expect(await data?.export?.(at.ctx, person)).toMatchObject([{ street: '家' }])
  await inTx(at.ctx, async (ctx) => data?.erase?.(ctx, person))
  expect(await book(she)).toEqual([])
})
