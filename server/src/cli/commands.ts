// The chores of the command line: each runs inside the running server when there is one, else with
// stores of its own.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { DirectoryLock } from '../platform/directory-lock.ts'
import { AppError } from '../platform/errors.ts'
import { lockData, runAlone } from './alone.ts'
import { askServer } from './ask-server.ts'
import { backup } from './backup.ts'
import { check } from './check.ts'
import { type Command, type Print, type ReadCommand, type Terminal, UsageError } from './command.ts'
import { importCommand } from './import.ts'
import { migrate } from './migrate.ts'
import { restore } from './restore.ts'
import { keyCreate, tenantCreate } from './tenant.ts'
import { userInvite, userReset } from './user.ts'

export const COMMANDS: readonly Command[] = [
  migrate,
  tenantCreate,
  keyCreate,
  userInvite,
  userReset,
  importCommand,
  check,
  backup,
  restore,
]

const WIDTH = 62
function usage(): string {
  const lines = COMMANDS.map((c) => {
    const form = `homefield ${c.name} ${c.takes}`.trimEnd()
    return form.length < WIDTH
      ? `${form.padEnd(WIDTH)}${c.does}`
      : `${form}\n${' '.repeat(WIDTH)}${c.does}`
  })
  return [`${'homefield serve'.padEnd(WIDTH)}start the server`, ...lines, ''].join('\n')
}

/** The command that these words ask for, its arguments read. */
export function readCommand(words: string[], cwd: string): ReadCommand {
  const command = COMMANDS.find((c) => c.name.split(' ').every((word, i) => words[i] === word))
  if (!command) throw new UsageError(`There is no command ${words.join(' ')}\n\n${usage()}`)
  try {
    return command.read(words.slice(command.name.split(' ').length), cwd)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${error.message}\n\nhomefield ${command.name} ${command.takes}`)
  }
}

/** @returns the exit code */
export async function runCommand(config: Config, words: string[]): Promise<number> {
  const print: Print = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(`${text}\n`),
  }
  if (['help', '--help', '-h'].includes(words[0] ?? '')) {
    print.out(usage())
    return 0
  }
  let read: ReadCommand
  try {
    read = readCommand(words, process.cwd())
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    print.err(error.message)
    return 2
  }
  const terminal = terminalOf(process.env)
  if ('alone' in read) return read.alone(config, print, terminal)
  const owned = await ownOrAsk(config, words, terminal)
  if ('exit' in owned) return owned.exit
  try {
    return await runAlone(config, read.work, print, terminal)
  } finally {
    await owned.lock?.release()
  }
}

export function terminalOf(env: Record<string, string | undefined>): Terminal {
  const lang = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return {
    lang: lang.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    isLive: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 80,
  }
}

/** Time for a server that is starting or stopping to answer or to go. */
const PATIENCE_MS = 60_000

/**
 * The running server does it; where none runs, the data folder is ours for as long as it takes. A
 * server between its lock and its first answer is waited for.
 */
async function ownOrAsk(
  config: Config,
  words: string[],
  terminal: Terminal,
): Promise<{ exit: number } | { lock: DirectoryLock | undefined }> {
  const isEmbedded = config.pg === 'embedded' || config.ch === 'embedded'
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(200)) {
    const exit = await askServer(config, { words, cwd: process.cwd(), terminal })
    if (exit !== undefined) return { exit }
    if (!isEmbedded) return { lock: undefined }
    try {
      return { lock: await lockData(config) }
    } catch (error) {
      const isBusy = error instanceof AppError && error.code === 'directory_in_use'
      if (!isBusy || Date.now() > end) throw error
    }
  }
}
