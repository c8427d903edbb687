import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, addPerson, keyOf, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { deliverAll, deliverDue } from './attempts.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { routes } from './routes.ts'
import { isSignedBy } from './signature.ts'
import { deps, startWebhookBench, type WebhookBench } from './testing.ts'

const HOUR = 3_600_000
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

/** It happens, and is waiting to be told. */
async function happen(name: string, members: readonly string[]) {
  await bench.happen(name, members)
  await bench.listen()
}
const get = async (id: string) => (await api.call('GET', `/webhooks/${id}`, { key })).body
const noticed = async () =>
  (
    await sql<{ kind: string }>`select kind from notice where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
  ).rows.map((row) => row.kind)
const person = () => addPerson(ctx, 'owner')

describe('a renewed secret', () => {
  test('signs beside the old one until the receiver has changed over, then alone', async () => {
    const { webhook: hook, secret } = await bench.webhook(['renewed'])
    const answer = await api.call('POST', `/webhooks/${hook.id}/secret`, {
      key,
      body: { old_valid_hours: 24 },
    })
    const next = String(answer.body.secret)
    await happen('renewed', ['a'])
    await bench.tell()
    await happen('renewed', ['b'])
    await bench.tell(Date.now() + 25 * HOUR)
    const known = receiver.told.map((one) =>
      [secret, next].map((s) =>
        isSignedBy(
          s,
          one.headers,
          one.body,
          new Date(Number(one.headers['webhook-timestamp']) * 1000),
        ),
      ),
    )
    expect(known).toEqual([
      [true, true],
      [false, true],
    ])
  })

  test('that leaked signs nothing more at once', async () => {
    const { webhook: hook, secret } = await bench.webhook(['leaked'])
    await api.call('POST', `/webhooks/${hook.id}/secret`, { key, body: { old_valid_hours: 0 } })
    await happen('leaked', ['a'])
    await bench.tell()
    const [one] = receiver.told
    expect(isSignedBy(secret, one?.headers ?? {}, one?.body ?? '', new Date())).toBe(false)
    expect(await get(hook.id)).toMatchObject({ old_secret_until: null })
  })
})

describe('an address that fails', () => {
  test('is switched off after a day without success, its people are told, and on again it hears what waited', async () => {
    await person()
    const { webhook: hook } = await bench.webhook(['failing'])
    receiver.answer(() => 500)
    await happen('failing', ['a', 'b', 'c'])
    for (let h = 0; h < 26; h++) await bench.tell(Date.now() + h * HOUR + 1_800_000)
    expect(await get(hook.id)).toMatchObject({ is_on: false, off_because: 'failing' })
    expect(await noticed()).toEqual(['webhook_switched_off'])
    const before = receiver.told.length
    await bench.tell(Date.now() + 40 * HOUR)
    expect(receiver.told).toHaveLength(before)

    receiver.answer(() => 200)
    await api.call('PATCH', `/webhooks/${hook.id}`, { key, body: { is_on: true } })
    await api.call('POST', `/webhooks/${hook.id}/replay`, { key })
    await bench.tell(Date.now() + 41 * HOUR)
    const delivered = await api.call('GET', `/webhooks/${hook.id}/deliveries?state=delivered`, {
      key,
    })
    expect(delivered.body.items).toHaveLength(3)
    expect(await get(hook.id)).toMatchObject({
      is_on: true,
      off_because: null,
      failing_since: null,
    })
  })

  test('stays on when it takes others: one bad body does not silence a system', async () => {
    await person()
    const { webhook: hook } = await bench.webhook(['picky'])
    let bad = 0
    receiver.answer((told) => {
      bad ||= told.customer ?? 0
      return told.customer === bad ? 422 : 200
    })
    await happen('picky', ['a', 'b'])
    for (let h = 0; h < 26; h++) await bench.tell(Date.now() + h * HOUR + 1_800_000)
    expect(await get(hook.id)).toMatchObject({ is_on: true, given_up: 1 })
    expect(await noticed()).toEqual(['webhook_given_up'])
  })

  test('that says it is gone is switched off at once', async () => {
    await person()
    const { webhook: hook } = await bench.webhook(['gone'])
    receiver.answer(() => 410)
    await happen('gone', ['a'])
    await bench.tell()
    expect(await get(hook.id)).toMatchObject({ is_on: false, off_because: 'gone' })
    expect(await noticed()).toEqual(['webhook_gone'])
  })

  test('is asked one thing at a time, and all at once again when it is well', async () => {
    await bench.webhook(['many'])
    receiver.answer(() => 503)
    await happen(
      'many',
      Array.from({ length: 30 }, (_, i) => `m${i}`),
    )
    expect(await deliverDue(bench.at(Date.now()), deps)).toBe(8)
    expect(await deliverDue(bench.at(Date.now()), deps)).toBe(1)
    receiver.answer(() => 200)
    expect(await deliverDue(bench.at(Date.now()), deps)).toBe(1)
    expect(await deliverDue(bench.at(Date.now()), deps)).toBe(8)
  })

  test('and asks for time is given it, up to an hour', async () => {
    const { webhook: hook } = await bench.webhook(['busy'])
    receiver.answer(() => 429, { 'retry-after': '900' })
    await happen('busy', ['a'])
    const now = Date.now()
    await bench.tell(now)
    await bench.tell(now + 800_000)
    expect(receiver.told).toHaveLength(1)
    receiver.answer(() => 429, { 'retry-after': '999999' })
    await bench.tell(now + 901_000)
    const [one] = (await api.call('GET', `/webhooks/${hook.id}/deliveries`, { key })).body
      .items as unknown as { next_at: string }[]
    expect(Date.parse(one?.next_at ?? '')).toBe(now + 901_000 + HOUR)
  })

  test('that hangs holds up nobody else', async () => {
    const hanging = await startReceiver()
    const release = hanging.hold()
    await bench.webhook(['both'], { url: hanging.url })
    await bench.webhook(['both'])
    await happen(
      'both',
      Array.from({ length: 40 }, (_, i) => `h${i}`),
    )
    const patient = { ...deps, outbound: { ...deps.outbound, timeoutMs: 60_000 } }
    const running = deliverAll(ctx, patient)
    await expect.poll(() => receiver.told.length).toBe(40)
    release()
    await running
    expect(hanging.told.length).toBeGreaterThan(0)
    await hanging.stop()
  })
})

describe('telling again', () => {
  test('a range tells what was taken in it under new ids, in its order, and nothing of before', async () => {
    const { webhook: hook } = await bench.webhook(['ranged'])
    await happen('ranged', ['before'])
    await bench.tell()
    await sql`update webhook_delivery set made_at = made_at - interval '2 days'
      where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    for (let i = 0; i < 3; i++) await happen('ranged', ['same'])
    await bench.tell()
    const first = receiver.told.splice(0).slice(1)
    const from = new Date(Date.now() - HOUR).toISOString()
    const answer = await api.call('POST', `/webhooks/${hook.id}/replay`, {
      key,
      body: { from, states: ['delivered', 'given_up'] },
    })
    expect(answer.body).toEqual({ count: 3, tried_again: 0, told_again: 3 })
    await bench.tell()
    const events = (told: typeof first) => told.map((t) => JSON.parse(t.body).event.event_id)
    expect(events(receiver.told)).toEqual(events(first))
    for (const told of receiver.told)
      expect(JSON.parse(told.body).id).toBe(told.headers['webhook-id'])
    expect(new Set([...first, ...receiver.told].map((t) => t.headers['webhook-id'])).size).toBe(6)
    const { rows } = await sql<{ details: { after: object } }>`select details from audit_log
      where tenant_id = ${ctx.tenantId} and action = 'webhook.replayed'`.execute(ctx.pg)
    expect(rows).toMatchObject([{ details: { after: { told_again: 3, from } } }])
  })

  test('chosen ones are told again, and those of another webhook or brand are left alone', async () => {
    const { webhook: hook } = await bench.webhook(['chosen'])
    const { webhook: other } = await bench.webhook(['chosen'])
    await happen('chosen', ['a', 'b'])
    await bench.tell()
    const { items } = (await api.call('GET', `/webhooks/${hook.id}/deliveries`, { key })).body
    const ids = (items as unknown as { id: string }[]).map((one) => one.id)
    const wrong = await api.call('POST', `/webhooks/${other.id}/replay`, { key, body: { ids } })
    expect(wrong.body).toMatchObject({ count: 0 })
    const right = await api.call('POST', `/webhooks/${hook.id}/replay`, {
      key,
      body: { ids: ids.slice(0, 1) },
    })
    expect(right.body).toMatchObject({ count: 1 })
    const stranger = await keyOf(await testCtx(), 'owner')
    expect(
      (await api.call('POST', `/webhooks/${hook.id}/replay`, { key: stranger, body: { ids } }))
        .status,
    ).toBe(404)
  })
})

