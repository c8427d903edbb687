// Owns an embedded PostgreSQL on behalf of a test that wants to kill its owner or be another user:
// prints one line of JSON when ready, then waits for SIGTERM.
import { pino } from 'pino'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

const [dir = ''] = process.argv.slice(2)
try {
  const postgres = await startEmbeddedPostgres({ dir, log: pino({ level: 'silent' }) })
  process.once('SIGTERM', async () => {
    await postgres.stop()
    process.exit(0)
  })
  console.log(
    JSON.stringify({ pid: postgres.pid, url: postgres.connectionString, uid: process.getuid?.() }),
  )
} catch (error) {
  console.log(JSON.stringify({ fault: (error as Error).message }))
  process.exit(1)
}
