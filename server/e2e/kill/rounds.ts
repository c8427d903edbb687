// SIGKILL at random moments, round after round, and after each one: is every answered event there
// exactly once, and do both stores agree?
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import { sql } from '../../src/platform/ch.ts'
import { type OpenStores, openStores } from '../../src/stores.ts'
import { randomOf } from '../harness/random.ts'
import { KEYS, launchServer, type RunningServer, startServer } from '../harness/server.ts'
import { emptyLedger, type Ledger, startLoad } from './load.ts'

export interface KillReport {
  rounds: number
  killedWhileStarting: number
  sent: number
  answered: number
  cutOff: number
  repeats: number
  /** Batches that start-up had to decide, and events their clients had to send again for it. */
  repaired: number
  startMs: number[]
  /** What must stay empty: events lost or doubled, stores that disagree, answers out of place. */
  wrong: string[]
}

export interface KillOptions {
  rounds: number
  seed: number
  print: (line: string) => void
  /** Longest a round's load runs before the kill, ms. */
  maxLoadMs?: number
  senders?: number
}

export async function killRounds(options: KillOptions): Promise<KillReport> {
  const { rounds, seed, print, maxLoadMs = 3000, senders = 24 } = options
  const random = randomOf(seed)
  const data = mkdtempSync(join(tmpdir(), 'homefield-kill-'))
  const ledger = emptyLedger()
  const report: KillReport = {
    rounds: 0,
    killedWhileStarting: 0,
    sent: 0,
    answered: 0,
    cutOff: 0,
    repeats: 0,
    repaired: 0,
    startMs: [],
    wrong: [],
  }
  const start = async (): Promise<RunningServer> => {
    const began = performance.now()
    const server = await startServer({ data })
    report.startMs.push(Math.round(performance.now() - began))
    report.repaired += server.lastWords().split('an unfinished batch was decided').length - 1
    return server
  }
  try {
    for (let round = 1; round <= rounds && report.wrong.length === 0; round++) {
      if (round > 1 && random() < 0.2) {
        await killWhileStarting(data, random() * 900)
        report.killedWhileStarting += 1
      }
      const server = await start()
      const load = startLoad(server.url, ledger, random, senders)
      await sleep(50 + random() * maxLoadMs)
      await server.kill()
      await load.stop()
      const again = await start()
      const { code, said } = await check(data)
      if (code !== 0) report.wrong.push(`round ${round}: homefield check says\n${said}`)
      const exit = await again.stop()
      if (exit !== 0)
        report.wrong.push(`round ${round}: a clean stop ended with ${exit}\n${again.lastWords()}`)
      report.wrong.push(...(await compare(data, ledger)).map((w) => `round ${round}: ${w}`))
      report.rounds = round
      print(
        `round ${round}: ${ledger.answered.size} events answered, ${ledger.waiting.length} requests to send again, started in ${report.startMs.at(-1)} ms${report.wrong.length === 0 ? '' : ' WRONG'}`,
      )
    }
    if (report.wrong.length === 0) await sendTheRest(data, ledger, random, start, report)
    report.wrong.push(...ledger.strange)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
  return {
    ...report,
    sent: ledger.sent.size,
    answered: ledger.answered.size,
    cutOff: ledger.cutOff,
    repeats: ledger.repeats,
  }
}

/** Nothing is killed any more: then all that was ever sent is there, and every count is exact. */
async function sendTheRest(
  data: string,
  ledger: Ledger,
  random: () => number,
  start: () => Promise<RunningServer>,
  report: KillReport,
): Promise<void> {
  const server = await start()
  while (ledger.waiting.length > 0) {
    const load = startLoad(server.url, ledger, random, Math.min(4, ledger.waiting.length))
    await sleep(300)
    await load.stop()
  }
  await server.stop()
  report.wrong.push(...(await compare(data, ledger, true)))
  if (ledger.answered.size !== ledger.sent.size)
    report.wrong.push(`${ledger.sent.size - ledger.answered.size} events were never answered`)
}

async function killWhileStarting(data: string, afterMs: number): Promise<void> {
  const launched = launchServer({ data })
  launched.ready.catch((error) => {
    if (!String(error).includes('SIGKILL')) throw error
  })
  await sleep(afterMs)
  await launched.kill()
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** What `homefield check` says beside the running server. */
export async function check(data: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'check'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: '16',
      HOMEFIELD_DATA: data,
      HOMEFIELD_SECRET: KEYS.secret,
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text
    })
  }
  const [code] = await once(child, 'close')
  return { code: code as number | null, said }
}

/** Reads both stores as they lie there, with no server in between. */
async function compare(data: string, ledger: Ledger, isAll = false): Promise<string[]> {
  const wrong: string[] = []
  const config = readConfig({ HOMEFIELD_DATA: data, HOMEFIELD_SECRET: KEYS.secret })
  const stores = await openStores(config, pino({ level: 'silent' }))
  try {
    const rows = await stores.ch.allRows<{ kid: string; n: string }>(
      sql`select if(name = '$profile_increment', concat('k', message_id), JSONExtractString(props, 'kid')) as kid, count() as n
          from event group by kid`,
      { maxSeconds: 120 },
    )
    const found = new Map(rows.map((r) => [r.kid, Number(r.n)]))
    const lost = [...ledger.answered].filter((id) => !found.has(id))
    const twice = rows.filter((r) => Number(r.n) > 1)
    const unknown = rows.filter((r) => !ledger.sent.has(r.kid))
    if (lost.length > 0) wrong.push(`${lost.length} answered events are lost: ${lost.slice(0, 5)}`)
    if (twice.length > 0)
      wrong.push(
        `${twice.length} events are there more than once: ${twice.slice(0, 5).map((r) => `${r.kid}×${r.n}`)}`,
      )
    if (unknown.length > 0)
      wrong.push(`${unknown.length} events nobody sent: ${unknown.slice(0, 5).map((r) => r.kid)}`)
    wrong.push(...(await compareCounts(stores, ledger, isAll)))
  } finally {
    await stores.close()
  }
  return wrong
}

/**
 * Counters grow by one for each event, however often it was sent. One whose batch was cut off is
 * counted before it is stored, and not again when its client sends it again.
 */
async function compareCounts(
  stores: OpenStores,
  ledger: Ledger,
  isAll: boolean,
): Promise<string[]> {
  const [stored] = await stores.ch.allRows<{ increments: string; events: string }>(
    sql`select countIf(name = '$profile_increment') as increments, count() as events from event`,
  )
  const { rows } = await stores.pg.pool.query<{ total: string; seen: number }>(
    `select coalesce(sum((value #>> '{}')::numeric), 0) as total,
       (select count(*) from seen_event) as seen from attribute where name = 'visits'`,
  )
  const total = Number(rows[0]?.total)
  const increments = Number(stored?.increments)
  const wrong: string[] = []
  if (isAll ? total !== increments : total < increments || total > ledger.incrementsSent)
    wrong.push(
      `counters stand at ${total}: ${increments} increments are stored, ${ledger.incrementsSent} were sent`,
    )
  if (Number(rows[0]?.seen) !== Number(stored?.events))
    wrong.push(`${rows[0]?.seen} events are counted as seen, ${stored?.events} are stored`)
  return wrong
}
