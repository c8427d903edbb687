import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Collector, drainOutbox, keepDeadLetters } from './collect/index.ts'
import { draft, submission, testCollector } from './collect/testing.ts'
import { recordOrders, recordRefunds } from './commerce/index.ts'
import { order, refund } from './commerce/testing.ts'
import { mergeCustomers, projectAliases } from './identity/index.ts'
import { bringIn, csv, fileOf } from './imports/testing.ts'
import { type Api, keyOf, testApi } from './org/testing.ts'
import { everyPersonalData } from './personal-data.ts'
import { as, sql as ch } from './platform/ch.ts'
import { type TestCtx, testCtx } from './platform/testing.ts'
import { placesOf } from './platform/testing-search.ts'
import {
  applyRelations,
  applyTags,
  routes as profileRoutes,
  projectCustomers,
  sweepErased,
  usePersonalData,
} from './profile/index.ts'

usePersonalData(everyPersonalData)

const NAME = 'Zhenzhu Ouyang-Testcase'
const PHONE = '13900139777'
const MAIL = 'zhenzhu.ouyang@example.com'
const MEMBER = 'member-zhenzhu-1'
const OPENID = 'oZhenzhuOpenid001'
const VALUES = [NAME, PHONE, MAIL, MEMBER, OPENID]

let ctx: TestCtx
let api: Api
let key: string
let collector: Collector

beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [profileRoutes] })
  key = await keyOf(ctx, 'owner')
  collector = testCollector(ctx)
  return () => collector.stop()
})

const ids = (given: Record<string, string>) =>
  Object.entries(given).map(([namespace, value]) => ({ namespace, value }))

async function arrive(
  given: Record<string, string>,
  name = 'page_viewed',
  props: Record<string, unknown> = {},
  called = NAME,
): Promise<void> {
  await collector.submit(
    submission(ctx, [
      draft({
        name,
        messageId: randomUUIDv7(),
        identifiers: ids(given),
        props,
        attributes: [{ op: 'set', name: 'name', value: called }],
        platform: 'mini_program',
      }),
    ]),
  )
}

