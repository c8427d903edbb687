// Runs around every test file: files of one process share both stores, and what one leaves is no other's business.
// Own events are drained in order and refused loudly, so one that a test dated into the future would stop the drain
// of every file after it. What the event store holds costs every file after it: an erasure writes all parts anew.
import { afterAll } from 'vitest'
import { TENANT_TABLES } from './ch.ts'
import type { Stores } from './testing.ts'

afterAll(async () => {
  const { homefieldStores } = globalThis as { homefieldStores?: Promise<Stores> }
  const stores = await homefieldStores
  if (!stores) return
  await stores.pg.pool.query('delete from event_outbox')
  for (const table of TENANT_TABLES) await stores.ch.command(`truncate table homefield.${table}`)
})
