import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { createMemory, loadNamespaces } from '../identity/index.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { recordEvents } from '../platform/outbox.ts'
import { testCtx } from '../platform/testing.ts'
import { createCatalogue } from './catalogue.ts'
import { type CommitDeps, commitEvents, commitState } from './commit.ts'
import {
  getDeadLetter,
  keepDeadLetters,
  listDeadLetters,
  replayDeadLetter,
} from './dead-letters.ts'
import { listCatalogue, listEvents, listProperties } from './events.ts'
import { prepare, type ReadyEvent } from './prepare.ts'
import { recoverBatch, recoverBatches } from './recovery.ts'
import { drainOutbox } from './relay.ts'
import { consumeSignals, registerInterest } from './signals.ts'
import { draft, submission, testCollector } from './testing.ts'

const ctx = await testCtx()
const collector = testCollector(ctx)
afterAll(() => collector.stop())

const ctxOf = (tenantId: string): Ctx => ({ ...ctx, tenantId })
const count = async (name: string) =>
  Number(
    (
      await ctx.ch.rows<{ n: string }>(
        ctx.tenantId,
        ch`select count() as n from event where name = ${as('String', name)}`,
      )
    )[0]?.n,
  )
const isSeen = async (eventId: string) =>
  (
    await sql`select 1 from seen_event where tenant_id = ${ctx.tenantId} and event_id = ${eventId}`.execute(
      ctx.pg,
    )
  ).rows.length > 0

const deps: CommitDeps = {
  ctxOf,
  owner: randomUUID(),
  memory: createMemory(),
  catalogue: createCatalogue(),
  namespaces: loadNamespaces,
  stage: () => {},
}
function ready(name: string, given: Parameters<typeof draft>[0] = { name }): ReadyEvent {
  const made = prepare(submission(ctx, []), draft({ messageId: randomUUID(), ...given, name }), 0)
  if ('code' in made) throw new Error(made.reason)
  return made
}

describe('a batch whose process died', () => {
  test('before its rows reached the event store is undone, and the retry counts', async () => {
    const event = ready('lost_once')
    await registerInterest(ctx, 'watcher', ['lost_once'])
    const state = await commitState(deps, [event])
    expect(await isSeen(event.eventId)).toBe(true)
    expect(await recoverBatch(ctx, state.batchId)).toMatchObject({
      stored: [],
      lost: [event.month],
    })
    expect(await isSeen(event.eventId)).toBe(false)
    const outcomes = await collector.submitReady([event])
    expect(outcomes.map((o) => o.status)).toEqual(['stored'])
    expect(await count('lost_once')).toBe(1)
    const heard: string[] = []
    await consumeSignals(
      ctxOf,
      'watcher',
      10,
      async (_ctx, signals) => void heard.push(...signals.map((s) => s.eventId)),
    )
    expect(heard).toEqual([event.eventId])
  })

  test('after one of two months was stored keeps that month only', async () => {
    const old = ready('half_stored', { name: '', at: Date.UTC(2024, 2, 3) })
    const now = ready('half_stored')
    const state = await commitState(deps, [old, now])
    await commitEvents(
      deps,
      ctx,
      state.batchId,
      state.placed.filter((p) => p.event === old),
    )
    expect(await recoverBatch(ctx, state.batchId)).toMatchObject({
      stored: [old.month],
      lost: [now.month],
    })
    expect([await isSeen(old.eventId), await isSeen(now.eventId)]).toEqual([true, false])
    const outcomes = await collector.submitReady([old, now])
    expect(outcomes.map((o) => o.status)).toEqual(['duplicate', 'stored'])
    expect(await count('half_stored')).toBe(2)
  })

  test('is decided when its lease runs out, not before', async () => {
    const event = ready('leased')
    const state = await commitState(deps, [event])
    await recoverBatches(ctx)
    expect(await isSeen(event.eventId)).toBe(true)
    await sql`update ingest_batch set lease_until = now() - interval '1 second' where id = ${state.batchId}`.execute(
      ctx.pg,
    )
    await recoverBatches(ctx)
    expect(await isSeen(event.eventId)).toBe(false)
  })

  test('a duplicate of an event on its way is answered only when that one is stored', async () => {
    const event = ready('on_its_way')
    const state = await commitState(deps, [event])
    let answered = false
    const waiting = collector.submitReady([event]).then((o) => {
      answered = true
      return o
    })
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(answered).toBe(false)
    await commitEvents(deps, ctx, state.batchId, state.placed)
    await recoverBatch(ctx, state.batchId)
    expect((await waiting).map((o) => o.status)).toEqual(['duplicate'])
  })
})

