import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { storefront, testShop } from '../commerce/checkout/testing.ts'
import { getStorefront, setStorefront } from '../commerce/storefront/storefronts.ts'
import { newCustomer, stocked, stockStore } from '../commerce/testing.ts'
import { listMessages } from '../messages/index.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { wantedProducts } from './demand.ts'
import { addFavourite, favouritesOf, removeFavourite } from './favourites.ts'
import { wishesData } from './personal-data.ts'
import { tellWishes } from './tell.ts'
import { addWish, MOST_WAITING, type NewWish, waitingWishes, withdrawWish } from './wishes.ts'

const RACE = 64
let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 100 })
})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const of = (...nodes: number[]) => ({ node: nodes[0] ?? 0, nodes })
let articles = 0
/** Costs ¥10; none of it is there. */
async function soldOut(): Promise<string> {
  articles += 1
  const sku = `gone-${articles}`
  await stocked(ctx, 's1', sku, 1)
  await sql`update stock_level set on_hand = 0 where tenant_id = ${ctx.tenantId} and sku = ${sku}`.execute(
    ctx.pg,
  )
  return sku
}
const arrives = (sku: string) => stocked(ctx, 's1', sku, 5)
const wish = (sku: string, atMostFen: number | null = null): NewWish => ({
  ...{ storefront: 'home', sku, kind: atMostFen === null ? 'stock' : 'price', atMostFen },
})
const priced = async (sku: string, fen: number) => {
  const now = await getStorefront(ctx, 'home')
  const prices = [...now.prices.filter((p) => p.sku !== sku), { sku, fen }]
  await setStorefront(ctx, { ...now, prices })
}
const messagesOf = async (node: number) =>
  (await listMessages(ctx, { nodes: [node], limit: 50 })).items.map(({ kind, text, link }) => ({
    ...{ kind, text, link },
  }))

test('who asked is told when it is there again, once, and may ask anew', async () => {
  const one = await newCustomer(ctx)
  const sku = await soldOut()
  await addWish(ctx, of(one), wish(sku))
  await tellWishes(ctx)
  expect(await messagesOf(one)).toEqual([])
  await arrives(sku)
  await tellWishes(ctx)
  await tellWishes(ctx)
  expect(await messagesOf(one)).toEqual([
    {
      ...{ kind: 'back_in_stock', text: `您订阅到货提醒的 ${sku} 已经到货。` },
      link: `/p/${sku}`,
    },
  ])
  expect(await waitingWishes(ctx, [one])).toEqual([])
  expect(await code(addWish(ctx, of(one), wish(sku)))).toBe('product_there')
})

