import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openSecrets, proveSecret, secretsFrom } from './secrets.ts'
import { testCtx } from './testing.ts'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'homefield-secret-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

test('what was sealed opens in its own context, with its own secret, unchanged, and only then', () => {
  const secrets = secretsFrom('one secret that is long enough, really')
  const sealed = secrets.seal('支付密钥 🔑', 'shop:1')
  expect(sealed).not.toContain('支付')
  expect(secrets.seal('支付密钥 🔑', 'shop:1')).not.toBe(sealed)
  expect(secrets.open(sealed, 'shop:1')).toBe('支付密钥 🔑')
  expect(() => secrets.open(sealed, 'shop:2')).toThrow()
  expect(() => secretsFrom('another secret').open(sealed, 'shop:1')).toThrow()
  const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
  expect(() => secrets.open(changed, 'shop:1')).toThrow()
  expect(() => secrets.open('plain', 'shop:1')).toThrow('not a sealed secret')
  expect(secrets.deriveKey('a').equals(secrets.deriveKey('b'))).toBe(false)
})

test('servers that start at once on an empty folder get the same secret, readable by nobody else', async () => {
  const dataDir = join(folder(), 'data')
  const script = `import { openSecrets } from ${JSON.stringify(new URL('./secrets.ts', import.meta.url).href)}
    console.log(openSecrets({ secret: undefined, dataDir: ${JSON.stringify(dataDir)} }).deriveKey('x').toString('hex'))`
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  const keys = (await Promise.all([run(), run(), run(), run()])).map((r) => r.stdout.trim())
  expect(new Set(keys)).toEqual(
    new Set([openSecrets({ secret: undefined, dataDir }).deriveKey('x').toString('hex')]),
  )
  expect(readdirSync(dataDir)).toEqual(['secret'])
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
})

test('a damaged secret file stops the start instead of being replaced', () => {
  const dataDir = folder()
  writeFileSync(join(dataDir, 'secret'), 'short')
  expect(() => openSecrets({ secret: undefined, dataDir })).toThrow('is damaged')
  expect(openSecrets({ secret: 'x'.repeat(32), dataDir }).seal('a', 'b')).toMatch(/^v1\./)
})

test('a process with another secret than the first one refuses to start', async () => {
  const ctx = await testCtx()
  const undo = new Error('leave no trace: there is one installation a database')
  const attempt = ctx.pg.transaction().execute(async (pg) => {
    await sql`delete from installation`.execute(pg)
    const first = secretsFrom('the secret of the first server, 32+')
    await proveSecret(pg, first)
    await proveSecret(pg, first)
    await expect(proveSecret(pg, secretsFrom('another'))).rejects.toThrow('HOMEFIELD_SECRET')
    throw undo
  })
  await expect(attempt).rejects.toBe(undo)
})
