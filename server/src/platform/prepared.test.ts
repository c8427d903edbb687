import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { inTx } from './ctx.ts'
import { openPg, type PgStore } from './pg.ts'
import { later, prepared } from './prepared.ts'
import { type TestCtx, testCtx } from './testing.ts'

let ctx: TestCtx
/** By other connections than those that are tried. */
let elsewhere: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  elsewhere = ctx
})

/** One connection, so that what it has prepared is seen. */
async function withOne(work: (store: PgStore) => Promise<void>): Promise<void> {
  const store = openPg({ connectionString: ctx.stores.pgUrl, max: 1 }, () => undefined)
  try {
    await work(store)
  } finally {
    await store.close()
  }
}
const preparedOf = async (store: PgStore) =>
  (
    await store.pool.query<{ statement: string; calls: string }>(
      'select statement, generic_plans + custom_plans as calls from pg_prepared_statements',
    )
  ).rows

test('a statement is parsed once a connection, whatever it is asked with, also in a transaction', () =>
  withOne(async (store) => {
    const fast = prepared({ ...ctx, pg: store.db })
    const double = async (pg: typeof fast.pg, n: number) =>
      (await sql<{ n: number }>`select ${n}::int * 2 as n`.execute(pg)).rows[0]?.n
    expect([await double(fast.pg, 1), await double(fast.pg, 2)]).toEqual([2, 4])
    expect(await inTx(fast, (ctx) => double(prepared(ctx).pg, 3))).toBe(6)
    const found = (await preparedOf(store)).filter((row) => row.statement.includes('* 2 as n'))
    expect(found).toMatchObject([{ calls: 3 }])
  }))

test('what is asked in the plain way is not kept', () =>
  withOne(async (store) => {
    await sql`select ${7}::int as seven`.execute(store.db)
    expect(await preparedOf(store)).toEqual([])
  }))

test('a fault is told as ever and the connection goes on', () =>
  withOne(async (store) => {
    const { pg } = prepared({ ...ctx, pg: store.db })
    const divide = (by: number) => sql<{ n: number }>`select 4 / ${by}::int as n`.execute(pg)
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
    expect((await divide(2)).rows).toEqual([{ n: 2 }])
  }))

test('a table changed under a kept plan costs one refusal, then the connection is another one', () =>
  withOne(async (store) => {
    const name = `kept_${randomUUID().replaceAll('-', '')}`
    const { pg } = prepared({ ...ctx, pg: store.db })
    const read = () => sql`select * from ${sql.table(name)} where a = ${1}`.execute(pg)
    await store.pool.query(`create table ${name} (a int)`)
    try {
      await store.pool.query(`insert into ${name} values (1)`)
      expect((await read()).rows).toEqual([{ a: 1 }])
      await store.pool.query(`alter table ${name} add column b int`)
      await expect(read()).rejects.toMatchObject({ code: '0A000' })
      expect((await read()).rows).toEqual([{ a: 1, b: null }])
    } finally {
      await store.pool.query(`drop table ${name}`)
    }
  }))

/** A table of its own with one connection to write it by. */
const withTable = (
  work: (ctx: TestCtx, name: ReturnType<typeof sql.table>, store: PgStore) => Promise<void>,
) =>
  withOne(async (store) => {
    const name = `later_${randomUUID().replaceAll('-', '')}`
    await store.pool.query(`create table ${name} (n int primary key)`)
    try {
      await work(prepared({ ...ctx, pg: store.db }), sql.table(name), store)
    } finally {
      await store.pool.query(`drop table ${name}`)
    }
  })
type Named = ReturnType<typeof sql.table>
const put = (table: Named, n: number) => sql`insert into ${table} values (${n})`
const numbersIn = async (ctx: TestCtx, table: Named) =>
  (
    await sql<{ n: number }>`select n from ${table} where n > ${-1} order by n`.execute(ctx.pg)
  ).rows.map((row) => row.n)

test('a write that nobody waits for is there for the next statement, and after the commit', () =>
  withTable(async (ctx, table) => {
    const seen = await inTx(ctx, async (ctx) => {
      await later(ctx, put(table, 1))
      await later(ctx, put(table, 2))
      const inside = await numbersIn(ctx as TestCtx, table)
      await later(ctx, put(table, 3))
      return inside
    })
    expect(seen).toEqual([1, 2])
    expect(await numbersIn(ctx, table)).toEqual([1, 2, 3])
  }))

