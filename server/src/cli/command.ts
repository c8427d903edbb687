// What a command is, and what it finds around it.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { OpenStores } from '../stores.ts'

/** Whose eyes the output is for: known at the command line, told to the server that does the work. */
export interface Terminal {
  lang: 'zh' | 'en'
  /** A bar may be drawn over itself; else a line now and then. */
  isLive: boolean
  columns: number
}

export interface Surroundings {
  config: Config
  stores: OpenStores
  app: App
  log: Logger
  print: Print
  terminal: Terminal
  /** Ctrl-C, a lost connection, or the server's own stop. */
  signal: AbortSignal
  /** In the running server, rather than in a process of the command's own. */
  isServer: boolean
}
export interface Print {
  out(text: string): void
  err(text: string): void
}

/** Answers the exit code: 0 done, 1 it could not be done or something differs, 2 asked wrongly. */
export type Work = (here: Surroundings) => Promise<number>

/** What can only be done while no server runs opens what it needs itself. */
export type Alone = (config: Config, print: Print, terminal: Terminal) => Promise<number>
export type ReadCommand = { work: Work } | { alone: Alone }

export interface Command {
  /** One word or two: `check`, `tenant create`. */
  name: string
  /** Arguments as the usage shows them. */
  takes: string
  does: string
  /**
   * Reads the arguments before any store is opened; paths are relative to `cwd`.
   * @throws UsageError
   */
  read(args: string[], cwd: string): ReadCommand
}

export class UsageError extends Error {}

/** `node:util`'s parseArgs with its faults as usage errors, and with as many names as wanted. */
export function readArgs<T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
  positionals: { min: number; max: number } = { min: 0, max: 0 },
) {
  const read = () => {
    try {
      return parseArgs({ args, options, allowPositionals: positionals.max > 0, strict: true })
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      if (code?.startsWith('ERR_PARSE_ARGS')) throw new UsageError(message.split('. ')[0])
      throw error
    }
  }
  const parsed = read()
  const given = parsed.positionals.length
  if (given < positionals.min) throw new UsageError('An argument is missing')
  if (given > positionals.max)
    throw new UsageError(`Unexpected argument: ${parsed.positionals[positionals.max]}`)
  return parsed
}
