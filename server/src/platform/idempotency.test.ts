import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { addPerson, keyOf, signInAs, testApi, testSecrets } from '../org/testing.ts'
import { audit } from './audit.ts'
import { inTx } from './ctx.ts'
import { AppError } from './errors.ts'
import type { Http } from './http.ts'
import { forgetOldAnswers, keepAnswers } from './idempotency.ts'
import { type TestCtx, testCtx } from './testing.ts'

/** A route that books something, and can be slow or fail at any point. */
async function withBooking() {
  const ctx = await testCtx()
  const does = { before: async () => undefined as unknown, after: async () => undefined as unknown }
  const book = (app: Http) =>
    app.post(
      '/bookings',
      {
        config: { access: 'signed-in' },
        schema: {
          tags: ['Test'],
          summary: 'Book',
          body: z.object({ seat: z.string() }),
          response: { 201: z.object({ id: z.string(), secret: z.string() }) },
        },
      },
      async (request, reply) => {
        await does.before()
        const id = crypto.randomUUID()
        await inTx(request.ctx, (ctx) =>
          audit(ctx, 'booking.made', { kind: 'seat', id: request.body.seat }),
        )
        await does.after()
        return reply.code(201).send({ id, secret: `shown once ${id}` })
      },
    )
  const api = await testApi(ctx, {
    domains: [book],
    before: (app) => keepAnswers(app, testSecrets),
  })
  const key = await keyOf(ctx, 'owner')
  const send = (idempotencyKey: string | undefined, seat = 'A1', by = key) =>
    api.call('POST', '/bookings', {
      key: by,
      body: { seat },
      headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
    })
  return { ctx, api, key, send, does, bookings: () => countBookings(ctx) }
}

async function countBookings(ctx: TestCtx): Promise<number> {
  const { rows } = await sql`select 1 from audit_log
    where tenant_id = ${ctx.tenantId} and action = 'booking.made'`.execute(ctx.pg)
  return rows.length
}

test('a repeat gets the first answer again and does nothing', async () => {
  const { send, bookings } = await withBooking()
  const first = await send('k1')
  const again = await send('k1')
  expect([again.status, again.text]).toEqual([201, first.text])
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.headers['content-type']).toBe(first.headers['content-type'])
  expect(first.headers['idempotency-replayed']).toBeUndefined()
  expect((await send('k2')).text).not.toBe(first.text)
  expect((await send(undefined)).status).toBe(201)
  expect(await bookings()).toBe(3)
})

test('the same key with another body, or from somebody else, is refused', async () => {
  const { ctx, send, bookings } = await withBooking()
  await send('k1')
  const reused = { status: 422, body: { error: { code: 'idempotency_key_reused' } } }
  expect(await send('k1', 'B2')).toMatchObject(reused)
  expect(await send('k1', 'A1', await keyOf(ctx, 'admin'))).toMatchObject(reused)
  expect(await bookings()).toBe(1)
  expect((await send('')).body.error).toMatchObject({ code: 'invalid_idempotency_key' })
})

test('another brand’s keys are another’s', async () => {
  const [one, two] = [await withBooking(), await withBooking()]
  const answers = [await one.send('same'), await two.send('same')]
  expect(answers[0]?.text).not.toBe(answers[1]?.text)
  expect(await two.bookings()).toBe(1)
})

test('of twenty at once one does the work and the others are told so', async () => {
  const { send, does, bookings } = await withBooking()
  const othersAnswered = Promise.withResolvers<void>()
  does.before = () => othersAnswered.promise
  let answered = 0
  const sendOne = async () => {
    const answer = await send('k1')
    answered += 1
    if (answered === 19) othersAnswered.resolve()
    return answer
  }
  const answers = await Promise.all(Array.from({ length: 20 }, sendOne))
  expect(answers.filter((a) => a.status === 201)).toHaveLength(1)
  for (const other of answers.filter((a) => a.status !== 201)) {
    expect(other.status).toBe(409)
    expect(other.body.error).toMatchObject({ code: 'idempotency_in_flight' })
    expect(other.headers['retry-after']).toBe('1')
  }
  expect(await bookings()).toBe(1)
})

test('a refusal is kept, a failure is not: its repeat does the work', async () => {
  const { send, does, bookings } = await withBooking()
  does.before = async () => {
    throw new AppError(409, 'seat_taken', 'Taken')
  }
  await send('refused')
  does.before = async () => {
    throw new Error('the disk is full')
  }
  expect((await send('failed')).status).toBe(500)
  does.before = async () => undefined
  expect((await send('refused')).body.error).toMatchObject({ code: 'seat_taken' })
  expect((await send('failed')).status).toBe(201)
  expect(await bookings()).toBe(1)
})

test('what failed after it was written is not done again: the repeat is told', async () => {
  const { send, does, bookings } = await withBooking()
  does.after = async () => {
    throw new Error('after the commit')
  }
  expect((await send('k1')).status).toBe(500)
  does.after = async () => undefined
  const repeat = await send('k1')
  expect([repeat.status, repeat.body.error]).toMatchObject([
    409,
    { code: 'idempotency_answer_lost' },
  ])
  expect(await bookings()).toBe(1)
})

/** As if the server had died at this point and two minutes had passed. */
const leaseRunsOut = (ctx: TestCtx) =>
  sql`update idempotency_key set lease_until = now() - interval '1 second'
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)

test('when a server dies before it wrote, the repeat does it and the late one can do no more', async () => {
  const { ctx, send, does, bookings } = await withBooking()
  const stuck = Promise.withResolvers<void>()
  const atWork = Promise.withResolvers<void>()
  does.before = () => {
    atWork.resolve()
    return stuck.promise
  }
  const late = send('k1')
  await atWork.promise
  expect((await send('k1')).body.error).toMatchObject({ code: 'idempotency_in_flight' })
  await leaseRunsOut(ctx)
  does.before = async () => undefined
  const repeat = await send('k1')
  expect(repeat.status).toBe(201)
  stuck.resolve()
  expect((await late).body.error).toMatchObject({ code: 'idempotency_taken_over' })
  expect(await bookings()).toBe(1)
  expect((await send('k1')).text).toBe(repeat.text)
})

test('when a server dies after it wrote, the repeat learns that it is done', async () => {
  const { ctx, send, bookings } = await withBooking()
  await send('k1')
  await sql`update idempotency_key set status = null, answer = null, lease_until = now() - interval '1 s'
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect((await send('k1')).body.error).toMatchObject({ code: 'idempotency_answer_lost' })
  expect(await bookings()).toBe(1)
})

test('kept answers are encrypted, and forgotten after a day', async () => {
  const { ctx, send, bookings } = await withBooking()
  await send('k1')
  const { rows } = await sql<{ answer: string }>`
    select answer from idempotency_key where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows[0]?.answer).toMatch(/^v1\./)
  expect(rows[0]?.answer).not.toContain('shown once')
  await sql`update idempotency_key set created_at = now() - interval '25 hours'
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await forgetOldAnswers(ctx.pg)
  await send('k1')
  expect(await bookings()).toBe(2)
})

test('a new API key made twice by a flaky network is one key, shown both times', async () => {
  const { ctx, api } = await withBooking()
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  const make = () =>
    api.call('POST', '/api-keys', {
      session,
      headers: { 'idempotency-key': 'make' },
      body: { name: 'BI', role: 'analyst' },
    })
  const [first, second] = [await make(), await make()]
  expect(second.body).toEqual(first.body)
  expect((await api.call('GET', '/api-keys', { session })).text.match(/"BI"/g)).toHaveLength(1)
})
