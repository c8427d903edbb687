import { expect, test } from 'vitest'
import { killRounds } from './kill/rounds.ts'

test('every event answered before SIGKILL is there once; start-up repairs both stores by itself', async () => {
  const lines: string[] = []
  const report = await killRounds({
    rounds: 4,
    seed: 7,
    maxLoadMs: 1200,
    print: (line) => lines.push(line),
  })
  expect(report.wrong, lines.join('\n')).toEqual([])
  expect(report.rounds).toBe(4)
  expect(report.answered).toBe(report.sent)
  expect(report.answered).toBeGreaterThan(100)
  expect(report.cutOff).toBeGreaterThan(0)
}, 120_000)
