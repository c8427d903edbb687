import { expect, test } from 'vitest'
import type { Rule } from './rule.ts'
import { answerOf, leavesOf, reasonsOf } from './truth.ts'

const tag = (name: string): Rule => ({ kind: 'tags', match: 'any', tags: [name] })
const rule: Rule = {
  kind: 'all',
  rules: [tag('a'), { kind: 'any', rules: [tag('b'), { kind: 'not', rule: tag('c') }] }],
}
const answer = (...truths: boolean[]) => answerOf(rule, (leaf) => truths[leaf] ?? false)
const why = (...truths: boolean[]) =>
  reasonsOf(answer(...truths)).map(({ path, holds }) => `${path.join('.')} ${holds}`)

test('conditions are found in the order in which they stand', () => {
  expect(leavesOf(rule).map(({ path }) => path.join('.'))).toEqual([
    'rules.0',
    'rules.1.rules.0',
    'rules.1.rules.1.rule',
  ])
})

test('the reasons are the conditions that made it so', () => {
  expect(answer(true, true, true).holds).toBe(true)
  expect(why(true, true, true)).toEqual(['rules.0 true', 'rules.1.rules.0 true'])
  expect(why(true, false, false)).toEqual(['rules.0 true', 'rules.1.rules.1.rule false'])
  expect(why(false, true, true)).toEqual(['rules.0 false'])
  expect(why(true, false, true)).toEqual(['rules.1.rules.0 false', 'rules.1.rules.1.rule true'])
})
