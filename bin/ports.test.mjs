import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './install.mjs'
import { BAD_PORTS, refusalOf } from './ports.mjs'

test('every port of the list is one that the fetch standard refuses', async () => {
  for (const port of BAD_PORTS) {
    // Refused before anything is asked: nothing has to listen there, and nobody is reached.
    const refused = await fetch(`http://127.0.0.1:${port}/`).catch((error) => error)
    expect({ port, why: refused.cause?.message }).toEqual({ port, why: 'bad port' })
  }
  expect(new Set(BAD_PORTS).size).toBe(BAD_PORTS.length)
})

test('a start at such a port says so at once, in both languages, and stops', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'start.mjs')], {
    env: { ...process.env, HOMEFIELD_PORT: '4190', HOMEFIELD_DATA: '/nonexistent' },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toContain('browsers refuse to open this port')
  expect(stderr).toContain('浏览器拒绝打开这个端口')
})

test('other ports, a free one and none are taken', () => {
  for (const port of ['7070', '0', '', undefined, '4191']) expect(refusalOf(port)).toBeUndefined()
})