describe('own events', () => {
  test('reach the event store once, with their money, after the transaction that recorded them', async () => {
    await inTx(ctx, (ctx) =>
      recordEvents(ctx, [
        {
          id: randomUUID(),
          name: 'order_paid',
          customerId: null,
          at: new Date(),
          source: 'taobao',
          revenueFen: 12_900,
          currency: 'CNY',
          orderId: 'T1',
          storeId: 'S1',
          props: { lines: 2 },
        },
      ]),
    )
    await inTx(ctx, async (ctx) => {
      await recordEvents(ctx, [
        { name: 'order_paid', customerId: null, at: new Date(), source: 'x', revenueFen: 1 },
      ])
      throw new Error('rolled back')
    }).catch((error) => expect(String(error)).toContain('rolled back'))
    await drainOutbox(ctx, collector)
    await drainOutbox(ctx, collector)
    const { items } = await listEvents(ctx, { name: 'order_paid', limit: 10 })
    expect(items).toMatchObject([
      {
        revenue_fen: 12_900,
        currency: 'CNY',
        order_id: 'T1',
        store_id: 'S1',
        source: 'taobao',
        props: { lines: 2 },
      },
    ])
  })

  test('a client that uses one of our names is stored as having reported it, with no money', async () => {
    await collector.submit(
      submission(ctx, [draft({ name: 'order_paid', messageId: 'forged', claimedRevenueFen: 99 })]),
    )
    const { items } = await listEvents(ctx, { name: 'order_paid_reported', limit: 10 })
    expect(items).toMatchObject([{ message_id: 'forged', revenue_fen: 0 }])
  })
})

describe('signals', () => {
  test('reach who registered, once, and only when the batch is done', async () => {
    await registerInterest(ctx, 'games', ['shared'])
    await collector.submit(
      submission(ctx, [
        draft({
          name: 'shared',
          messageId: 's1',
          identifiers: [{ namespace: 'member_id', value: 'm' }],
          props: { a: 1 },
        }),
      ]),
    )
    await collector.submit(
      submission(ctx, [draft({ name: 'shared', messageId: 's1' }), draft({ name: 'other' })]),
    )
    const heard: unknown[] = []
    const take = () =>
      consumeSignals(
        ctxOf,
        'games',
        10,
        async (ctx, signals) =>
          void heard.push(...signals.map((s) => [ctx.tenantId, s.name, s.props])),
      )
    expect(await take()).toBe(1)
    expect(await take()).toBe(0)
    expect(heard).toEqual([[ctx.tenantId, 'shared', { a: 1 }]])
  })

  test('of history are raised only for who asked for them', async () => {
    await registerInterest(ctx, 'now', ['visited'])
    await registerInterest(ctx, 'ever', ['visited'], { historical: true })
    await collector.submit(
      submission(ctx, [draft({ name: 'visited', at: Date.now() - 3 * 86_400_000 })]),
    )
    const heard = async (consumer: string) => consumeSignals(ctxOf, consumer, 10, async () => {})
    expect([await heard('now'), await heard('ever')]).toEqual([0, 1])
  })

  test('stay when the consumer fails, with nothing of what it wrote', async () => {
    await registerInterest(ctx, 'clumsy', ['stumbled'])
    await collector.submit(submission(ctx, [draft({ name: 'stumbled' })]))
    await expect(
      consumeSignals(ctxOf, 'clumsy', 10, async (ctx) => {
        await recordEvents(ctx, [{ name: 'never', customerId: null, at: new Date(), source: 'x' }])
        throw new Error('fell')
      }),
    ).rejects.toThrow('fell')
    expect(await consumeSignals(ctxOf, 'clumsy', 10, async () => {})).toBe(1)
  })
})

