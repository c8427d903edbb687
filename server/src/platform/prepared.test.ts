import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { inTx } from './ctx.ts'
import { openPg, type PgStore } from './pg.ts'
import { prepared } from './prepared.ts'
import { type TestCtx, testCtx } from './testing.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
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
