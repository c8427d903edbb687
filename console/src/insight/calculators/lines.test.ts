import { expect, test } from 'vitest'
import { LineProblem, readNumbers, readPaths, readRows } from './lines.ts'

test('numbers are read however they are set apart', () => {
  expect(readNumbers('1, 2\t3\n\n4；5')).toEqual([1, 2, 3, 4, 5])
  expect(readRows('1,2,3\r\n4 5', 2, 3)).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('paths are channels, then conversions, value and those who did not', () => {
  expect(readPaths('直播 > 企微, 3, 600, 10\nsms，1')).toEqual([
    { channels: ['直播', '企微'], conversions: 3, value: 600, nulls: 10 },
    { channels: ['sms'], conversions: 1, value: 0, nulls: 0 },
  ])
})

test('a line that cannot be read is named', () => {
  const lineOf = (read: () => unknown) => {
    try {
      read()
    } catch (problem) {
      return problem instanceof LineProblem ? problem.line : undefined
    }
    return undefined
  }
  expect(lineOf(() => readNumbers('1\nx'))).toBe(2)
  expect(lineOf(() => readRows('1,2\n\n1,2,3,4', 2, 3))).toBe(3)
  expect(lineOf(() => readPaths('a, 1\n, 3'))).toBe(2)
  expect(lineOf(() => readPaths('a'))).toBe(1)
  expect(lineOf(() => readPaths('a,1,2,3,4'))).toBe(1)
})
