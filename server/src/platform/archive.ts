// A folder of files that know their checksums: what a backup is written to and read from.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

export interface KeptFile {
  /** Relative to the folder, with `/`. */
  path: string
  bytes: number
  sha256: string
}

export interface Archive {
  dir: string
  /** Writes what `source` gives, compressed when the path ends in `.gz`. */
  write(path: string, source: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void>
  copy(path: string, from: string): Promise<void>
  /** A folder and everything below it; 0 when it is not there. */
  copyFolder(path: string, from: string): Promise<number>
  files(): KeptFile[]
}

/** Up to this size a file is read and written in one go: a part has a hundred tiny ones. */
const SMALL = 1024 * 1024
const AT_ONCE = 4

/** @param signal ends it in the middle; what was written stays for the caller to remove */
export function openArchive(dir: string, signal?: AbortSignal): Archive {
  const files: KeptFile[] = []
  const place = async (path: string) => {
    signal?.throwIfAborted()
    const full = join(dir, path)
    await mkdir(dirname(full), { recursive: true, mode: 0o700 })
    return full
  }
  const stream = async (path: string, source: Readable, compress: boolean) => {
    const full = await place(path)
    const hash = createHash('sha256')
    const out = createWriteStream(full, { mode: 0o600, flags: 'wx' })
    const steps = compress ? [createGzip({ level: 4 }), passing(hash)] : [passing(hash)]
    await pipeline([source, ...steps, out], { signal })
    files.push({ path, bytes: out.bytesWritten, sha256: hash.digest('hex') })
  }
  const archive: Archive = {
    dir,
    write: (path, source) =>
      stream(path, Readable.from(source, { objectMode: false }), path.endsWith('.gz')),
    async copy(path, from) {
      if ((await stat(from)).size > SMALL) return stream(path, createReadStream(from), false)
      const bytes = await readFile(from)
      await writeFile(await place(path), bytes, { mode: 0o600, flag: 'wx' })
      files.push({
        path,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
    },
    async copyFolder(path, from) {
      const found = await filesBelow(from)
      await eachOf(found, AT_ONCE, (name) => archive.copy(`${path}/${name}`, join(from, name)))
      return found.length
    },
    files: () => [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  return archive
}

/** Names of the files below a folder, relative to it; none when there is no such folder. */
export async function filesBelow(dir: string): Promise<string[]> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort()
}

/** Files that are missing or are not what was written, each with what is wrong with it. */
export async function findDamage(dir: string, files: readonly KeptFile[]): Promise<string[]> {
  const damage: string[] = []
  await eachOf(files, AT_ONCE, async ({ path, bytes, sha256 }) => {
    const full = join(dir, path)
    const size = await stat(full).then(
      (s) => s.size,
      () => undefined,
    )
    if (size === undefined) damage.push(`${path} is missing`)
    else if (size !== bytes) damage.push(`${path} has ${size} bytes instead of ${bytes}`)
    else if ((await sha256Of(full, size)) !== sha256) damage.push(`${path} is not what was written`)
  })
  return damage.sort()
}

async function sha256Of(path: string, size: number): Promise<string> {
  const hash = createHash('sha256')
  if (size <= SMALL) return hash.update(await readFile(path)).digest('hex')
  for await (const piece of createReadStream(path, { highWaterMark: SMALL }))
    hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** What was written under `path`, inflated when it ends in `.gz`. */
export function readKept(dir: string, path: string): Readable {
  const file = createReadStream(join(dir, path), { highWaterMark: 256 * 1024 })
  if (!path.endsWith('.gz')) return file
  const inflated = createGunzip()
  file.on('error', (error) => inflated.destroy(error))
  return file.pipe(inflated)
}

/** Puts a text where it is seen whole or not at all, on the disk for certain. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const one = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

function passing(hash: Hash): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece)
      done(null, piece)
    },
  })
}
