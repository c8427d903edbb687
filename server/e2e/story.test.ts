import { expect, test } from 'vitest'
import { tellStory } from './story/tell.ts'

test('traces of five platforms become one customer, whatever the order and whoever is killed', async () => {
  const lines: string[] = []
  const told = await tellStory([1, 2, 3], (line) => lines.push(line))
  expect(told.wrong, lines.join('\n')).toEqual([])
  expect(told.facts).toBeGreaterThan(60)
  expect(told.delivered.retries).toBeGreaterThan(0)
  expect(told.delivered.repeats).toBeGreaterThan(0)
})
