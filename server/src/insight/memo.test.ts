import { expect, test } from 'vitest'
import { memo } from './memo.ts'

test('whoever asks at the same time gets one answer, counted once', async () => {
  const ask = memo<number>(60)
  let counted = 0
  const count = async () => {
    counted += 1
    return counted
  }
  expect(await Promise.all(Array.from({ length: 20 }, () => ask('a', count)))).toEqual(
    Array.from({ length: 20 }, () => 1),
  )
  expect(await ask('a', count)).toBe(1)
  expect(await ask('b', count)).toBe(2)
})

test('an answer is counted anew when it is old, and a failure is never kept', async () => {
  const old = memo<number>(0)
  let counted = 0
  const count = async () => {
    counted += 1
    if (counted === 1) throw new Error('the store is busy')
    return counted
  }
  await expect(old('a', count)).rejects.toThrow('busy')
  expect(await old('a', count)).toBe(2)
  expect(await old('a', count)).toBe(3)
})
