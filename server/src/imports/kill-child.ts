// A worker that a test kills: runs one import against the PostgreSQL of the test.

import { pino } from 'pino'
import { createCollector } from '../collect/index.ts'
import { useMergePolicy } from '../identity/index.ts'
import type { Ch } from '../platform/ch.ts'
import { type Ctx, SYSTEM } from '../platform/ctx.ts'
import { openPg } from '../platform/pg.ts'
import { consentPolicy } from '../profile/index.ts'
import { runImport } from './run.ts'

const [url = '', tenantId = '', importId = ''] = process.argv.slice(2)
useMergePolicy(consentPolicy)
const pg = openPg({ connectionString: url, max: 5 }, (error) => {
  throw error
})
// An import of orders meets the event store only through the outbox.
const ch = new Proxy({} as Ch, {
  get: () => () => {
    throw new Error('not the event store')
  },
})
const ctxOf = (tenant: string): Ctx => ({
  pg: pg.db,
  ch,
  jobs: { send: async () => {} },
  tenantId: tenant,
  actor: SYSTEM,
  now: () => new Date(),
  log: pino({ level: 'silent' }),
})
await runImport(
  ctxOf(tenantId),
  {
    collector: createCollector(ctxOf, { maxWaiting: 1000 }),
    onProgress: (p) => process.stdout.write(`${p.phase} ${p.rowsRead} ${p.applied}\n`),
  },
  importId,
)
process.stdout.write('ended\n')
process.exit(0)
