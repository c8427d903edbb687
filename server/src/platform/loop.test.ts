import { expect, test, vi } from 'vitest'
import { startLoop } from './loop.ts'

const HOUR = 3_600_000
const PATIENCE = { timeout: 120_000 }

function watched(rest?: { times: number; mostMs: number }) {
  let begun = 0
  let end: () => void = () => {}
  const loop = startLoop(
    HOUR,
    () => {
      begun += 1
      return new Promise<void>((resolve) => {
        end = resolve
      })
    },
    () => {},
    rest,
  )
  return { loop, begun: () => begun, end: () => end() }
}

test('who pokes while work goes on gets one more round, and not two', async () => {
  const { loop, begun, end } = watched()
  loop.poke()
  loop.poke()
  loop.poke()
  expect(begun()).toBe(1)
  end()
  await vi.waitFor(() => expect(begun()).toBe(2), PATIENCE)
  end()
  await loop.stop()
  expect(begun()).toBe(2)
})

test('who pokes while the loop rests is heard when it has rested', async () => {
  const { loop, begun, end } = watched({ times: HOUR, mostMs: 50 })
  loop.poke()
  loop.poke()
  end()
  await vi.waitFor(() => expect(begun()).toBe(2), PATIENCE)
  end()
  await loop.stop()
})

test('a loop that is stopped hears nobody', async () => {
  const { loop, begun } = watched()
  await loop.stop()
  loop.poke()
  expect(begun()).toBe(0)
})
