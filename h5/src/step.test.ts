import { expect, test } from 'vitest'
import type { Question } from './forms.ts'
import { stepOf } from './step.ts'

const question = (attribute: string, is_answered = false): Question => ({
  ...{ attribute, label: attribute, reason: '', required: true, type: 'text', choices: [] },
  ...{ is_answered, answer: null },
})
const names = (questions: Question[], redo?: string) =>
  stepOf(questions, redo).map(({ attribute }) => attribute)

test('she is asked one or two things at a time, and the phone by itself', () => {
  const all = ['name', 'city', 'birthday', 'phone'].map((name) => question(name))
  expect(names(all)).toEqual(['name', 'city'])
  expect(names([question('name', true), question('city', true), ...all.slice(2)])).toEqual([
    'birthday',
  ])
  expect(names([question('phone'), question('name')])).toEqual(['phone'])
  expect(names([question('name', true)])).toEqual([])
  expect(names([question('name', true), question('city')], 'name')).toEqual(['name'])
})
