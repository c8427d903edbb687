import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DOCS, docOf } from './docs.ts'

test('every page’s document is there, and the longest beginning decides', () => {
  const there = new Set(readdirSync(new URL('../../../docs', import.meta.url)))
  expect(DOCS.filter(([, doc]) => !there.has(`${doc}.md`))).toEqual([])
  expect(docOf('/insight/alerts/7')).toBe('alerts')
  expect(docOf('/insight/elsewhere')).toBe('insight')
  expect(docOf('/nowhere')).toBeUndefined()
})
