import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { measuredCosts, rowsLeft } from './estimate.ts'
import { type Gate, gated } from './gate.ts'
import { questionQueue } from './queue.ts'

const endless = (mark: string): Sql =>
  sql`select sum(cityHash64(number)) as ${{ text: [mark], slots: [] }} from numbers(1000000000000)`
const markOf = () => `m${crypto.randomUUID().replaceAll('-', '')}`

async function runs(ctx: Ctx, mark: string): Promise<boolean> {
  const [row] = await ctx.ch.allRows<{ n: string }>(
    sql`select count() as n from system.processes where position(query, ${as('String', mark)}) > 0
      and position(query, 'system.processes') = 0`,
  )
  return Number(row?.n) > 0
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 10))
}
const gateOf = (atOnce: number, mostWaiting = 100): Gate => ({
  queue: questionQueue({ atOnce, mostWaiting }),
  costs: measuredCosts(),
})

test('a question that is given up stops in the engine, and its turn goes to the next', async () => {
  const ctx = await testCtx()
  const gate = gateOf(1)
  const [first, second] = [new AbortController(), new AbortController()]
  const [marked, waiting] = [markOf(), markOf()]
  const asked = gated(ctx, { signal: first.signal }, gate).ch.rows(ctx.tenantId, endless(marked))
  await until(() => runs(ctx, marked))
  const queued = gated(ctx, { signal: second.signal }, gate).ch.rows(ctx.tenantId, endless(waiting))
  const next = gated(ctx, {}, gate).ch.rows<{ n: number }>(ctx.tenantId, sql`select 7 as n`)
  await until(async () => gate.queue.waiting() === 2)
  expect(await runs(ctx, waiting)).toBe(false)
  second.abort(new Error('she left'))
  await expect(queued).rejects.toThrow('she left')
  first.abort()
  await expect(asked).rejects.toMatchObject({ code: 'query_cancelled' })
  await until(async () => !(await runs(ctx, marked)))
  expect(await next).toEqual([{ n: 7 }])
  expect(gate.queue.running()).toBe(0)
})

test('while heavy questions run and wait, what comes in is stored and read beside them', async () => {
  const ctx = await testCtx()
  const gate = gateOf(2)
  const stop = new AbortController()
  const marks = Array.from({ length: 8 }, markOf)
  const asked = marks.map((mark) =>
    gated(ctx, { signal: stop.signal }, gate)
      .ch.rows(ctx.tenantId, endless(mark))
      .then(
        () => 'answered',
        () => 'given up',
      ),
  )
  await until(async () => gate.queue.running() === 2 && gate.queue.waiting() === 6)
  const customers = await newCustomers(ctx, 50)
  await Promise.all(
    Array.from({ length: 10 }, (_, round) =>
      happen(
        ctx,
        customers.map((customer) => ({ customer, name: 'came', at: round, props: {} })),
      ),
    ),
  )
  const [row] = await ctx.ch.rows<{ n: string }>(ctx.tenantId, sql`select count() as n from event`)
  expect(Number(row?.n)).toBe(500)
  expect(gate.queue.running()).toBe(2)
  stop.abort()
  expect(await Promise.all(asked)).toEqual(marks.map(() => 'given up'))
})

test('a brand that asks much does not keep another one waiting behind all of it', async () => {
  const queue = questionQueue({ atOnce: 2, mostWaiting: 10 })
  const order: string[] = []
  const open: (() => void)[] = []
  const ask = (tenant: string, name: string) =>
    queue.run(tenant, async () => {
      order.push(name)
      await new Promise<void>((done) => open.push(done))
    })
  const all = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('a', 'a4'), ask('b', 'b1')]
  while (open.length > 0 || queue.waiting() > 0) {
    open.shift()?.()
    await new Promise((done) => setImmediate(done))
  }
  await Promise.all(all)
  expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'a4'])
})

test('more than may wait are refused, with when to come again', async () => {
  const queue = questionQueue({ atOnce: 1, mostWaiting: 1 })
  let finish = () => {}
  const first = queue.run(
    'a',
    () =>
      new Promise<void>((done) => {
        finish = done
      }),
  )
  const second = queue.run('a', async () => 'second')
  await expect(queue.run('a', async () => 'third')).rejects.toMatchObject({
    ...{ status: 503, code: 'too_many_questions', retryAfter: 5 },
  })
  finish()
  await first
  expect(await second).toBe('second')
})

test('a long question is told of before it runs, and runs when somebody will wait', async () => {
  const ctx = await testCtx()
  const [customer = 0] = await newCustomers(ctx, 1)
  await happen(ctx, [{ customer, name: 'came', at: 0, props: {} }])
  // As if a million rows took as long as three months, and no brand were too small to look at.
  const slow = () => ({ ...gateOf(1), costs: measuredCosts(1e13, 1) })
  const count = sql`select count() as n from event where name = 'came'`
  const refused = gated(ctx, {}, slow()).ch.rows(ctx.tenantId, count)
  await expect(refused).rejects.toMatchObject({
    ...{
      status: 422,
      code: 'question_is_long',
      details: { rows: expect.any(Number), seconds: expect.any(Number) },
    },
  })
  const welcome = gated(ctx, { isLongWelcome: true }, slow())
  expect(await welcome.ch.rows(ctx.tenantId, count)).toEqual([{ n: '1' }])
})

test('what a million rows cost is learnt from what they have cost', async () => {
  const ctx = await testCtx()
  const [customer = 0] = await newCustomers(ctx, 1)
  await happen(ctx, [{ customer, name: 'came', at: 0, props: {} }])
  const costs = measuredCosts(1, 0)
  const count = () => rowsLeft(ctx, sql`select count() from event`)
  const before = await costs.estimate(ctx, count)
  for (let i = 0; i < 40; i++) costs.learn(1_000_000, 3)
  costs.learn(10, 500)
  const after = await costs.estimate(ctx, count)
  expect(before.seconds).toBe(before.rows / 1e6)
  expect(after.seconds / after.rows).toBeCloseTo(3 / 1e6, 8)
})

test('a question that needs more memory than one may have is refused as too large, not as unavailable', async () => {
  const ctx = await testCtx()
  const greedy = ctx.ch.rows(
    ctx.tenantId,
    sql`select length(groupArray(number)) from numbers(50000000)`,
    {
      maxBytes: 20_000_000,
    },
  )
  await expect(greedy).rejects.toMatchObject({ status: 422, code: 'query_too_large' })
})
