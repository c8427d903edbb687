// Where the embedded PostgreSQL listens: a unix socket beside its data, one in a short directory
// when the path is too long for a socket (107 bytes), or a loopback port where sockets do not work.
import { chmod, lchown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PORT = 5432
const SHORT = 'homefield-pg-'

export interface PostgresAddress {
  host: string
  port: number
  /** Settings that make postgres listen there. */
  settings: Record<string, string | number>
}

/** `dir` is the embedded server's own; `owner` is who postgres runs as. */
export async function chooseAddress(
  dir: string,
  owner: { uid: number; gid: number },
): Promise<PostgresAddress> {
  await forgetAddress(dir)
  const beside = join(dir, 'run')
  await mkdir(beside, { recursive: true, mode: 0o700 })
  const own = await ready(beside, owner)
  if (own) return own
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    const short = await mkdtemp(join(parent, SHORT)).catch((error: NodeJS.ErrnoException) => {
      // A TMPDIR that does not exist or may not be written is as bad as one that is too long.
      if (['ENOENT', 'EACCES', 'EROFS', 'ENOTDIR'].includes(error.code ?? '')) return undefined
      throw error
    })
    if (short === undefined) continue
    await writeFile(join(dir, 'short-run'), short)
    const found = await ready(short, owner)
    if (found) return found
    await forgetAddress(dir)
  }
  const port = await freePort()
  return {
    host: '127.0.0.1',
    port,
    settings: { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' },
  }
}

/** Removes the short directory of the last run, also of one that was killed. */
export async function forgetAddress(dir: string): Promise<void> {
  const note = join(dir, 'short-run')
  const short = await readFile(note, 'utf8').catch(() => '')
  if (short.includes(`/${SHORT}`)) await rm(short, { recursive: true, force: true })
  await rm(note, { force: true })
}

async function ready(
  dir: string,
  owner: { uid: number; gid: number },
): Promise<PostgresAddress | undefined> {
  // The setting is a list: a comma or a quote would end the name.
  if (/[",]/.test(dir) || !(await canListen(join(dir, `.s.PGSQL.${PORT}`)))) return undefined
  await chmod(dir, 0o700)
  if (process.getuid?.() === 0) await lchown(dir, owner.uid, owner.gid)
  return {
    host: dir,
    port: PORT,
    settings: {
      listen_addresses: '',
      port: PORT,
      unix_socket_directories: dir,
      unix_socket_permissions: '0700',
    },
  }
}

async function canListen(path: string): Promise<boolean> {
  // macOS takes 103 bytes, Linux 107; Node itself cuts longer ones without a word.
  if (Buffer.byteLength(path) > 103) return false
  await rm(path, { force: true })
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(path, () => server.close(() => done(true)))
  })
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => done(port))
    })
  })
}