async function holder(namespace: string, value: string): Promise<number | undefined> {
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from identifier where tenant_id = ${ctx.tenantId} and namespace = ${namespace} and value = ${value}`.execute(
    ctx.pg,
  )
  return rows[0]?.customer_id
}

async function livedLife(): Promise<number> {
  await arrive({ anonymous: 'visitor-zhenzhu', 'openid:wx1': OPENID }, 'page_viewed', {
    note: NAME,
  })
  await arrive({ 'openid:wx1': OPENID, phone: PHONE }, 'form_submitted', { mail: MAIL })
  await arrive({ member_id: MEMBER, email: MAIL })
  const a = (await holder('phone', `+86${PHONE}`)) ?? 0
  const b = (await holder('member_id', MEMBER)) ?? 0
  const { customerId } = await mergeCustomers(ctx, a, b, `${NAME} called`)
  await applyTags(ctx, [{ node: a, tag: 'vip', source: 'test', at: new Date() }])
  await applyRelations(ctx, [
    {
      node: b,
      staffId: 'guide-1',
      state: 'friend',
      storeId: null,
      channelId: null,
      source: 'test',
      addedAt: new Date(),
      endedAt: null,
    },
  ])
  await recordOrders(
    ctx,
    [order('hers-1', 12_300, { node: a }), order('hers-2', 4_500, { node: b })],
    { mode: 'first_wins', historical: false },
  )
  await recordRefunds(
    ctx,
    [refund('back-1', 'hers-1', 300, { node: a, reason: `${NAME} did not like it` })],
    { historical: false },
  )
  await drainOutbox(ctx, collector)
  await projectAliases(ctx)
  // Somebody else shows her phone, and is told apart.
  await arrive({ member_id: 'somebody-else' }, 'page_viewed', {}, 'Other')
  await collector.submit(
    submission(ctx, [
      draft({
        name: 'shared_phone',
        messageId: randomUUIDv7(),
        identifiers: ids({ member_id: 'somebody-else', phone: PHONE }),
        surroundings: { share_id: MEMBER },
      }),
    ]),
  )
  const letter = {
    protocol: 'sensors',
    writeKeyId: null,
    verified: false,
    code: 'malformed_json',
    reason: 'not JSON',
    messageId: null,
  }
  await keepDeadLetters(
    ctx,
    [
      { ...letter, raw: Buffer.from(`{"phone": "${PHONE}", `) },
      {
        ...letter,
        raw: Buffer.from(
          `data=${encodeURIComponent(Buffer.from(`{"mail":"${MAIL.toUpperCase()}"`).toString('base64'))}`,
        ),
      },
      { ...letter, raw: Buffer.from('{"phone": "13100000000", ') },
    ],
    Date.now(),
  )
  await bringIn(
    ctx,
    {
      name: 'people',
      source: 'crm',
      zone: 'Asia/Shanghai',
      parts: [
        {
          kind: 'customers',
          fields: { 'identifiers.phone': 'phone', 'attributes.name': 'name', at: 'at' },
        },
      ],
    },
    [
      fileOf(
        'people.csv',
        csv(
          'phone,name,at',
          `${PHONE},${NAME},no date at all`,
          `13100000001,B,2026-01-01 00:00:00`,
        ),
      ),
    ],
  )
  await projectCustomers(ctx)
  return customerId
}

async function aliasesOf(customer: number): Promise<number> {
  const [row] = await ctx.ch.allRows<{ n: string }>(
    ch`select count() as n from alias where canonical = ${as('UInt32', customer)}`,
  )
  return Number(row?.n)
}

async function erase(id: number): Promise<string> {
  const answer = await api.call('POST', `/customers/${id}/erase`, {
    key,
    body: { reason: 'asked by mail', confirm: String(id) },
  })
  expect(answer.text).toContain('"erased"')
  const request = String(answer.body.id)
  expect(await sweepErased(ctx, request, 0)).toBe(true)
  return request
}

describe('who is erased', () => {
  test('stands nowhere in either store, and the books still add up', async () => {
    const id = await livedLife()
    // The search itself finds her in both stores, in bytes too.
    expect(await placesOf(ctx, VALUES)).toEqual(
      expect.arrayContaining([`event: ${PHONE}`, `event: ${NAME}`, `public.dead_letter: ${PHONE}`]),
    )
    const revenue = async () =>
      (
        await ctx.ch.rows<{ fen: string }>(
          ctx.tenantId,
          ch`select toString(sum(revenue_fen)) as fen from event`,
        )
      )[0]?.fen
    const before = await revenue()
    expect(before).toBe('16500')

    expect(await aliasesOf(id)).toBeGreaterThan(0)
    const request = await erase(id)

    expect(await placesOf(ctx, VALUES)).toEqual([])
    expect(await aliasesOf(id)).toBe(0)
    expect(await revenue()).toBe(before)
    const { rows } = await sql<{ node_id: number | null; unlinked_id: string; total_fen: number }>`
      select node_id, unlinked_id, total_fen from sales_order where tenant_id = ${ctx.tenantId} order by external_id`.execute(
      ctx.pg,
    )
    expect(rows.map((r) => [r.node_id, r.total_fen])).toEqual([
      [null, 12_300],
      [null, 4_500],
    ])
    expect(rows[0]?.unlinked_id).toBe(rows[1]?.unlinked_id)
    expect((await api.call('GET', `/customers/${id}`, { key })).status).toBe(404)
    const { rows: letters } =
      await sql`select 1 from dead_letter where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(letters).toHaveLength(1)
    const told = await api.call('GET', `/privacy-requests/${request}`, { key })
    expect(told.body).toMatchObject({ state: 'done', customer_id: id })
    expect(told.body.report).toMatchObject({ orders: 2, refunds: 1, tags: 1, relations: 1 })
  })

  test('and comes again is a new customer, for servers that remembered the old one too', async () => {
    const again = { member_id: 'comes-again', phone: '13900139001' }
    await arrive(again)
    await arrive(again)
    const before = (await holder('member_id', 'comes-again')) ?? 0
    await erase(before)
    await arrive(again)
    const after = await holder('member_id', 'comes-again')
    expect(after).toBeGreaterThan(before)
    expect(await holder('phone', '+8613900139001')).toBe(after)
    const [row] = await ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      ch`select count() as n from event where customer_id = ${as('UInt32', after ?? 0)}`,
    )
    expect(Number(row?.n)).toBe(1)
  })

  test('by a slip of the hand is not: the number must be typed', async () => {
    await arrive({ member_id: 'not-me' })
    const id = await holder('member_id', 'not-me')
    const answer = await api.call('POST', `/customers/${id}/erase`, {
      key,
      body: { reason: 'oops', confirm: '1' },
    })
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('confirmation_mismatch'),
    ])
    expect(await holder('member_id', 'not-me')).toBe(id)
  })
})

test('every table that names a customer is registered as personal data', async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('node_id', 'node_a', 'node_b', 'customer_id', 'nodes')
    union
    select distinct c.relname from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.confrelid = 'customer'::regclass order by 1`.execute(ctx.pg)
  const known = new Set([...everyPersonalData.flatMap((d) => d.tables), 'privacy_request'])
  expect(rows.map((r) => r.name).filter((name) => !known.has(name))).toEqual([])
})
