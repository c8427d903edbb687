// Each command as a process of its own, beside a running server and without one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { by, openBusiness } from './harness/business.ts'
import { homefield } from './harness/cli.ts'

const business = openBusiness()
const { folder, send, settings } = business

describe('words that make no sense', () => {
  test('an unknown command is refused before anything is opened', async () => {
    const untouched = join(folder, 'untouched')
    const said = await homefield({ DATA: untouched }, ['frobnicate'])
    expect(said).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('no command frobnicate'),
    })
    expect(existsSync(untouched)).toBe(false)
  })

  test('a wrong setting is named', async () => {
    const said = await homefield({ ...settings, PORT: 'seven' }, ['check'])
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('HOMEFIELD_PORT') })
  })
})

describe('beside a running server', () => {
  test('both stores are up to date', async () => {
    expect(await homefield(settings, ['migrate'])).toMatchObject({
      code: 0,
      out: 'Both stores are up to date.\n',
    })
  })

  test('a brand made on the command line is open for business at once', async () => {
    const made = await homefield(settings, [
      'tenant',
      'create',
      '--name',
      '三号店',
      '--currency',
      'HKD',
    ])
    expect(made.code).toBe(0)
    const shown = JSON.parse(made.out) as { tenant: object; api_key: string; write_key: string }
    expect(shown.tenant).toMatchObject({
      name: '三号店',
      timezone: 'Asia/Shanghai',
      currency: 'HKD',
    })
    expect(
      await send(
        [{ id: 'e1', name: 'opened', identifiers: by('phone', '13800138000') }],
        shown.write_key,
      ),
    ).toBe(200)
    const theirs = apiOf(business.url, shown.api_key)
    // The list is made beside the requests that change it.
    await expect
      .poll(async () => (await theirs.customers()).map((c) => c.identifiers[0]?.value), {
        timeout: 120_000,
      })
      .toEqual(['+8613800138000'])
  })

  test('a key made on the command line works, with the rights it was given', async () => {
    const create = (...more: string[]) =>
      homefield(settings, ['key', 'create', '--tenant', '二号店', ...more])
    const [write, client, analyst] = await Promise.all([
      create('--kind', 'write'),
      create('--kind', 'write', '--client', '--name', 'shop window'),
      create('--kind', 'api', '--role', 'analyst'),
    ])
    expect([write.code, client.code, analyst.code]).toEqual([0, 0, 0])
    for (const key of [write, client]) {
      expect(
        await send(
          [{ id: key.out, name: 'seen', identifiers: by('cookie', 'c1') }],
          key.out.trim(),
        ),
      ).toBe(200)
    }
    const theirs = apiOf(business.url, analyst.out.trim())
    expect((await theirs.ask('GET', '/event-catalogue')).status).toBe(200)
    expect((await theirs.ask('POST', '/write-keys', { name: 'x', kind: 'client' })).status).toBe(
      403,
    )
  })

  test('a brand that is not there is answered with those that are', async () => {
    const said = await homefield(settings, ['key', 'create', '--tenant', 'nobody', '--kind', 'api'])
    expect(said.code).toBe(1)
    expect(said.err).toMatch(/no brand nobody[\s\S]*二号店/)
  })

  test('a restore over a running server is refused', async () => {
    await homefield(settings, ['backup', join(folder, 'refused')])
    const said = await homefield(settings, ['restore', join(folder, 'refused')])
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('A server runs on') })
  })

  test('the check speaks the language of the terminal', async () => {
    const [en, zh] = await Promise.all([
      homefield(settings, ['check']),
      homefield(settings, ['check'], { LANG: 'zh_CN.UTF-8' }),
    ])
    expect(en).toMatchObject({ code: 0, out: expect.stringContaining('Both stores agree.') })
    expect(zh).toMatchObject({ code: 0, out: expect.stringContaining('两个数据库完全一致。') })
  })
})

describe('an import', () => {
  const customers = (name: string, phones: string[]) => {
    const path = join(folder, name)
    writeFileSync(
      path,
      `identifiers.phone,attributes.name\n${phones.map((p, i) => `${p},客户${i}`).join('\n')}\n`,
    )
    return path
  }
  const words = (path: string, ...more: string[]) => [
    ...['import', '--tenant', '二号店', '--kind', 'customers', '--source', 'till', ...more, path],
  ]

  test('beside a running server says what became of every row, and can be taken back', async () => {
    const path = customers('till.csv', ['13600000001', '13600000002', 'not a phone'])
    const made = await homefield(settings, words(path))
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/done, 3 rows in [\s\S]* customer +2\n[\s\S]*rejected:\S+ +1\n/)
    const mended = /reason of each: (.+)/.exec(made.out)?.[1] ?? ''
    expect(readFileSync(mended, 'utf8')).toMatch(/not a phone,客户2,3,customer_missing,/)

    const again = await homefield(settings, words(path))
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('--again') })
    const id = /import[^(]*\((\S+)\)/.exec(again.err)?.[1] ?? ''
    const undone = await homefield(settings, ['import', '--tenant', '二号店', '--undo', id])
    expect(undone).toMatchObject({
      code: 0,
      out: expect.stringMatching(/undone\n[\s\S]*customers +2\n/),
    })
    writeFileSync(join(folder, 'nobody.csv'), 'attributes.name\n张三\n')
    const nobody = await homefield(settings, words(join(folder, 'nobody.csv')))
    expect(nobody).toMatchObject({
      code: 1,
      err: expect.stringContaining('No column identifies a customer'),
    })
    const missing = await homefield(settings, words(join(folder, 'nothing.csv')))
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('nothing.csv') })
  })

  test('that was interrupted without a server goes on with the same command, and nothing is doubled', async () => {
    await business.stop()
    const path = join(folder, 'many.csv')
    const phones = Array.from({ length: 12_000 }, (_, i) => `1350${String(i).padStart(7, '0')}`)
    writeFileSync(path, `identifiers.phone\n${phones.join('\n')}\n`)
    const words = ['import', '--tenant', '二号店', '--kind', 'customers', path]
    const cut = await homefield(settings, words, {}, /reading/)
    expect(cut).toMatchObject({ code: 1, err: expect.stringContaining('The same command goes on') })
    const rest = await homefield(settings, words)
    expect(rest).toMatchObject({ code: 0, err: '' })
    expect(rest.out).toMatch(
      /Going on with import[\s\S]*done, 12,000 rows[\s\S]* customer +12,000\n/,
    )
    expect(await homefield(settings, ['check'])).toMatchObject({ code: 0 })
  })
})
