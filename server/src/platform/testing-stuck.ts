// A test that takes this long waits for something: what that is goes to its output while it still waits.
import { afterEach, beforeEach } from 'vitest'
import { sql } from './ch.ts'
import type { Stores } from './testing.ts'

const PATIENCE_MS = 100_000
let timer: NodeJS.Timeout | undefined

beforeEach(({ task }) => {
  timer = setTimeout(() => void tell(task.name), PATIENCE_MS)
})
afterEach(() => clearTimeout(timer))

async function tell(name: string): Promise<void> {
  const { homefieldStores } = globalThis as { homefieldStores?: Promise<Stores> }
  const stores = await homefieldStores
  if (!stores) return
  const cpu = process.cpuUsage()
  const asked = Date.now()
  const [pg, ch] = await Promise.all([
    answer(async () => {
      const { rows } = await stores.pg.pool.query(`select state, wait_event_type, wait_event,
          extract(epoch from now() - query_start)::int as seconds, left(query, 500) as query
        from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`)
      return rows
    }),
    answer(() =>
      stores.ch.allRows(
        sql`select round(elapsed) as seconds, left(query, 500) as query from system.processes`,
      ),
    ),
  ])
  const { user, system } = process.cpuUsage(cpu)
  const loop = { waitedMs: Date.now() - asked, cpuMs: Math.round((user + system) / 1000) }
  console.error(`“${name}” runs for ${PATIENCE_MS / 1000} s:`, JSON.stringify({ pg, ch, loop }))
}

/** What it answers, or why it does not: an engine that is stuck is what we look for. */
function answer(ask: () => Promise<unknown>): Promise<unknown> {
  const silence = new Promise((resolve) => setTimeout(resolve, 10_000, 'no answer in 10 s').unref())
  return Promise.race([ask().catch(String), silence])
}
