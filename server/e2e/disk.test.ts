import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { send } from './harness/deliver.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import { eventsRequest, sensorsRequest } from './story/requests.ts'

// A disk of our own, small enough to fill: only root may mount one.
const run = (...command: string[]) =>
  execFileSync(command[0] ?? '', command.slice(1), { stdio: 'pipe' })
let disk = ''
let refusal = ''
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'homefield-disk-'))
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=400m,mode=0700', 'tmpfs', disk)
    refusal = ''
  } catch (error) {
    refusal = String(error)
  }
})
afterEach(() => {
  if (!refusal) run('umount', '-l', disk)
  rmSync(disk, { recursive: true, force: true })
})

/** Says so, and passes, where there can be no such disk. */
const onDisk = (name: string, work: () => Promise<void>) =>
  test(name, async () => {
    if (refusal) {
      console.warn(
        `Not tried here: ${name}. Mounting a disk needs root (${refusal.split('\n')[0]}).`,
      )
      expect(process.getuid?.() === 0 && process.env.CI === undefined).toBe(false)
      return
    }
    await work()
  })

const fill = () => {
  const file = openSync(join(disk, 'ballast'), 'w')
  try {
    for (const piece = Buffer.alloc(256 * 1024, 1); ; ) writeSync(file, piece)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(file)
  }
}
const agent = new Agent({ keepAlive: true })
const batch = (n: number) =>
  eventsRequest(
    'disk',
    KEYS.write,
    Array.from({ length: 100 }, (_, i) => ({
      id: `disk-${n}-${i}`,
      name: 'disk',
      identifiers: [{ namespace: 'member_id', value: `d${n}-${i}` }],
      properties: { pad: 'x'.repeat(2000) },
    })),
  )
const refused = (data: string): Promise<string> =>
  startServer({ data }).then(
    async (server) => {
      await server.stop()
      return 'it started'
    },
    (error: Error) => error.message,
  )

onDisk('a disk that is full: 503 and nothing stored, until there is room again', async () => {
  const data = join(disk, 'data')
  const server: RunningServer = await startServer({ data })
  const api = apiOf(() => server.url)
  expect((await send(agent, server.url, batch(0))).status).toBe(200)
  fill()
  for (let n = 1; n <= 8; n++) {
    const answer = await send(agent, server.url, batch(n))
    expect(answer.status, answer.text).toBe(503)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
  const sensors = sensorsRequest('disk', KEYS.write, [
    { type: 'track', event: 'disk', distinct_id: 'd', time: 1, properties: {} },
  ])
  expect((await send(agent, server.url, sensors)).status).toBe(0)
  // What is there can still be read.
  expect(await api.events('?name=disk')).toHaveLength(100)
  rmSync(join(disk, 'ballast'))
  for (let n = 0; n <= 8; n++) expect((await send(agent, server.url, batch(n))).status).toBe(200)
  expect(await api.events('?name=disk')).toHaveLength(900)
  expect(await server.stop()).toBe(0)
})

onDisk('a start on a full disk says so and ends; with room it starts, all there', async () => {
  const data = join(disk, 'data')
  const first = await startServer({ data })
  expect((await send(agent, first.url, batch(0))).status).toBe(200)
  await first.kill()
  fill()
  const full =
    /The data folder \S+ has no \d+ MB left to start with\. Make room, or set HOMEFIELD_DATA/
  expect(await refused(data)).toMatch(full)
  expect(await refused(join(disk, 'another'))).toMatch(full)
  expect(readdirSync(data)).not.toContain(expect.stringContaining('probe'))
  rmSync(join(disk, 'ballast'))
  const again = await startServer({ data })
  expect(await apiOf(() => again.url).events('?name=disk')).toHaveLength(100)
  expect(await again.stop()).toBe(0)
})

onDisk(
  'a start on a read-only disk says so and ends; writable again it starts, all there',
  async () => {
    const data = join(disk, 'data')
    const first = await startServer({ data })
    expect((await send(agent, first.url, batch(0))).status).toBe(200)
    expect(await first.stop()).toBe(0)
    run('mount', '-o', 'remount,ro', disk)
    expect(await refused(data)).toMatch(
      /The data folder \S+ is on a file system that is read-only\. Make it writable/,
    )
    expect(await refused(join(disk, 'another'))).toMatch(
      /The data folder \S+ (is on a file system|cannot be written)/,
    )
    run('mount', '-o', 'remount,rw', disk)
    const again = await startServer({ data })
    expect(await apiOf(() => again.url).events('?name=disk')).toHaveLength(100)
    expect(await again.stop()).toBe(0)
  },
)
