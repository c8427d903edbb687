// PostgreSQL refuses to run as root and looks its user up by name. This finds a way to run it as
// somebody it accepts, who can reach both its programs and its data.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { lchown, lstat, readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cannotEmbed, type PostgresBinaries } from './postgres-binaries.ts'

const run = promisify(execFile)
const NOBODY = 65534

export interface Launcher {
  /** Who its files must belong to, as this process sees it. */
  owner: { uid: number; gid: number }
  /** Program and arguments that run `program` with a good user, bound to die with this process. */
  command(program: string, args: string[]): [string, string[]]
}

interface Way extends Launcher {
  name: string
}

/**
 * Chooses how to run PostgreSQL and gives `dir`, with everything below it, to that user.
 * @throws AppError `embedded_postgres_unavailable` naming what was tried
 */
export async function chooseLauncher(binaries: PostgresBinaries, dir: string): Promise<Launcher> {
  const bound = (await succeeds('setpriv', ['--pdeathsig', 'SIGINT', 'true']))
    ? ['setpriv', '--pdeathsig', 'SIGINT']
    : []
  const before = await lstat(dir)
  const ways = process.getuid?.() === 0 ? waysForRoot(before, bound) : waysForUser(bound)
  const faults: string[] = []
  for (const way of ways) {
    await giveTo(dir, way)
    const fault = await tryOut(way, binaries, dir)
    if (fault === '') {
      await giveTreeTo(dir, way)
      return way
    }
    faults.push(`${way.name}: ${fault}`)
  }
  await giveTo(dir, { owner: before })
  throw cannotEmbed(
    `The embedded PostgreSQL cannot run here for user ${process.getuid?.()} (${faults.join('; ') || 'there is no way to try'}). Run Homefield as an ordinary user that has a name, with a data directory of its own.`,
  )
}

function waysForUser(bound: string[]): Way[] {
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  return hasName() ? [way('as this user', owner, bound)] : namespaceWays(owner, bound)
}

function waysForRoot(dir: { uid: number; gid: number }, bound: string[]): Way[] {
  if (dir.uid !== 0 && dir.uid !== NOBODY) {
    // Somebody's own data stays theirs, so that they can start it again without root.
    return [...otherUserWays({ uid: dir.uid, gid: dir.gid }), ...namespaceWays(ROOT, bound)]
  }
  return [...namespaceWays(ROOT, bound), ...otherUserWays({ uid: NOBODY, gid: NOBODY })]
}

const ROOT = { uid: 0, gid: 0 }

/** Needs no second user and no reachable directory, but containers often forbid it. */
function namespaceWays(owner: { uid: number; gid: number }, bound: string[]): Way[] {
  const id = someUserId()
  if (id === undefined) return []
  return [
    way('in a user namespace', owner, [
      'unshare',
      '--user',
      `--map-user=${id}`,
      `--map-group=${id}`,
      '--',
      ...bound,
    ]),
  ]
}

function otherUserWays(owner: { uid: number; gid: number }): Way[] {
  const become = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--pdeathsig',
    'SIGINT',
  ]
  return [
    way(`as user ${owner.uid}`, owner, become),
    // Below a directory that only root may enter (/root): keep the one right that lets it through,
    // also in access(2), which for anybody but root asks without it unless that bit is set.
    way(`as user ${owner.uid} who may enter every directory`, owner, [
      ...become,
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
    ]),
  ]
}

function way(name: string, owner: { uid: number; gid: number }, prefix: string[]): Way {
  return {
    name,
    owner,
    command: (program, args) => {
      const [first, ...rest] = [...prefix, program, ...args]
      return [first ?? program, rest]
    },
  }
}

/** '' when it works, else what went wrong. */
async function tryOut(way: Way, binaries: PostgresBinaries, dir: string): Promise<string> {
  const script = 'cd "$1" && : > reach && rm reach && exec "$2" --version'
  const [program, args] = way.command('/bin/sh', ['-c', script, 'sh', dir, binaries.postgres])
  try {
    const { stdout } = await run(program, args, { cwd: '/' })
    return /PostgreSQL/.test(stdout) ? '' : `unexpected answer ${stdout.trim()}`
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    return stderr?.trim() || message
  }
}

async function giveTo(path: string, { owner }: Pick<Launcher, 'owner'>): Promise<void> {
  if (process.getuid?.() !== 0) return
  const now = await lstat(path)
  if (now.uid !== owner.uid) await lchown(path, owner.uid, owner.gid)
}

/**
 * A directory begun under one way may go on under another, on a machine that allows less. A folder
 * is given last, so that one cut short is seen and done again.
 */
async function giveTreeTo(dir: string, launcher: Launcher): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if ((await lstat(path)).uid === launcher.owner.uid) continue
    const below = entry.isDirectory() ? await readdir(path, { recursive: true }) : []
    for (const name of below) await giveTo(join(path, name), launcher)
    await giveTo(path, launcher)
  }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    // Thrown for a user without a line in /etc/passwd, as containers run them.
    return false
  }
}

/** initdb asks for its user's name, so the user it is shown must be one that this system knows. */
function someUserId(): number | undefined {
  let text: string
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    return undefined
  }
  const ids = text
    .split('\n')
    .map((line) => Number(line.split(':')[2] || 0))
    .filter((id) => id > 0)
  return ids.find((id) => id !== NOBODY) ?? ids[0]
}

async function succeeds(program: string, args: string[]): Promise<boolean> {
  try {
    await run(program, args)
    return true
  } catch {
    return false
  }
}
