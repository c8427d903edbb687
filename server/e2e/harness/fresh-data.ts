// A data folder as a first start makes it, nobody having been there: made once a process, then copied.
// That an empty folder becomes one is told by newcomer.test.ts, demo.test.ts and cli.test.ts, among others.
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { plant } from './cli.ts'

const run = promisify(execFile)
// On globalThis: with isolate off, modules may still be loaded again a file.
const shared = globalThis as typeof globalThis & { homefieldFreshData?: Promise<string> }

/** Both stores, migrated and empty, at a path where nothing is yet. */
export async function freshData(path: string): Promise<void> {
  shared.homefieldFreshData ??= makeFirst()
  // With its owners: run by root, PostgreSQL's files are another user's.
  await run('cp', ['-a', await shared.homefieldFreshData, path])
}

async function makeFirst(): Promise<string> {
  const data = join(mkdtempSync(join(inject('runFolder'), 'fresh-')), 'data')
  await plant({ DATA: data }, {})
  return data
}
