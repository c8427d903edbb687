import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningClickhouse, startClickhouse } from '../../../fakes/clickhouse.ts'
import { createMemory, loadNamespaces } from '../identity/index.ts'
import { as, type Ch, sql as ch, openCh } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { migrateCh } from '../platform/migrate.ts'
import { testCtx } from '../platform/testing.ts'
import { createCatalogue } from './catalogue.ts'
import { checks } from './checks.ts'
import { type CommitDeps, commitEvents, commitState } from './commit.ts'
import { prepare, type ReadyEvent } from './prepare.ts'
import { recoverBatch } from './recovery.ts'
import { draft, submission, testCollector } from './testing.ts'

const ctx = await testCtx()
const statuses = (outcomes: { status: string }[]) => outcomes.map((o) => o.status)
const count = async (name: string, on: Ch = ctx.ch) =>
  Number(
    (
      await on.rows<{ n: string }>(
        ctx.tenantId,
        ch`select count() as n from event where name = ${as('String', name)}`,
      )
    )[0]?.n,
  )
function ready(name: string, given: Partial<Parameters<typeof draft>[0]> = {}): ReadyEvent {
  const made = prepare(submission(ctx, []), draft({ messageId: randomUUID(), ...given, name }), 0)
  if ('code' in made) throw new Error(made.reason)
  return made
}
/** Of the collectors that stored events of this brand: others use the same database. */
const openBatches = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ingest_batch where state = 'open' and owner in (
      select b.owner from seen_event s join ingest_batch b on b.id = s.batch_id
      where s.tenant_id = ${ctx.tenantId})`.execute(ctx.pg)
  return rows[0]?.n
}
const until = async (what: () => Promise<boolean>) => {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** A store that fails as it is told. */
function failing(real: Ch = ctx.ch) {
  const state = { insertFails: false, readFails: false, answerIsLost: false }
  const gone = () => unavailable('event_store_unavailable', 'gone')
  const store: Ch = {
    ...real,
    async insert(insert) {
      if (state.insertFails) throw gone()
      await real.insert(insert)
      if (state.answerIsLost) throw gone()
    },
    async allRows(statement, options) {
      if (state.readFails) throw gone()
      return real.allRows(statement, options)
    },
  }
  return { state, ctx: { ...ctx, ch: store } }
}

describe('while the event store is gone', () => {
  test('nothing is answered; when it is back the retry is stored once', async () => {
    const { state, ctx: broken } = failing()
    const collector = testCollector(broken)
    const event = ready('store_gone')
    Object.assign(state, { insertFails: true, readFails: true })
    await expect(collector.submitReady([event])).rejects.toMatchObject({ status: 503 })
    const retry = collector.submitReady([event])
    Object.assign(state, { insertFails: false, readFails: false })
    expect(statuses(await retry)).toEqual(['stored'])
    expect(statuses(await collector.submitReady([event]))).toEqual(['duplicate'])
    expect(await count('store_gone')).toBe(1)
    await collector.stop()
  })

  test('a duplicate that waits for a lost event is not answered as stored', async () => {
    const { state, ctx: broken } = failing()
    const event = ready('store_gone_twice')
    const inserting = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const store: Ch = {
      ...broken.ch,
      async insert() {
        inserting.resolve()
        await released.promise
        throw unavailable('event_store_unavailable', 'gone')
      },
    }
    const slow = testCollector({ ...broken, ch: store })
    const answers = [slow.submitReady([event])]
    await inserting.promise
    answers.push(slow.submitReady([event]))
    const settled = Promise.allSettled(answers)
    await new Promise((resolve) => setTimeout(resolve, 100))
    state.readFails = true
    released.resolve()
    await expect(answers[0]).rejects.toMatchObject({ status: 503 })
    state.readFails = false
    expect(await settled).toMatchObject([
      { status: 'rejected', reason: { status: 503 } },
      { status: 'rejected', reason: { status: 503 } },
    ])
    await slow.stop()
    const collector = testCollector(ctx)
    expect(statuses(await collector.submitReady([event]))).toEqual(['stored'])
    expect(await count('store_gone_twice')).toBe(1)
    await collector.stop()
  })

  test('an insert whose answer was lost counts as what it was: stored', async () => {
    const { state, ctx: broken } = failing()
    const collector = testCollector(broken)
    const event = ready('answer_lost')
    state.answerIsLost = true
    expect(statuses(await collector.submitReady([event]))).toEqual(['stored'])
    state.answerIsLost = false
    expect(statuses(await collector.submitReady([event]))).toEqual(['duplicate'])
    expect(await count('answer_lost')).toBe(1)
    await collector.stop()
  })
})

describe('an event that a store refuses', () => {
  test('by PostgreSQL becomes a refusal of its own; those beside it are stored', async () => {
    const collector = testCollector(ctx)
    const events = ['p1', 'bad', 'p2', 'p3'].map((messageId) =>
      ready('beside_pg', {
        messageId,
        identifiers: [{ namespace: 'member_id', value: messageId }],
      }),
    )
    // Past all bounds of ours: an index entry larger than PostgreSQL takes.
    const name = Array.from({ length: 400 }, () => randomUUID()).join('')
    events[1]?.draft.attributes.push({ op: 'set', name, value: 1 })
    const outcomes = await collector.submitReady(events)
    expect(statuses(outcomes)).toEqual(['stored', 'refused', 'stored', 'stored'])
    expect(outcomes[1]).toMatchObject({ refusal: { code: 'cannot_be_stored' } })
    expect(await count('beside_pg')).toBe(3)
    await collector.stop()
  })

  test('by ClickHouse becomes a refusal of its own; those beside it are stored', async () => {
    const collector = testCollector(ctx)
    const events = ['c1', 'bad', 'c2'].map((messageId) => ready('beside_ch', { messageId }))
    const bad = events[1]
    if (bad) bad.propsText = '{"not": closed'
    expect(statuses(await collector.submitReady(events))).toEqual(['stored', 'refused', 'stored'])
    expect(await count('beside_ch')).toBe(2)
    expect(await openBatches()).toBe(0)
    await collector.stop()
  })
})

describe('two processes', () => {
  test('a batch that another process decided is not answered as stored by its first owner', async () => {
    const event = ready('taken_over')
    let batchId = 0
    const slow = testCollector({
      ...ctx,
      ch: {
        ...ctx.ch,
        async insert(insert) {
          const { rows } = await sql<{ batch_id: number }>`
            select batch_id from seen_event where tenant_id = ${ctx.tenantId} and event_id = ${event.eventId}`.execute(
            ctx.pg,
          )
          batchId = rows[0]?.batch_id ?? 0
          expect(await recoverBatch(ctx, batchId)).toMatchObject({ lost: [event.month] })
          throw unavailable('event_store_unavailable', `too late with ${insert.token}`)
        },
      },
    })
    await expect(slow.submitReady([event])).rejects.toMatchObject({ code: 'batch_taken_over' })
    const other = testCollector(ctx)
    expect(statuses(await other.submitReady([event]))).toEqual(['stored'])
    expect(await count('taken_over')).toBe(1)
    await slow.stop()
    await other.stop()
  })

  test('a duplicate of an event lost by one and sent again to another waits for that one', async () => {
    const event = ready('sent_thrice')
    const lost = await commitState(depsOf(ctx), [event])
    const collector = testCollector(ctx)
    const third = collector.submitReady([event])
    await new Promise((resolve) => setTimeout(resolve, 150))
    await sql`select 1`.execute(ctx.pg)
    // Undone, and at once claimed by a second process whose insert takes its time.
    await recoverBatch(ctx, lost.batchId)
    const again = await commitState(depsOf(ctx), [event])
    let answered = false
    void third.then(() => {
      answered = true
    })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(answered).toBe(false)
    await commitEvents(depsOf(ctx), ctx, again.batchId, again.placed)
    await recoverBatch(ctx, again.batchId)
    expect(statuses(await third)).toEqual(['duplicate'])
    expect(await count('sent_thrice')).toBe(1)
    await collector.stop()
  })

  test('leases of batches on their way are renewed, those of the dead are not', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = testCollector({
      ...ctx,
      ch: {
        ...ctx.ch,
        async insert(insert) {
          await held
          await ctx.ch.insert(insert)
        },
      },
    })
    const event = ready('slow_insert')
    const answer = slow.submitReady([event])
    const lease = async () =>
      (
        await sql<{ left: number }>`
          select extract(epoch from b.lease_until - now())::float8 as left from ingest_batch b
          join seen_event s on s.batch_id = b.id where s.event_id = ${event.eventId}`.execute(
          ctx.pg,
        )
      ).rows[0]?.left
    await until(async () => (await lease()) !== undefined)
    await sql`update ingest_batch b set lease_until = now() + interval '8 seconds' from seen_event s
      where s.batch_id = b.id and s.event_id = ${event.eventId}`.execute(ctx.pg)
    await until(async () => ((await lease()) ?? 0) > 8.5)
    release()
    expect(statuses(await answer)).toEqual(['stored'])
    await slow.stop()
  })
})

describe('on a ClickHouse server', () => {
  const data = mkdtempSync(join(tmpdir(), 'homefield-faults-'))
  let fake: RunningClickhouse
  let served: Ctx
  beforeAll(async () => {
    fake = await startClickhouse({ data })
    const store = await openCh(fake.url)
    await migrateCh(store)
    served = { ...ctx, ch: store }
  })
  afterAll(async () => {
    await served?.ch.close()
    await fake?.stop()
    rmSync(data, { recursive: true, force: true })
  })

  test('an insert that arrives after its batch was given up stores nothing', async () => {
    const event = ready('late_insert')
    const state = await commitState(depsOf(served), [event])
    expect(await recoverBatch(served, state.batchId)).toMatchObject({ lost: [event.month] })
    await commitEvents(depsOf(served), served, state.batchId, state.placed)
    expect(await count('late_insert', served.ch)).toBe(0)
    const collector = testCollector(served)
    expect(statuses(await collector.submitReady([event]))).toEqual(['stored'])
    expect(await count('late_insert', served.ch)).toBe(1)
    await collector.stop()
  })

  test('whoever is first of insert and decision, the other one agrees', async () => {
    for (let round = 0; round < 25; round++) {
      const name = `photo_finish_${round}`
      const event = ready(name)
      const state = await commitState(depsOf(served), [event])
      const [recovered] = await Promise.all([
        recoverBatch(served, state.batchId),
        commitEvents(depsOf(served), served, state.batchId, state.placed),
      ])
      expect(recovered?.lost.length === 0 ? 1 : 0, name).toBe(await count(name, served.ch))
    }
  })

  test('a check of both stores finds nothing wrong with what keeps late inserts out', async () => {
    const stray: unknown[] = []
    const own = new Set(
      (await sql<{ id: number }>`select id from ingest_batch`.execute(ctx.pg)).rows.map(
        (r) => r.id,
      ),
    )
    for (const check of checks.filter((c) =>
      ['collect.batches', 'collect.duplicates'].includes(c.name),
    )) {
      const { differences } = await check.compare(served)
      // Batches of other tests are in the embedded store and cannot be here.
      stray.push(
        ...differences.filter(
          (d) => (d.in_clickhouse !== 0 && own.has(Number(d.batch ?? -1))) || 'event' in d,
        ),
      )
    }
    expect(stray).toEqual([])
  })
})

function depsOf(base: Ctx): CommitDeps {
  return {
    ctxOf: (tenantId) => ({ ...base, tenantId }),
    owner: randomUUID(),
    memory: createMemory(),
    catalogue: createCatalogue(),
    namespaces: loadNamespaces,
    stage: () => {},
  }
}
