import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDirectory } from './directory-lock.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'homefield-lock-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const lost = (reason: string) => {
  throw new Error(reason)
}
const refused = { code: 'directory_in_use' }

/** The lock as we write it, changed in some fields. */
async function leaveLock(changes: object): Promise<void> {
  const mine = await lockDirectory(dir, lost)
  const owner = JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))
  await mine.release()
  writeFileSync(join(dir, 'lock'), JSON.stringify({ ...owner, nonce: 'other', ...changes }))
}

describe('the lock of a data directory', () => {
  test('has one owner until it is released', async () => {
    const first = await lockDirectory(dir, lost)
    await expect(lockDirectory(dir, lost)).rejects.toMatchObject(refused)
    await first.release()
    const second = await lockDirectory(dir, lost)
    await second.release()
    expect(readdirSync(dir)).toEqual([])
  })

  test('goes to exactly one of many who ask at once, also over a dead owner', async () => {
    const { pid } = spawnSync('true')
    const dead = { pid, started: '1' }
    const diedTakingOver = async () => {
      await leaveLock(dead)
      const claim = readFileSync(join(dir, 'lock'), 'utf8').replace('other', 'another')
      writeFileSync(join(dir, 'lock.dead-other'), claim)
    }
    const before = [async () => {}, () => leaveLock(dead), diedTakingOver]
    for (const leave of [...before, ...before, ...before]) {
      await leave()
      const asked = await Promise.allSettled(
        Array.from({ length: 20 }, () => lockDirectory(dir, lost)),
      )
      const granted = asked.filter((a) => a.status === 'fulfilled')
      expect(granted).toHaveLength(1)
      for (const a of asked) if (a.status === 'rejected') expect(a.reason).toMatchObject(refused)
      for (const a of granted) await a.value.release()
      expect(readdirSync(dir)).toEqual([])
    }
  })

  test('is taken over when its process number belongs to a younger process', async () => {
    await leaveLock({ started: '1' })
    await (await lockDirectory(dir, lost)).release()
    expect(readdirSync(dir)).toEqual([])
  })

  test('is taken over after the machine was started anew', async () => {
    await leaveLock({ boot: 'the one before' })
    await (await lockDirectory(dir, lost)).release()
    expect(readdirSync(dir)).toEqual([])
  })

  test('is taken over when a power cut left it empty', async () => {
    writeFileSync(join(dir, 'lock'), '')
    await (await lockDirectory(dir, lost)).release()
    expect(readdirSync(dir)).toEqual([])
  })

  test('is respected while an owner in another container gives signs of life, and no longer', async () => {
    const elsewhere = { host: 'another-container', boot: 'b', namespace: 'n', pid: 1 }
    await leaveLock(elsewhere)
    let beats = 0
    const beat = setInterval(() => utimesSync(join(dir, 'lock'), ++beats, beats), 20)
    await expect(lockDirectory(dir, lost, 5_000)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('another-container'),
    })
    clearInterval(beat)
    await (await lockDirectory(dir, lost, 300)).release()
    expect(readdirSync(dir)).toEqual([])
  })
})
