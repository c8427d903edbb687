// The folder everything embedded lives in: whether it can be written is asked before anything starts.
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Enough to start: PostgreSQL writes a file of a log, 16 MB, before it takes a connection. */
const NEEDED_BYTES = 24 * 1024 * 1024

/**
 * Makes it if it is not there.
 * @throws an Error that says what is wrong with it and what to do
 */
export function prepareDataDirectory(dir: string): void {
  const probe = join(dir, `.probe-${process.pid}`)
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const file = openSync(probe, 'w')
    try {
      const piece = Buffer.alloc(1024 * 1024)
      for (let written = 0; written < NEEDED_BYTES; ) written += writeSync(file, piece)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new Error(`The data folder ${dir} ${whatIsWrong(error)}`, { cause: error })
  } finally {
    removeQuietly(probe)
  }
}

function whatIsWrong(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  switch (code) {
    case 'EROFS':
      return 'is on a file system that is read-only. Make it writable, or set HOMEFIELD_DATA to another folder.'
    case 'EACCES':
    case 'EPERM':
    // Node says so of a missing folder that it may not make.
    case 'ENOENT':
      return `cannot be written by user ${process.getuid?.() ?? 'running this'} (${code}). Make it writable, or set HOMEFIELD_DATA to another folder.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `has no ${NEEDED_BYTES / 1024 / 1024} MB left to start with. Make room, or set HOMEFIELD_DATA to a folder on another disk.`
    case 'ENOTDIR':
    case 'EEXIST':
      return 'is not a folder. Set HOMEFIELD_DATA to one.'
    default:
      return `cannot be used: ${message}`
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    // A folder that cannot be written has no probe to remove.
    if (!['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes((error as { code?: string }).code ?? ''))
      throw error
  }
}