describe('many webhooks at once', () => {
  test('are switched off, on and removed, each with its line in the log; one that is not there is said', async () => {
    const ids = [await bench.webhook(['x']), await bench.webhook(['y'])].map(
      (made) => made.webhook.id,
    )
    const batch = (action: string, chosen = ids) =>
      api.call('POST', '/webhooks/batch', { key, body: { ids: chosen, action } })
    expect((await batch('off')).body).toEqual({ changed: 2, refused: [] })
    expect((await batch('off')).body).toEqual({ changed: 0, refused: [] })
    const gone = randomUUIDv7()
    expect((await batch('on', [...ids, gone])).body).toEqual({
      changed: 2,
      refused: [{ id: gone, code: 'webhook_not_found' }],
    })
    for (const id of ids) expect(await get(id)).toMatchObject({ is_on: true })
    expect((await batch('remove')).body).toEqual({ changed: 2, refused: [] })
    const { rows } = await sql<{
      action: string
      n: number
    }>`select action, count(*)::int as n from audit_log
      where tenant_id = ${ctx.tenantId} and action like 'webhook.%' group by 1 order by 1`.execute(
      ctx.pg,
    )
    expect(rows).toEqual([
      { action: 'webhook.changed', n: 4 },
      { action: 'webhook.created', n: 2 },
      { action: 'webhook.removed', n: 2 },
    ])
  })

  test('a private address is refused when it is written down, unless the server allows it', async () => {
    const strict = await testApi(ctx, {
      domains: [routes({ ...deps, outbound: { allowPrivate: false } })],
    })
    const answer = await strict.call('POST', '/webhooks', {
      key,
      body: { name: 'x', url: 'http://169.254.169.254/latest', events: ['a'] },
    })
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('private_address')])
  })
})
