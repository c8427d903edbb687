import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ensureSdks } from '../bin/sdk.mjs'
import { VERSION } from './core/version.ts'

const MOST = 7000
const file = (path: string) => join(import.meta.dirname, path)

beforeAll(ensureSdks)

test.each(['web/dist/homefield.js', 'miniprogram/dist/homefield-miniprogram.js'])(
  '%s has at most 7 kB gzip',
  (path) => {
    const { length } = gzipSync(readFileSync(file(path)), { level: 9 })
    expect(length).toBeLessThanOrEqual(MOST)
  },
)

test('the version that proves a consent is that of both packages', () => {
  for (const name of ['web', 'miniprogram'])
    expect(JSON.parse(readFileSync(file(`${name}/package.json`), 'utf8')).version).toBe(VERSION)
})

test('neither SDK depends on anything when it runs', () => {
  for (const name of ['web', 'miniprogram']) {
    const { dependencies } = JSON.parse(readFileSync(file(`${name}/package.json`), 'utf8'))
    expect(dependencies).toBeUndefined()
    expect(existsSync(file(`${name}/dist/types/${name}/src/index.d.ts`))).toBe(true)
  }
  for (const built of ['homefield.js', 'homefield-pick.js'])
    expect(readFileSync(file(`web/dist/${built}`), 'utf8')).not.toMatch(
      /\b(eval|new Function|import)\(/,
    )
})

test('no file is longer than 500 lines', () => {
  const long = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)(core|src|testing)\/[\w.-]+\.ts$/.test(path))
    .filter((path) => readFileSync(file(path), 'utf8').split('\n').length > 500)
  expect(long).toEqual([])
})
