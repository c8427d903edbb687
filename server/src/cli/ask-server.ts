// Asking a running server to do it: lines of JSON over a socket in the data folder.
import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Config } from '../config.ts'
import type { Terminal } from './command.ts'

/** What is asked: the command's words, and the place and terminal they were typed at. */
export interface Asked {
  words: string[]
  cwd: string
  terminal: Terminal
}
/** What goes back: text for the user's terminal, then the exit code. */
export type Said = { out: string } | { err: string } | { exit: number }

/** A socket's address has about 107 bytes, so below deep folders a short one stands in for it. */
export function socketPath(config: Config): string {
  const wanted = join(config.dataDir, 'run', 'admin.sock')
  if (Buffer.byteLength(wanted) <= 100) return wanted
  return join(
    tmpdir(),
    `homefield-${process.getuid?.() ?? 0}`,
    `${hash('sha256', config.dataDir).slice(0, 16)}.sock`,
  )
}

/** Runs a command in the server that owns the data folder; undefined when none answers. */
export async function askServer(config: Config, asked: Asked): Promise<number | undefined> {
  const path = socketPath(config)
  if (!existsSync(path)) return undefined
  const socket = await connect(path)
  if (!socket) return undefined
  socket.write(`${JSON.stringify(asked)}\n`)
  for await (const line of createInterface({ input: socket })) {
    const said = JSON.parse(line) as Said
    if ('out' in said) process.stdout.write(said.out)
    else if ('err' in said) process.stderr.write(`${said.err}\n`)
    else {
      socket.destroy()
      return said.exit
    }
  }
  throw new Error('the server ended before the command did')
}

/** True when a server answers on this data folder. */
export async function isServed(config: Config): Promise<boolean> {
  if (!existsSync(socketPath(config))) return false
  const socket = await connect(socketPath(config))
  socket?.destroy()
  return socket !== undefined
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
