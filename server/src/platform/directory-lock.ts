// One owner process a directory. The file names its owner precisely enough to tell a living one
// from a dead one whose pid was given to somebody else, and beats for those who cannot look:
// containers that share a volume do not see each other's processes.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from './errors.ts'

const BEAT_MS = 2_000
/** An owner whose event loop stood still for this long is taken for dead by another container. */
const SILENCE_MS = 15_000

interface Owner {
  nonce: string
  pid: number
  started: string
  host: string
  boot: string
  namespace: string
}

export interface DirectoryLock {
  release(): Promise<void>
}

/**
 * Takes `<dir>/lock`, mending what a dead owner left. An owner in another container, whom we cannot
 * see, is dead after `silenceMs` without a beat.
 * @throws AppError `directory_in_use` while another process owns it
 */
export async function lockDirectory(
  dir: string,
  onLost: (reason: string) => void,
  silenceMs = SILENCE_MS,
): Promise<DirectoryLock> {
  const path = join(dir, 'lock')
  const me: Owner = { nonce: randomBytes(8).toString('hex'), ...describeProcess(process.pid) }
  while (!(await create(path, me))) {
    const other = await read(path)
    if (other === 'none') continue
    if (other !== 'unreadable' && (await isAlive(path, other, silenceMs))) {
      throw new AppError(
        503,
        'directory_in_use',
        `${dir} is in use by process ${other.pid} on ${other.host}. Stop that one first, or give this one another data directory.`,
      )
    }
    if (await takeOver(path, other, me, silenceMs)) break
  }
  const beat = setInterval(() => {
    keep(path, me).catch((error: Error) => onLost(error.message))
  }, BEAT_MS)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      const now = await read(path)
      if (typeof now === 'object' && now.nonce === me.nonce) await rm(path, { force: true })
    },
  }
}

/** Appears at once and whole, or not at all: a half-written lock would look like a dead one. */
async function create(path: string, me: Owner): Promise<boolean> {
  const draft = `${path}.${me.nonce}`
  await writeFile(draft, `${JSON.stringify(me)}\n`, { mode: 0o644 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function read(path: string): Promise<Owner | 'none' | 'unreadable'> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none'
    throw error
  }
  try {
    const owner = JSON.parse(text) as Partial<Owner> | null
    return typeof owner?.nonce === 'string' && typeof owner.pid === 'number'
      ? (owner as Owner)
      : 'unreadable'
  } catch {
    // A power cut can leave an empty file; nobody alive wrote it, since locks appear whole.
    return 'unreadable'
  }
}

/**
 * Many may find the same dead lock; only who has claimed that dead owner replaces it, and the file is
 * never absent in between. A claimant who died is claimed in turn. False: look again.
 */
async function takeOver(
  path: string,
  dead: Owner | 'unreadable',
  me: Owner,
  silenceMs: number,
): Promise<boolean> {
  const deadKey = await keyOf(path, dead)
  if (!deadKey) return false
  const claims = [`${path}.dead-${deadKey}`]
  for (let claim = claims[0]; claim && !(await create(claim, me)); claim = claims.at(-1)) {
    const claimant = await read(claim)
    if (claimant === 'none') return false
    if (claimant !== 'unreadable' && (await isAlive(claim, claimant, silenceMs))) {
      await sleep(20)
      return false
    }
    const key = await keyOf(claim, claimant)
    if (!key) return false
    claims.push(`${path}.dead-${key}`)
  }
  const now = await read(path)
  // Whoever claimed before us may have finished meanwhile: then the lock names another owner.
  const isStillDead = now !== 'none' && (await keyOf(path, now)) === deadKey
  if (isStillDead) await replace(path, me)
  for (const claim of isStillDead ? claims : claims.slice(-1)) await rm(claim, { force: true })
  return isStillDead
}

async function replace(path: string, me: Owner): Promise<void> {
  const draft = `${path}.${me.nonce}`
  await writeFile(draft, `${JSON.stringify(me)}\n`, { mode: 0o644 })
  await rename(draft, path)
}

/** Names a dead file: one without a readable owner by its place and time on the disk. */
async function keyOf(path: string, owner: Owner | 'unreadable'): Promise<string | undefined> {
  if (owner !== 'unreadable') return owner.nonce
  return stat(path).then(
    ({ ino, mtimeMs }) => `${ino}-${mtimeMs}`,
    (error: NodeJS.ErrnoException) => {
      // Taken over while we looked.
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
}

async function keep(path: string, me: Owner): Promise<void> {
  const now = await read(path)
  if (now === 'none') {
    // Removed by hand: whoever did it would next start a second owner.
    await create(path, me)
  } else if (now === 'unreadable' || now.nonce !== me.nonce) {
    throw new Error(`${path} now names another owner`)
  } else {
    const at = new Date()
    await utimes(path, at, at)
  }
}

async function isAlive(path: string, owner: Owner, silenceMs: number): Promise<boolean> {
  const here = describeProcess(process.pid)
  if (owner.host === here.host && owner.boot !== here.boot) return false
  if (owner.boot === here.boot && owner.namespace === here.namespace) {
    return describeProcess(owner.pid).started === owner.started && owner.started !== ''
  }
  return isBeating(path, silenceMs)
}

async function isBeating(path: string, silenceMs: number): Promise<boolean> {
  const beatOf = () =>
    stat(path).then(
      (s) => s.mtimeMs,
      () => 0,
    )
  const first = await beatOf()
  const end = Date.now() + silenceMs
  while (Date.now() < end) {
    await sleep(250)
    if ((await beatOf()) !== first) return true
  }
  return false
}

function describeProcess(pid: number): Omit<Owner, 'nonce'> {
  return {
    pid,
    started: startOf(pid),
    host: hostname(),
    boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  }
}

/** When a process started, in words that differ for another process with the same pid; '' when there is none. */
function startOf(pid: number): string {
  if (process.platform !== 'linux') {
    return orEmpty(() =>
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim(),
    )
  }
  const stat = orEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The name in brackets may hold anything; the fields after it are fixed: state, …, start time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const dead = fields[0] === 'Z' || fields[0] === 'X'
  return dead ? '' : (fields[19] ?? '')
}

function orEmpty(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
