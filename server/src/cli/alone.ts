// A command without a running server: stores of its own, an application that serves nobody.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { createApp } from '../app.ts'
import type { Config } from '../config.ts'
import { type DirectoryLock, lockDirectory } from '../platform/directory-lock.ts'
import { openStores } from '../stores.ts'
import type { Print, Terminal, Work } from './command.ts'

/** @throws AppError `directory_in_use` while a server or another command has it */
export async function lockData(config: Config): Promise<DirectoryLock> {
  const folder = join(config.dataDir, 'run')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return lockDirectory(folder, (reason) =>
    process.stderr.write(`The data folder is not ours any more: ${reason}\n`),
  )
}

/** Quiet but for what went wrong: the command's own words are the output. */
export const quietLog = (config: Config): Logger =>
  pino({ level: config.logLevel === 'info' ? 'error' : config.logLevel }, pino.destination(2))

export const withoutRoles = (config: Config): Config => ({
  ...config,
  roles: { web: false, collect: false, worker: false },
})

/** The caller holds the data folder's lock. */
export async function runAlone(
  config: Config,
  work: Work,
  print: Print,
  terminal: Terminal,
): Promise<number> {
  const log = quietLog(config)
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Error('interrupted'))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
  try {
    const stores = await openStores(config, log)
    try {
      const app = await createApp(withoutRoles(config), stores, log)
      try {
        return await work({
          config,
          stores,
          app,
          log,
          print,
          terminal,
          signal: stopping.signal,
          isServer: false,
        })
      } finally {
        await app.stop()
      }
    } finally {
      await stores.close()
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
  }
}