describe('dead letters', () => {
  test('keep their bytes, and are sent again when mended', async () => {
    const raw = Buffer.from('{"events":[{"name":"mended","at":"not a time"}]}')
    await keepDeadLetters(
      ctx,
      [
        {
          protocol: 'homefield',
          writeKeyId: null,
          verified: true,
          code: 'bad_time',
          reason: 'no time\0',
          messageId: null,
          raw,
        },
      ],
      Date.now(),
    )
    const { items } = await listDeadLetters(ctx, { limit: 10, code: 'bad_time' })
    const id = items[0]?.id ?? ''
    expect((await getDeadLetter(ctx, id)).raw).toEqual(raw)
    await expect(replayDeadLetter(ctx, collector, id, undefined)).rejects.toMatchObject({
      code: 'still_unreadable',
    })
    await replayDeadLetter(
      ctx,
      collector,
      id,
      '{"events":[{"name":"mended","identifiers":[{"namespace":"member_id","value":"m"}]}]}',
    )
    expect(await count('mended')).toBe(1)
    await expect(replayDeadLetter(ctx, collector, id, undefined)).rejects.toMatchObject({
      code: 'already_replayed',
    })
  })

  test("another tenant's are not found", async () => {
    await keepDeadLetters(
      ctx,
      [
        {
          protocol: 'segment',
          writeKeyId: null,
          verified: false,
          code: 'mine',
          reason: 'x',
          messageId: null,
          raw: Buffer.from('x'),
        },
      ],
      Date.now(),
    )
    const { items } = await listDeadLetters(ctx, { limit: 1, code: 'mine' })
    const other = await testCtx()
    await expect(getDeadLetter(other, items[0]?.id ?? '')).rejects.toMatchObject({ status: 404 })
    expect((await listDeadLetters(other, { limit: 10 })).items).toEqual([])
  })
})

test('the catalogue knows names, properties, types, volumes, and what did not fit', async () => {
  const own = await testCtx()
  const collector = testCollector(own)
  await collector.submit(
    submission(own, [
      draft({ name: 'viewed', props: { sku: 'A', price: 3 } }),
      draft({ name: 'viewed', props: { sku: 7, price: 4 } }),
      draft({ name: 'left' }),
    ]),
  )
  await collector.stop()
  const [viewed, left] = await listCatalogue(own)
  expect(viewed).toMatchObject({
    name: 'viewed',
    count: 2,
    properties: [
      { name: 'price', type: 'number', samples: [3] },
      { name: 'sku', type: 'string', samples: ['A'] },
    ],
  })
  expect(left).toMatchObject({ name: 'left', count: 1, properties: [] })
  expect(await listProperties(own, 'viewed')).toMatchObject([
    { name: 'price', count: 2, aside: 0 },
    { name: 'sku', count: 1, aside: 1 },
  ])
})

test('the stream pages in one order without a gap or a repeat', async () => {
  const own = await testCtx()
  const collector = testCollector(own)
  const at = Date.now() - 1000
  await collector.submit(
    submission(
      own,
      Array.from({ length: 25 }, (_, i) =>
        draft({ name: 'paged', at: at - (i % 3), messageId: `p${i}` }),
      ),
    ),
  )
  await collector.stop()
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listEvents(own, { limit: 7, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items.map((e) => e.message_id))
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(25)
  expect(seen).toHaveLength(25)
})
