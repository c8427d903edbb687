// The brand that is played for show: made once, in an empty data folder, and told by the simulator
// over the routes that anybody's shop would use.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { App } from '../app.ts'
import { createWriteKey, openDemoTenant } from '../collect/index.ts'
import type { Config } from '../config.ts'
import { reckonNow } from '../insight/index.ts'
import { NO_TENANT } from './tenant.ts'

const simulator = fileURLToPath(new URL('../../../simulator/main.ts', import.meta.url))
const DAYS = 90
const BRAND = {
  name: '青禾茶事（演示）',
  timezone: 'Asia/Shanghai',
  currency: 'CNY',
  language: 'zh-CN' as const,
}

/** Kept beside the data: a later start goes on with the same brand where this one left off. */
const Kept = z.object({
  tenant_id: z.string(),
  api_key: z.string(),
  write_key: z.string(),
  web_key: z.string(),
  mini_key: z.string(),
  /** The brand's first day. */
  start: z.string(),
  /** All before this moment is stored, epoch milliseconds; 0 while the past is being told. */
  told: z.number(),
})
type Kept = z.infer<typeof Kept>

export interface Demo {
  /** True while the brand's past is still being told. */
  isFilling: boolean
  stop(): Promise<void>
}

/** @returns undefined when there is none to go on with, and the installation is in use already */
export async function startDemo(
  config: Config,
  app: App,
  address: string,
  log: Logger,
): Promise<Demo | undefined> {
  const path = join(config.dataDir, 'demo.json')
  const kept = (await readKept(path)) ?? (await makeBrand(app, path))
  if (!kept) return undefined
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      simulator,
      ...['--url', address, '--start', kept.start, '--days', String(DAYS)],
      ...['--since', String(kept.told), '--live'],
    ],
    {
      // Its standard input ends with us, however we end; then it ends too.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        SIMULATOR_API_KEY: kept.api_key,
        SIMULATOR_WRITE_KEY: kept.write_key,
        SIMULATOR_WEB_KEY: kept.web_key,
        SIMULATOR_MINI_KEY: kept.mini_key,
      },
    },
  )
  const demo = { isFilling: kept.told === 0, stop: () => end(child) }
  listen(child, log, async (told) => {
    const isFirst = demo.isFilling
    demo.isFilling = false
    await writeKept(path, { ...kept, told })
    // Else its models and scores would come with the next night.
    if (isFirst) await reckonNow(app.ctxOf(kept.tenant_id))
  })
  return demo
}

function listen(child: ChildProcess, log: Logger, onTold: (told: number) => Promise<void>): void {
  const words: string[] = []
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => {
      words.push(line)
      if (words.length > 20) words.shift()
    })
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = /^told (\d+)$/.exec(line)?.[1]
      if (told)
        onTold(Number(told)).catch((err) => log.warn({ err }, 'the demo brand was not remembered'))
      else log.info(`demo brand: ${line}`)
    })
  child.on('error', (err) => log.warn({ err }, 'the demo brand could not be started'))
  child.on('exit', (code) => {
    // The next start tells what is missing: nothing of it counts twice.
    if (code) log.warn({ code, said: words.join('\n') }, 'the demo brand stands still')
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function makeBrand(app: App, path: string): Promise<Kept | undefined> {
  const base = app.ctxOf(NO_TENANT)
  const { rows } = await sql<{ in_use: boolean }>`
    select exists (select from customer) as in_use`.execute(base.pg)
  if (rows[0]?.in_use) return undefined
  const made = await openDemoTenant(base, BRAND)
  // A key's name is the source of its events.
  const ctx = app.ctxOf(made.tenant.id)
  const web = await createWriteKey(ctx, { name: 'web', kind: 'client' })
  const mini = await createWriteKey(ctx, { name: 'mini_program', kind: 'client' })
  const kept = {
    tenant_id: made.tenant.id,
    api_key: made.apiKey,
    write_key: made.writeKey,
    web_key: web.secret,
    mini_key: mini.secret,
    start: new Date(Date.now() + 8 * 3_600_000 - DAYS * 86_400_000).toISOString().slice(0, 10),
    told: 0,
  }
  await writeKept(path, kept)
  return kept
}

async function readKept(path: string): Promise<Kept | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
  return Kept.parse(JSON.parse(text))
}

/** Whole or not at all; it holds keys. */
async function writeKept(path: string, kept: Kept): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(kept), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