test('however many servers look at once, each wish is told once', async () => {
  const sku = await soldOut()
  const people = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
  for (const one of people) await addWish(ctx, of(one), wish(sku))
  await arrives(sku)
  const told = await Promise.all(Array.from({ length: 16 }, () => tellWishes(ctx)))
  expect(told.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(RACE)
  const { rows } = await sql<{ n: number; people: number }>`
    select count(*)::int as n, count(distinct node_id)::int as people from service_message
    where tenant_id = ${ctx.tenantId} and kind = 'back_in_stock' and node_id = any(${people}::bigint[])`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([{ n: RACE, people: RACE }])
})

test('sixty-four requests are one wish and one event; the price said last counts', async () => {
  const one = await newCustomer(ctx)
  const answers = await Promise.all(
    Array.from({ length: RACE }, (_, i) => addWish(ctx, of(one), wish('tea', 500 + i))),
  )
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  expect(await waitingWishes(ctx, [one])).toHaveLength(1)
  await addWish(ctx, of(one), wish('tea', 700))
  expect(await waitingWishes(ctx, [one], 'tea')).toMatchObject([{ at_most_fen: 700 }])
})

test('a price is that of the storefront: told when it is what she said or less, and it can be bought', async () => {
  const one = await newCustomer(ctx)
  const sku = await soldOut()
  expect(await code(addWish(ctx, of(one), wish(sku, 1000)))).toBe('price_reached')
  await addWish(ctx, of(one), wish(sku, 800))
  await priced(sku, 801)
  await tellWishes(ctx)
  await priced(sku, 800)
  await tellWishes(ctx)
  // Nothing of it is there yet: a message would lead her to an empty shelf.
  expect(await messagesOf(one)).toEqual([])
  await arrives(sku)
  await tellWishes(ctx)
  expect(await messagesOf(one)).toMatchObject([
    { kind: 'price_dropped', text: `您订阅降价提醒的 ${sku} 现价 ¥8.00。` },
  ])
})

test('stock at another store, a closed storefront and an article out of its shelf tell nobody', async () => {
  const one = await newCustomer(ctx)
  const sku = await soldOut()
  await addWish(ctx, of(one), wish(sku))
  await stockStore(ctx, 's2')
  await stocked(ctx, 's2', sku, 9)
  await tellWishes(ctx)
  expect(await messagesOf(one)).toEqual([])
  const now = await getStorefront(ctx, 'home')
  await setStorefront(ctx, { ...now, sells_all: false, skus: ['tea'] })
  await arrives(sku)
  await tellWishes(ctx)
  expect(await messagesOf(one)).toEqual([])
  expect(await code(addWish(ctx, of(one), wish(sku)))).toBe('product_not_found')
  const narrow = await getStorefront(ctx, 'home')
  await setStorefront(ctx, { ...narrow, sells_all: true, skus: [], state: 'closed' })
  await tellWishes(ctx)
  expect(await messagesOf(one)).toEqual([])
  const closed = await getStorefront(ctx, 'home')
  await setStorefront(ctx, { ...closed, state: 'open' })
  await tellWishes(ctx)
  expect(await messagesOf(one)).toHaveLength(1)
})

test('what she takes back is not told; another’s wish is none of hers', async () => {
  const [one, other] = [await newCustomer(ctx), await newCustomer(ctx)]
  const sku = await soldOut()
  const { id } = await addWish(ctx, of(one), wish(sku))
  expect(await code(withdrawWish(ctx, [other], id))).toBe('wish_not_found')
  await withdrawWish(ctx, [one], id)
  await withdrawWish(ctx, [one], id)
  await arrives(sku)
  await tellWishes(ctx)
  expect(await messagesOf(one)).toEqual([])
})

test('nobody waits for everything', async () => {
  const own = await testCtx()
  await testShop(own, { tea: 1, cup: 1 })
  const one = await newCustomer(own)
  await sql`insert into product (tenant_id, sku, name, category, attributes, source, updated_at)
    select ${own.tenantId}::uuid, 'p' || n, 'p', '{}', '{}', 'test', now() from generate_series(1, ${MOST_WAITING - 1}) as n`.execute(
    own.pg,
  )
  await sql`insert into wish (tenant_id, id, node_id, storefront, sku, kind, added_at)
    select tenant_id, gen_random_uuid(), ${one}::bigint, 'home', sku, 'stock', now() from product
    where tenant_id = ${own.tenantId} and name = 'p'`.execute(own.pg)
  expect(await code(addWish(own, of(one), wish('tea', 1)))).toBe('done')
  expect(await code(addWish(own, of(one), wish('cup', 1)))).toBe('too_many_wishes')
  // Of the same article it is no other wish.
  expect(await code(addWish(own, of(one), wish('tea', 2)))).toBe('done')
})

test('liking is once a person, whichever of her nodes she comes by, and told as an event', async () => {
  const [one, other] = [await newCustomer(ctx), await newCustomer(ctx)]
  const sku = await soldOut()
  const answers = await Promise.all(
    Array.from({ length: RACE }, () => addFavourite(ctx, of(one, other), sku)),
  )
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(await addFavourite(ctx, of(other, one), sku)).toBe(false)
  expect((await favouritesOf(ctx, [one, other], { limit: 10 })).items).toMatchObject([{ sku }])
  expect(await removeFavourite(ctx, of(other, one), sku)).toBe(true)
  expect(await removeFavourite(ctx, of(other, one), sku)).toBe(false)
  const { rows } = await sql<{ name: string }>`select event ->> 'name' as name from told_event
    where tenant_id = ${ctx.tenantId} and event -> 'props' ->> 'sku' = ${sku} order by position`.execute(
    ctx.pg,
  )
  expect(rows.map(({ name }) => name)).toEqual(['product_favoured', 'product_unfavoured'])
})

test('the brand sees what is wanted, people counted once', async () => {
  const own = await testCtx()
  await testShop(own, { tea: 10, cup: 10 })
  const [a, b, c] = await Promise.all([newCustomer(own), newCustomer(own), newCustomer(own)])
  await addFavourite(own, of(a), 'cup')
  await addFavourite(own, of(b), 'cup')
  for (const [who, fen] of [
    [a, 500],
    [b, 600],
    [c, 900],
  ] as const)
    await addWish(own, of(who), wish('tea', fen))
  expect(await wantedProducts(own, 10)).toEqual([
    {
      ...{ sku: 'tea', name: 'tea', favourites: 0, waiting_stock: 0, waiting_price: 3 },
      median_fen: 600,
    },
    {
      ...{ sku: 'cup', name: 'cup', favourites: 2, waiting_stock: 0, waiting_price: 0 },
      median_fen: null,
    },
  ])
})

test('what a person likes and waits for is told to her on request, and goes with her', async () => {
  const one = await newCustomer(ctx)
  await addFavourite(ctx, of(one), 'tea')
  await addWish(ctx, of(one), wish('tea', 300))
  const [data] = wishesData
  const person = { nodes: [one], unlinkedId: randomUUID() } as never
  expect(await data?.export?.(ctx, person)).toMatchObject([
    { kind: 'favourite', sku: 'tea' },
    { kind: 'price', sku: 'tea', at_most_fen: 300, state: 'waiting' },
  ])
  expect(await data?.erase?.(ctx, person)).toBe(2)
  expect(await waitingWishes(ctx, [one])).toEqual([])
})

test('another brand’s storefront is not there', async () => {
  const elsewhere = await testCtx()
  await stockStore(elsewhere, 's1')
  await setStorefront(elsewhere, storefront({ code: 'theirs' }))
  const one = await newCustomer(ctx)
  expect(await code(addWish(ctx, of(one), { ...wish('tea', 1), storefront: 'theirs' }))).toBe(
    'product_not_found',
  )
})
