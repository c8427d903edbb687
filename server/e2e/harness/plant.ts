// Run as a program: opens the stores of the settings and runs statements nobody should run.
import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import { openStores } from '../../src/stores.ts'

const { pg = [], ch = [] } = JSON.parse(process.argv[2] ?? '{}') as { pg?: string[]; ch?: string[] }
const stores = await openStores(readConfig(process.env), pino({ level: 'silent' }))
try {
  for (const statement of pg) await stores.pg.pool.query(statement)
  for (const statement of ch) await stores.ch.command(statement)
} finally {
  await stores.close()
}
