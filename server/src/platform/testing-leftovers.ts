// Runs around every test file: files of one process share a database, and what one leaves undelivered is no
// other's business. Own events are drained in order and refused loudly, so one that a test dated into the future
// would stop the drain of every file after it.
import { afterAll } from 'vitest'
import type { Stores } from './testing.ts'

afterAll(async () => {
  const { homefieldStores } = globalThis as { homefieldStores?: Promise<Stores> }
  const stores = await homefieldStores
  await stores?.pg.pool.query('delete from event_outbox')
})
