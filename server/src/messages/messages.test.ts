import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { secretsFrom } from '../platform/secrets.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { MESSAGE_KINDS, wordsOf } from './kinds.ts'
import { listMessages, readMessages } from './list.ts'
import { blankSecrets, type NewMessage, sendMessages, useMessageSecrets } from './send.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  useMessageSecrets(secretsFrom('a secret of thirty-two characters or more'))
})

const shipped = (key: string, node: number | null = 7): NewMessage => ({
  kind: 'order_shipped',
  key,
  node,
  params: { order: 'A-1', carrier: '顺丰', number: 'SF1' },
  link: '/orders/1',
})
const code = (key: string, until: Date): NewMessage => ({
  kind: 'sign_in_code',
  key,
  node: null,
  params: { phone: '138****0000', minutes: 5 },
  secret: { text: '042317', until },
})
const texts = async (of: TestCtx) =>
  (await listMessages(of, { limit: 50 })).items.map((item) => item.text)
const later = (ms: number) => new Date(Date.now() + ms)

test('a message is written once, however many ask for it at the same time', async () => {
  const own = await testCtx()
  const counts = await Promise.all(
    Array.from({ length: 32 }, () => sendMessages(own, [shipped('one'), shipped('one')])),
  )
  expect(counts.reduce((a, b) => a + b, 0)).toBe(1)
  expect(await texts(own)).toEqual(['订单 A-1 已发货：顺丰 SF1。'])
})

test('she reads her own and nobody else’s, and what she has opened counts as read', async () => {
  await sql`insert into customer (tenant_id, id, canonical_id) values (${ctx.tenantId}, 8, 3)`.execute(
    ctx.pg,
  )
  await sendMessages(ctx, [shipped('of-8', 8), shipped('of-9', 9)])
  const mine = await listMessages(ctx, { nodes: [8], limit: 50 })
  // Her node was merged: the brand's list leads to who she is now.
  expect(mine.items.map((item) => [item.customer_id, item.read_at, item.link])).toEqual([
    [3, null, '/orders/1'],
  ])
  expect(await readMessages(ctx, [8])).toBe(1)
  expect(await readMessages(ctx, [8])).toBe(0)
  const [others] = (await listMessages(ctx, { nodes: [9], limit: 50 })).items
  expect(others?.read_at).toBeNull()
})

test('a code is readable for who may see unmasked data, until it is of no use', async () => {
  const own = await testCtx()
  await sendMessages(own, [code('live', later(300_000)), code('old', later(-1000))])
  // Two of one moment stand in any order.
  const shown = await texts(own)
  expect(shown.filter((text) => text.includes('042317'))).toHaveLength(1)
  expect(shown.filter((text) => text.includes('••••••'))).toHaveLength(1)
  const asAnalyst = {
    ...own,
    actor: { ...own.actor, role: 'analyst' as const },
  }
  expect((await texts(asAnalyst as TestCtx)).join()).not.toContain('042317')
})

test('codes are stored sealed, and are gone for good when their time is over', async () => {
  const own = await testCtx()
  await sendMessages(own, [code('live', later(300_000)), code('old', later(-1000))])
  const sealed = async () => {
    const { rows } = await sql<{ key: string; secret_sealed: string | null; row: string }>`
      select key, secret_sealed, m::text as row from service_message m
      where tenant_id = ${own.tenantId} order by key`.execute(own.pg)
    return rows
  }
  expect((await sealed()).some(({ row }) => row.includes('042317'))).toBe(false)
  await blankSecrets(own)
  expect((await sealed()).map((row) => [row.key, row.secret_sealed !== null])).toEqual([
    ['live', true],
    ['old', false],
  ])
})

test('words with holes are refused before anything is written', async () => {
  const holed = {
    ...shipped('holed'),
    params: { order: '', carrier: '', number: '' },
  } as NewMessage
  await expect(sendMessages(ctx, [shipped('beside'), holed])).rejects.toThrow()
  const { items } = await listMessages(ctx, { limit: 50 })
  expect(items.filter((item) => item.text.includes('beside'))).toEqual([])
})

test('every kind speaks both languages', () => {
  const params = {
    ...{ phone: '138****0000', minutes: 5, order: 'A-1', carrier: 'SF', number: '1', store: 's' },
    ...{ fen: 1234, product: 'p', people: 3, reason: 'r', name: 'n', on: '2027-01-01' },
    until: '2027-01-01 10:00',
    ...{ service: 'v', at: '2027-01-01 10:00', quantity: 2, plan: 'b', coupon: 'c', count: 2 },
    ...{ invoice: '2412', offer: 'o' },
  }
  for (const kind of MESSAGE_KINDS) {
    const zh = wordsOf(kind, params as never, 'zh-CN')
    const en = wordsOf(kind, params as never, 'en')
    expect(zh).toMatch(/[\u4e00-\u9fff]/)
    expect(en).not.toMatch(/[\u4e00-\u9fff]/)
  }
})
