import { describe, expect, test } from 'vitest'
import { compareLocks } from './install.mjs'

const lock = (packages) => ({ packages: { '': { name: 'homefield' }, ...packages } })
const kysely = { version: '0.29.9', integrity: 'sha512-a' }

describe('an installation differs from the lock file', () => {
  test('when a package has another version or other content', () => {
    const newer = lock({ kysely: { ...kysely, version: '0.30.0' } })
    expect(compareLocks(lock({ kysely }), newer)).toEqual(['kysely: 0.29.9 became 0.30.0'])
    const forged = lock({ kysely: { ...kysely, integrity: 'sha512-b' } })
    expect(compareLocks(lock({ kysely }), forged)).toHaveLength(1)
  })

  test('when a package came or went', () => {
    expect(compareLocks(lock({}), lock({ kysely }))).toEqual(['kysely: added, 0.29.9'])
    expect(compareLocks(lock({ kysely }), lock({}))).toEqual(['kysely: removed'])
  })

  test('but not by what a registry has for other platforms, nor by spelling', () => {
    const mac = { version: '1.0.0', optional: true }
    expect(
      compareLocks(lock({ kysely }), lock({ mac, kysely: { ...kysely, peer: true } })),
    ).toEqual([])
    expect(compareLocks(lock({ mac, kysely }), lock({ kysely }))).toEqual([])
  })
})
