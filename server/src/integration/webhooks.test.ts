import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, keyOf } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import type { Receiver } from './receiver.ts'
import { isSignedBy } from './signature.ts'
import { startWebhookBench, type WebhookBench } from './testing.ts'
import { WEBHOOK_CONSUMER } from './webhook.ts'

let bench: WebhookBench
let ctx: TestCtx
let api: Api
let key: string
let receiver: Receiver
beforeEach(async () => {
  bench = await startWebhookBench()
  ;({ ctx, api, key, receiver } = bench)
})
afterEach(() => bench.stop())

const log = async (id: string) =>
  (await api.call('GET', `/webhooks/${id}/deliveries`, { key })).body.items as unknown as {
    id: string
    state: string
    attempts: number
    answered_status: number
    answered_text: string
  }[]

describe('a webhook', () => {
  test('hears of the events it asked for, once, signed, whatever is done twice', async () => {
    const { webhook: hook, secret } = await bench.webhook(['shop_visited'])
    await bench.happen('shop_visited', ['m1'], { shop: '静安' })
    await bench.happen('other_thing', ['m1'])
    await bench.listen()
    await bench.listen()
    await bench.tell()
    await bench.tell()
    expect(receiver.told).toHaveLength(1)
    const [one] = receiver.told
    expect(JSON.parse(one?.body ?? '')).toMatchObject({
      type: 'shop_visited',
      brand: ctx.tenantId,
      customer: { id: expect.any(Number) },
      event: { props: { shop: '静安' }, verified: true },
    })
    expect(one?.body).not.toContain('m1')
    expect(isSignedBy(secret, one?.headers ?? {}, one?.body ?? '', new Date())).toBe(true)
    expect(isSignedBy(secret, one?.headers ?? {}, `${one?.body} `, new Date())).toBe(false)
    expect(
      isSignedBy(secret, one?.headers ?? {}, one?.body ?? '', new Date(Date.now() + 600_000)),
    ).toBe(false)
    expect(await log(hook.id)).toMatchObject([{ state: 'delivered', attempts: 1 }])
  })

  test('is told identifiers only when it was made so', async () => {
    await bench.webhook(['seen'], { with_identifiers: true })
    await bench.happen('seen', ['member-77'])
    await bench.listen()
    await bench.tell()
    expect(JSON.parse(receiver.told[0]?.body ?? '').customer.identifiers).toEqual([
      { namespace: 'member_id', value: 'member-77' },
    ])
  })

  test('is tried again for a day, under the same id, then given up and its people are told', async () => {
    const { webhook: hook } = await bench.webhook(['tried'])
    receiver.answer(() => 503)
    await bench.happen('tried', ['m2'])
    await bench.listen()
    for (let hours = 0; hours < 30; hours++)
      await bench.tell(Date.now() + hours * 3_600_000 + 3_000_000)
    const ids = new Set(receiver.told.map((t) => t.headers['webhook-id']))
    expect(ids.size).toBe(1)
    expect(receiver.told.length).toBeGreaterThan(15)
    expect(await log(hook.id)).toMatchObject([
      { state: 'given_up', answered_status: 503, answered_text: 'said 503' },
    ])
    receiver.answer(() => 200)
    await api.call('PATCH', `/webhooks/${hook.id}`, { key, body: { is_on: true } })
    expect((await api.call('POST', `/webhooks/${hook.id}/replay`, { key })).body).toEqual({
      count: 1,
      tried_again: 1,
      told_again: 0,
    })
    await bench.tell(Date.now() + 40 * 3_600_000)
    expect(await log(hook.id)).toMatchObject([{ state: 'delivered' }])
  })

  test('hears a customer’s events in their order, while others do not wait for a stuck one', async () => {
    await bench.webhook(['step'])
    receiver.answer((t) => (JSON.parse(t.body).event.props.n === 1 ? 500 : 200))
    for (const n of [1, 2, 3]) await bench.happen('step', ['stuck'], { n })
    for (const n of [4, 5]) await bench.happen('step', ['flowing'], { n })
    await bench.listen()
    await bench.tell()
    const numbers = () => receiver.told.map((t) => JSON.parse(t.body).event.props.n)
    expect(numbers().filter((n) => n > 3)).toEqual([4, 5])
    expect(numbers().filter((n) => n <= 3)).toEqual([1])
    receiver.answer(() => 200)
    await bench.tell(Date.now() + 10_000)
    expect(numbers().filter((n) => n <= 3)).toEqual([1, 1, 2, 3])
  })

  test('is told once by several servers at the same time', async () => {
    await bench.webhook(['raced'])
    for (let i = 0; i < 40; i++) await bench.happen('raced', [`racer-${i}`])
    await Promise.all([bench.listen(), bench.listen(), bench.listen()])
    await Promise.all(Array.from({ length: 6 }, () => bench.tell()))
    expect(receiver.told).toHaveLength(40)
    expect(new Set(receiver.told.map((t) => t.headers['webhook-id'])).size).toBe(40)
  })

  test('is never redirected, and a cut connection is told as such', async () => {
    const { webhook: hook } = await bench.webhook(['odd'])
    receiver.answer(() => 302)
    await bench.happen('odd', ['m3'])
    await bench.listen()
    await bench.tell()
    receiver.answer(() => 0)
    await bench.tell(Date.now() + 10_000)
    expect(receiver.told.map((t) => t.path)).toEqual(['/hook', '/hook'])
    expect(await log(hook.id)).toMatchObject([{ state: 'waiting', answered_status: 0 }])
  })

  test('can be tried before anything happens; a test is not tried again', async () => {
    const { webhook: hook } = await bench.webhook(['later'])
    receiver.answer(() => 404)
    expect((await api.call('POST', `/webhooks/${hook.id}/test`, { key })).status).toBe(202)
    await bench.tell()
    expect(receiver.told.map((t) => t.type)).toEqual(['test'])
    expect(await log(hook.id)).toMatchObject([{ state: 'given_up', answered_status: 404 }])
  })

  test('that is off or gone hears nothing, and interest in its events ends', async () => {
    const { webhook: hook } = await bench.webhook(['quiet'])
    await api.call('PATCH', `/webhooks/${hook.id}`, { key, body: { is_on: false } })
    await bench.happen('quiet', ['m4'])
    await bench.listen()
    expect(await log(hook.id)).toEqual([])
    expect((await api.call('DELETE', `/webhooks/${hook.id}`, { key })).status).toBe(204)
    const { rows } = await sql`select 1 from signal_interest
      where tenant_id = ${ctx.tenantId} and consumer = ${WEBHOOK_CONSUMER}`.execute(ctx.pg)
    expect(rows).toEqual([])
  })

  test('of another brand does not exist', async () => {
    const { webhook: hook } = await bench.webhook(['mine'])
    const other = await keyOf(await testCtx(), 'owner')
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/secret'],
      ['GET', '/deliveries'],
      ['POST', '/replay'],
    ] as const)
      expect((await api.call(method, `/webhooks/${hook.id}${path}`, { key: other })).status).toBe(
        404,
      )
  })

  test('refuses addresses that are none', async () => {
    for (const url of ['ftp://a.example/x', 'not an address', 'https://user:pw@a.example/'])
      expect(
        (
          await api.call('POST', '/webhooks', {
            key,
            body: { name: 'x', url, events: ['a'] },
          })
        ).status,
      ).toBe(400)
  })
})
