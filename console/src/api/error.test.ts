import { expect, test } from 'vitest'
import { ApiError, toApiError } from './error.ts'

test('a mistake of the console is not told as a server that is out of reach', () => {
  const mistake = new TypeError("Cannot read properties of null (reading 'x')")
  expect(toApiError(mistake).code).toBe('console_fault')
  for (const words of [
    'Failed to fetch dynamically imported module: /console/assets/Page.js',
    'error loading dynamically imported module: /console/assets/Page.js',
    'Importing a module script failed.',
    'Load failed',
  ])
    expect(toApiError(new TypeError(words)).code, words).toBe('unreachable')
  const refused = new ApiError(409, 'taken', 'It is taken')
  expect(toApiError(refused)).toBe(refused)
})
