// The running server's side of the command line: one command a connection, lines of JSON.
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { OpenStores } from '../stores.ts'
import { type Asked, type Said, socketPath } from './ask-server.ts'
import { type Print, UsageError } from './command.ts'
import { readCommand } from './commands.ts'

export interface AdminSocket {
  /** Takes no more commands, interrupts those that run and waits for them. */
  close(): Promise<void>
}

export async function openAdminSocket(
  config: Config,
  app: App,
  stores: OpenStores,
  log: Logger,
): Promise<AdminSocket> {
  const path = socketPath(config)
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  // Whoever left it is gone: this server holds the folder's lock.
  rmSync(path, { force: true })
  const running = new Map<AbortController, Promise<void>>()
  const server = createServer((socket) => {
    const interrupt = new AbortController()
    socket.on('error', (error) => log.warn({ err: error }, 'the command line went away'))
    socket.on('close', () => interrupt.abort(new Error('the command line went away')))
    createInterface({ input: socket }).once('line', (line) => {
      const say = (given: Said) => socket.writable && socket.write(`${JSON.stringify(given)}\n`)
      const print: Print = { out: (text) => say({ out: text }), err: (text) => say({ err: text }) }
      const done = obey(line, print)
        .catch((error) => {
          const { aborted, reason } = interrupt.signal
          const told = aborted ? reason : error
          print.err(told instanceof Error ? told.message : String(told))
          if (!(error instanceof UsageError) && !aborted)
            log.error({ err: error }, 'a command failed')
          return error instanceof UsageError ? 2 : 1
        })
        .then((exit) => {
          say({ exit })
          socket.end()
          running.delete(interrupt)
        })
      running.set(interrupt, done)
    })
    const obey = async (line: string, print: Print) => {
      const asked = JSON.parse(line) as Asked
      const read = readCommand(asked.words, asked.cwd)
      if ('alone' in read) throw new UsageError('This needs the server stopped')
      log.info({ command: asked.words.slice(0, 2).join(' ') }, 'asked by the command line')
      return read.work({
        config,
        stores,
        app,
        log,
        print,
        terminal: asked.terminal,
        signal: interrupt.signal,
        isServer: true,
      })
    }
  })
  const before = process.umask(0o177)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  process.umask(before)
  chmodSync(path, 0o600)
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const interrupt of running.keys()) interrupt.abort(new Error('the server is stopping'))
      await Promise.all(running.values())
      await closed
    },
  }
}
