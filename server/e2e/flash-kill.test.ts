import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { FlashKillReport } from './kill/flash.ts'

const script = fileURLToPath(new URL('kill.ts', import.meta.url))

// In a process of its own: it opens the killed server's stores, and a process has one event store.
test('SIGKILL in the middle of a flash sale: nothing oversold, nothing lost, and the check proves it', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    ...[script, '--json', '--flash'],
  ])
  const report = JSON.parse(stdout) as FlashKillReport
  expect(report.wrong, stderr).toEqual([])
  expect(report.before).toBeGreaterThan(0)
  // Whoever was answered has her order still, and whoever was not has one or none.
  const { ordered, pieces, figures } = report
  expect(ordered).toBeGreaterThanOrEqual(report.before)
  expect(figures).toEqual({
    ...{ quantity: pieces, held: ordered, sold: 0, left: pieces - ordered },
  })
  expect(ordered).toBeLessThanOrEqual(pieces)
})
