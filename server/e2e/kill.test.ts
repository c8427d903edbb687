import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { KillReport } from './kill/rounds.ts'

const script = fileURLToPath(new URL('kill.ts', import.meta.url))

// In a process of its own: it opens the killed server's stores, and a process has one event store.
test('every event answered before SIGKILL is there once; start-up repairs both stores by itself', async () => {
  const args = [script, '--json', '--rounds', '4', '--seed', '7', '--max-load-ms', '1200']
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args)
  const report = JSON.parse(stdout) as KillReport
  expect(report.wrong, stderr).toEqual([])
  expect(report.rounds).toBe(4)
  expect(report.answered).toBe(report.sent)
  expect(report.answered).toBeGreaterThan(100)
  expect(report.cutOff).toBeGreaterThan(0)
})
