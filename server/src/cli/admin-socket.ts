// How the command line speaks to a running embedded server: one command a connection, lines of JSON.
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { OpenStores } from '../stores.ts'
import { runHere } from './commands.ts'

/** What goes over the wire: text for the user's terminal, then the exit code. */
type Line = { out: string } | { err: string } | { exit: number }

/** A socket's address has about 107 bytes, so below deep folders a short one stands in for it. */
export function socketPath(config: Config): string {
  const wanted = join(config.dataDir, 'run', 'admin.sock')
  if (Buffer.byteLength(wanted) <= 100) return wanted
  return join(tmpdir(), `homefield-${process.getuid?.() ?? 0}`, `${hash('sha256', config.dataDir).slice(0, 16)}.sock`)
}

export async function openAdminSocket(config: Config, app: App, stores: OpenStores, log: Logger) {
  const path = socketPath(config)
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  // Whoever left it is gone: this server holds the folder's lock.
  rmSync(path, { force: true })
  const server = createServer((socket) => {
    const lines = createInterface({ input: socket })
    socket.on('error', (error) => log.warn({ err: error }, 'the command line went away'))
    lines.once('line', (line) => {
      const say = (given: Line) => socket.writable && socket.write(`${JSON.stringify(given)}\n`)
      const { command, args } = JSON.parse(line) as { command: string; args: string[] }
      const print = { out: (text: string) => say({ out: text }), err: (text: string) => say({ err: text }) }
      runHere({ config, stores, app, log, print }, command, args)
        .then((exit) => say({ exit }))
        .catch((error) => {
          print.err(error instanceof Error ? error.message : String(error))
          say({ exit: 1 })
        })
        .finally(() => socket.end())
    })
  })
  const before = process.umask(0o177)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  process.umask(before)
  chmodSync(path, 0o600)
  return {
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** Runs a command in the server that owns the data folder; undefined when none answers. */
export async function askServer(config: Config, command: string, args: string[]): Promise<number | undefined> {
  const path = socketPath(config)
  if (!existsSync(path)) return undefined
  const socket = await connect(path)
  if (!socket) return undefined
  socket.write(`${JSON.stringify({ command, args })}\n`)
  for await (const line of createInterface({ input: socket })) {
    const said = JSON.parse(line) as Line
    if ('out' in said) process.stdout.write(said.out)
    else if ('err' in said) process.stderr.write(`${said.err}\n`)
    else return said.exit
  }
  throw new Error('the server ended before the command did')
}

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined)
      else reject(error)
    })
  })
}