test('what is wrong with such a write is told by what comes next, or by the commit, and nothing is kept', () =>
  withTable(async (ctx, table) => {
    const twice = (then: (ctx: TestCtx) => Promise<unknown>) =>
      inTx(ctx, async (ctx) => {
        await put(table, 1).execute(ctx.pg)
        await later(ctx, put(table, 1))
        await then(ctx as TestCtx)
      })
    await expect(twice(async () => undefined)).rejects.toMatchObject({ code: '23505' })
    await expect(twice((ctx) => numbersIn(ctx, table))).rejects.toMatchObject({ code: '23505' })
    expect(await numbersIn(ctx, table)).toEqual([])
    await inTx(ctx, (ctx) => put(table, 7).execute(ctx.pg))
    expect(await numbersIn(ctx, table)).toEqual([7])
  }))

test('what is thrown takes back what was to be written later, sent or not', () =>
  withTable(async (ctx, table) => {
    const failing = (sent: boolean) =>
      inTx(ctx, async (ctx) => {
        await later(ctx, put(table, 1))
        if (sent) await numbersIn(ctx as TestCtx, table)
        await later(ctx, put(table, 2))
        throw new Error('changed our mind')
      })
    await expect(failing(false)).rejects.toThrow('changed our mind')
    await expect(failing(true)).rejects.toThrow('changed our mind')
    expect(await numbersIn(ctx, table)).toEqual([])
  }))

test('a savepoint takes back what came after it and nothing else', () =>
  withTable(async (ctx, table) => {
    await inTx(ctx, async (ctx) => {
      await later(ctx, put(table, 1))
      await sql`savepoint try`.execute(ctx.pg)
      await later(ctx, put(table, 2))
      await expect(put(table, 1).execute(ctx.pg)).rejects.toMatchObject({ code: '23505' })
      await sql`rollback to savepoint try`.execute(ctx.pg)
      await sql`release savepoint try`.execute(ctx.pg)
      await later(ctx, put(table, 3))
    })
    expect(await numbersIn(ctx, table)).toEqual([1, 3])
  }))

test('a transaction that asks nothing, or begins with a fault, leaves its connection as it was', () =>
  withTable(async (ctx, table) => {
    await inTx(ctx, async () => undefined)
    await expect(
      inTx(ctx, async () => {
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')
    await expect(
      inTx(ctx, (ctx) => sql`select 1 / ${0}::int`.execute(ctx.pg)),
    ).rejects.toMatchObject({ code: '22012' })
    const { rows: mine } = await sql<{ pid: number }>`
      select pg_backend_pid() as pid where ${true}`.execute(ctx.pg)
    const { rows: seen } = await sql<{ state: string }>`
      select state from pg_stat_activity where pid = ${mine[0]?.pid ?? 0}`.execute(elsewhere.pg)
    expect(seen).toEqual([{ state: 'idle' }])
    expect(await numbersIn(ctx, table)).toEqual([])
  }))

type Act = { kind: 'later' | 'now' | 'save' | 'back' | 'read'; n: number }
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom<Act['kind']>('later', 'now', 'save', 'back', 'read'),
    n: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 14 },
)

/** What is in the table afterwards; a failing write ends it, as nobody catches it. */
async function play(ctx: TestCtx, table: Named, given: readonly Act[], defers: boolean) {
  await sql`delete from ${table} where n >= ${0}`.execute(ctx.pg)
  const reads: number[][] = []
  const outcome = await inTx(ctx, async (tx) => {
    const ctx = tx as TestCtx
    let saved = false
    for (const { kind, n } of given) {
      if (kind === 'later' && defers) await later(ctx, put(table, n))
      else if (kind === 'later' || kind === 'now') await put(table, n).execute(ctx.pg)
      else if (kind === 'read') reads.push(await numbersIn(ctx, table))
      else if (kind === 'save') {
        await sql`savepoint s`.execute(ctx.pg)
        saved = true
      } else if (saved) await sql`rollback to savepoint s`.execute(ctx.pg)
    }
  }).then(
    () => 'kept',
    (error: { code?: string }) => error.code,
  )
  return { outcome, left: await numbersIn(ctx, table), reads: outcome === 'kept' ? reads : [] }
}

test('whatever is written later, in whatever order, comes to the same as written at once', () =>
  withTable(async (ctx, table, store) => {
    const plain = { ...ctx, pg: store.db }
    await fc.assert(
      fc.asyncProperty(acts, async (given) => {
        const now = await play(plain, table, given, false)
        expect(await play(ctx, table, given, true)).toEqual(now)
      }),
      { numRuns: 60 },
    )
  }))
