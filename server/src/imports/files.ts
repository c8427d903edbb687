// Uploaded files, streamed to disk. A file belongs to its import and goes with nothing else.
import { randomUUIDv7 } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { AppError, unavailable } from '../platform/errors.ts'
import { forgetUploads } from './uploads.ts'

export interface Uploads {
  /** Where files are kept, e.g. `data/files/imports`. */
  folder: string
  maxBytes: number
}

/** A folder of its own for one upload. */
export async function newUpload(uploads: Uploads): Promise<string> {
  const folder = join(uploads.folder, randomUUIDv7())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Writes one file of an upload. @throws 413 beyond the limit, 503 when the disk cannot take it */
export async function receive(
  uploads: Uploads,
  folder: string,
  given: string,
  from: Readable,
): Promise<{ name: string; path: string }> {
  const name =
    basename(given.replaceAll('\\', '/')).replace(/[^\p{L}\p{N}._ ()（）【】[\]、，·—-]/gu, '_') ||
    'file'
  const path = join(folder, `${(await readdir(folder)).length}-${name.slice(-100)}`)
  let bytes = 0
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > uploads.maxBytes)
        done(new AppError(413, 'file_too_large', `A file may have ${uploads.maxBytes} bytes`))
      else done(null, chunk)
    },
  })
  try {
    await pipeline(from, bounded, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    if (['ENOSPC', 'EROFS', 'EDQUOT', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw unavailable(
        'disk_full',
        'The file cannot be stored now: the disk takes no more',
        30,
        error,
      )
    throw error
  }
  return { name, path }
}

export const discard = (folder: string) => rm(folder, { recursive: true, force: true })

/** Uploads that became no import (a killed request), older than a day. */
export async function discardOrphans(ctx: Ctx, uploads: Uploads): Promise<number> {
  await mkdir(uploads.folder, { recursive: true })
  await forgetUploads(ctx)
  let gone = 0
  for (const name of await readdir(uploads.folder)) {
    const folder = join(uploads.folder, name)
    if (Date.now() - (await stat(folder)).mtimeMs < 86_400_000) continue
    const { rows } = await sql`select 1 from data_import, jsonb_array_elements(files) as f
      where starts_with(f ->> 'path', ${`${folder}/`}) limit 1`.execute(ctx.pg)
    if (rows.length > 0) continue
    await discard(folder)
    gone += 1
  }
  return gone
}
