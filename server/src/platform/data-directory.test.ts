import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { prepareDataDirectory } from './data-directory.ts'

const dir = mkdtempSync(join(tmpdir(), 'homefield-data-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('a data folder is made where there is none, and nothing is left in it', () => {
  const fresh = join(dir, 'a', 'b')
  prepareDataDirectory(fresh)
  prepareDataDirectory(fresh)
  expect(readdirSync(fresh)).toEqual([])
})

test('what cannot be a data folder is named, with what to do', () => {
  const file = join(dir, 'file')
  writeFileSync(file, '')
  expect(() => prepareDataDirectory(file)).toThrow(/file is not a folder\. Set HOMEFIELD_DATA/)
  expect(() => prepareDataDirectory(join(file, 'below'))).toThrow(/below is not a folder/)
})
