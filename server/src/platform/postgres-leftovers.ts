// What a killed owner left running. Its postgres is told to die with it, but a kernel may be slow,
// and not every system can bind the two.
import { execFile } from 'node:child_process'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import { AppError } from './errors.ts'

/** How long each word may take before the next, harder one. */
const WORDS = [
  { signal: 'SIGINT', ms: 30_000 },
  { signal: 'SIGQUIT', ms: 10_000 },
  { signal: 'SIGKILL', ms: 10_000 },
] as const

/** Ends every postgres process on `cluster` and mends its pid file. Only its lock's owner may call it. */
export async function stopLeftovers(cluster: string, log: Logger): Promise<void> {
  let left = await processesOn(cluster)
  if (left.length > 0)
    log.warn({ pids: left }, 'a PostgreSQL of a dead server still runs; stopping it')
  for (const { signal, ms } of WORDS) {
    const main = await mainProcess(cluster)
    // The main process ends its own; without it each one must be told.
    const told = main !== undefined && left.includes(main) ? [main] : left
    for (const pid of told) signalTo(pid, signal)
    const end = Date.now() + ms
    while (left.length > 0 && Date.now() < end) {
      await sleep(50)
      left = await processesOn(cluster)
    }
    if (left.length === 0) break
  }
  if (left.length > 0) {
    throw new AppError(
      503,
      'leftover_postgres',
      `PostgreSQL processes ${left.join(', ')} on ${cluster} do not end`,
    )
  }
  const main = await mainProcess(cluster)
  if (main !== undefined && exists(main)) {
    // Its number was given to a stranger, whom PostgreSQL would take for its former self and refuse.
    await rm(join(cluster, 'postmaster.pid'), { force: true })
  }
}

async function mainProcess(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    },
  )
  const pid = Number.parseInt(text, 10)
  return pid > 1 ? pid : undefined
}

async function processesOn(cluster: string): Promise<number[]> {
  return process.platform === 'linux' ? byWorkingDirectory(cluster) : byCommand(cluster)
}

/** Every PostgreSQL process works in its data directory, whatever path led there. */
async function byWorkingDirectory(cluster: string): Promise<number[]> {
  const here = await stat(cluster)
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const there = await stat(`/proc/${name}/cwd`)
      if (there.ino !== here.ino || there.dev !== here.dev) continue
      const [, comm, state] =
        /\((.*)\) (\S)/s.exec(await readFile(`/proc/${name}/stat`, 'utf8')) ?? []
      if (comm === 'postgres' && state !== 'Z') found.push(Number(name))
    } catch (error) {
      // Gone meanwhile, or another user's, who could not run on our directory anyway.
      if (!isOutOfReach(error)) throw error
    }
  }
  return found
}

const isOutOfReach = (error: unknown) =>
  ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Where there is no /proc, only the main process tells its directory; its children follow it. */
async function byCommand(cluster: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command='], {
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
    .split('\n')
    .filter((line) => line.includes(`/postgres -D ${cluster} `))
    .map((line) => Number.parseInt(line, 10))
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isOutOfReach(error)) throw error
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
