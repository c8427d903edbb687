import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { ImportKillReport } from './kill/import.ts'

const script = fileURLToPath(new URL('kill.ts', import.meta.url))
const ROWS = 60_000

// In a process of its own: it opens the killed server's stores. `npm run kill -- --import` does the
// same with 541,909 rows, or with a file of one's own.
test('an import killed twice goes on after each start, comes to exact figures, and is taken back without a trace', async () => {
  const args = [script, '--json', '--import', '--rows', String(ROWS)]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args)
  const report = JSON.parse(stdout) as ImportKillReport
  expect(report.wrong, stderr).toEqual([])
  expect(report.kills).toEqual([
    expect.stringMatching(/^reading, [1-9]\d* rows read, 0 recorded$/),
    expect.stringMatching(/^applying, 60000 rows read, [1-9]\d* recorded$/),
  ])
  expect(report.figures?.rows).toBe(ROWS)
  const { orders, refunds } = report.figures ?? { orders: 0, refunds: 0 }
  expect(report.gone.ch).toBe(orders + refunds)
  expect(report.gone.pg).toBeGreaterThan(ROWS)
})
