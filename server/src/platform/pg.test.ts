import { once } from 'node:events'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { isPgUnavailable, openPg } from './pg.ts'
import { testStores } from './testing.ts'

let url: string

beforeAll(async () => {
  url = (await testStores()).pgUrl
})

async function terminate(pid: number): Promise<void> {
  const other = openPg({ connectionString: url }, () => {})
  await other.pool.query('select pg_terminate_backend($1)', [pid])
  await other.close()
}

test('a connection that breaks between two statements of a transaction fails that transaction only', async () => {
  const broken: Error[] = []
  const heard = Promise.withResolvers<void>()
  const store = openPg({ connectionString: url, max: 1 }, (error) => {
    broken.push(error)
    heard.resolve()
  })
  const work = store.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await terminate(rows[0]?.pid ?? 0)
    // Nobody asks the connection anything now: its end is an event that nobody awaits.
    await heard.promise
    await sql`select 1`.execute(tx)
  })
  await expect(work).rejects.toSatisfy(isPgUnavailable)
  expect(broken.length).toBeGreaterThan(0)
  expect((await store.pool.query('select 2 as two')).rows).toEqual([{ two: 2 }])
  await store.close()
})

test('an idle connection that breaks is told of once, and the next query has a new one', async () => {
  const broken: Error[] = []
  const store = openPg({ connectionString: url, max: 1 }, (error) => broken.push(error))
  const { rows } = await store.pool.query('select pg_backend_pid() as pid')
  const ended = once(store.pool, 'error')
  await terminate(rows[0].pid)
  await ended
  expect(broken).toHaveLength(1)
  const again = await store.pool.query('select pg_backend_pid() as pid')
  expect(again.rows[0].pid).not.toBe(rows[0].pid)
  await store.close()
})
