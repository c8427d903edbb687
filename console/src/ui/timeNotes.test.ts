import { expect, test } from 'vitest'
import { notesAt } from './timeNotes.ts'

const note = (day: string, words: string) => ({ day, words })

test('a note stands at the period its day lies in, and those of one period together', () => {
  const weeks = ['2026-05-04', '2026-05-11', '2026-05-18']
  const labels = ['a', 'b', 'c']
  const notes = [
    note('2026-05-03', 'before'),
    note('2026-05-04', 'first'),
    note('2026-05-17', 'sunday'),
    note('2026-05-12', 'tuesday'),
    note('2026-05-24', 'last day'),
    note('2026-05-25', 'after'),
  ]
  expect(notesAt(notes, weeks, labels)).toEqual([
    { at: 'a', words: 'first' },
    { at: 'b', words: 'sunday · tuesday' },
    { at: 'c', words: 'last day' },
  ])
})

test('of a day told by the hour it stands at the first', () => {
  const hours = ['2026-05-04T22:00+08:00', '2026-05-05T00:00+08:00', '2026-05-05T02:00+08:00']
  expect(notesAt([note('2026-05-05', 'x')], hours, ['a', 'b', 'c'])).toEqual([
    { at: 'b', words: 'x' },
  ])
})
