// Where initdb and postgres are: npm's package for this machine, or a folder given.
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { AppError } from './errors.ts'

export interface PostgresBinaries {
  initdb: string
  postgres: string
}

const WAY_OUT =
  'Set HOMEFIELD_PG to the address of a PostgreSQL 15 or newer (postgres://user:password@host/database) instead.'

/** What to do when the embedded PostgreSQL cannot be had; every refusal ends with it. */
export function cannotEmbed(reason: string, cause?: unknown): AppError {
  return new AppError(503, 'embedded_postgres_unavailable', `${reason} ${WAY_OUT}`, { cause })
}

export function findPostgres(folder?: string): PostgresBinaries {
  const bin = folder ?? join(packageFolder(), 'native', 'bin')
  const binaries = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
  for (const path of Object.values(binaries)) {
    if (!existsSync(path)) throw cannotEmbed(`PostgreSQL's program ${path} is missing.`)
  }
  return binaries
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  if (process.platform === 'linux' && !runsOnGlibc()) {
    throw cannotEmbed('The embedded PostgreSQL needs glibc, and this system (Alpine?) uses musl.')
  }
  let door: string
  try {
    door = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw cannotEmbed(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: npm package ${name} is not installed.`,
      error,
    )
  }
  const folder = dirname(dirname(door))
  linkLibraries(folder)
  return folder
}

function runsOnGlibc(): boolean {
  // Without this the report asks the name service about every open connection.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return Boolean(report.header?.glibcVersionRuntime)
}

/**
 * npm archives cannot hold symbolic links, so the package makes its libraries' links when it is
 * installed; `--ignore-scripts` leaves them out, and postgres would not even load.
 */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(folder, target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw cannotEmbed(
        `PostgreSQL's library ${path} is missing because install scripts were skipped; run \`npm rebuild\` as the owner of node_modules.`,
        error,
      )
    }
  }
}
