// The data directory: made whole or not at all, with its password inside.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { lchown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from './errors.ts'
import { cannotEmbed, type PostgresBinaries } from './postgres-binaries.ts'
import type { Launcher } from './postgres-launcher.ts'

const run = promisify(execFile)
const PASSWORD = 'homefield-password'

/** What our programs get of the environment: nothing that would bend PostgreSQL's behaviour. */
export const postgresEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
})

/**
 * Makes `<dir>/cluster` unless it is there, and answers its superuser's password.
 * The collation never changes afterwards: bytes decide order, Unicode decides upper and lower.
 */
export async function ensureCluster(
  dir: string,
  binaries: PostgresBinaries,
  launcher: Launcher,
): Promise<{ cluster: string; password: string }> {
  const cluster = join(dir, 'cluster')
  const names = await readdir(dir)
  // Left by a start that was killed half-way.
  for (const name of names.filter((n) => n.startsWith('init-'))) {
    await rm(join(dir, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  if (!names.includes('cluster')) await makeCluster(dir, cluster, binaries, launcher)
  await checkVersion(cluster, binaries, launcher)
  return { cluster, password: (await readFile(join(cluster, PASSWORD), 'utf8')).trim() }
}

async function makeCluster(
  dir: string,
  cluster: string,
  binaries: PostgresBinaries,
  launcher: Launcher,
): Promise<void> {
  const fresh = join(dir, `init-${randomBytes(6).toString('hex')}`)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${fresh}.password`
  await writeSecret(passwordFile, password, launcher)
  await initialise(binaries, launcher, [
    `--pgdata=${fresh}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--lc-collate=C',
  ])
  await writeSecret(join(fresh, PASSWORD), password, launcher)
  await rename(fresh, cluster)
  await rm(passwordFile)
}

/** The C library's C.UTF-8 where it has one (Linux), its English else (macOS), else PostgreSQL's own. */
const CHARACTER_TYPES = [
  ['--lc-ctype=C.UTF-8'],
  ['--lc-ctype=en_US.UTF-8'],
  ['--lc-ctype=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
]

async function initialise(
  binaries: PostgresBinaries,
  launcher: Launcher,
  args: string[],
): Promise<void> {
  let fault = ''
  for (const characters of CHARACTER_TYPES) {
    const [program, all] = launcher.command(binaries.initdb, [...args, ...characters])
    try {
      await run(program, all, { cwd: '/', env: postgresEnvironment() })
      return
    } catch (error) {
      fault = (error as { stderr?: string }).stderr?.trim() || (error as Error).message
      if (!/locale/.test(fault)) break
    }
  }
  throw cannotEmbed(`PostgreSQL's data directory could not be made: ${fault}.`)
}

async function writeSecret(path: string, text: string, { owner }: Launcher): Promise<void> {
  await writeFile(path, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true })
  if (process.getuid?.() === 0) await lchown(path, owner.uid, owner.gid)
}

async function checkVersion(
  cluster: string,
  binaries: PostgresBinaries,
  launcher: Launcher,
): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  const [program, args] = launcher.command(binaries.postgres, ['--version'])
  const { stdout } = await run(program, args, { cwd: '/' })
  const ours = /(\d+)/.exec(stdout)?.[1]
  if (made !== ours) {
    throw new AppError(
      503,
      'postgres_version_differs',
      `${cluster} was made by PostgreSQL ${made} and this Homefield brings PostgreSQL ${ours}. Start the Homefield that made it, take a backup, and restore that into a new data directory.`,
    )
  }
}
