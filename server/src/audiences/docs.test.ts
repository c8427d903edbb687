// What the pages about audiences promise: every condition and operator with an example that is one.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { NumberTest, ValueTest } from './operators.ts'
import { readRule } from './read-rule.ts'
import { Leaf, type Rule, Window } from './rule.ts'
import { leavesOf } from './truth.ts'

const pages = ['docs/audiences.md', 'docs/audiences.zh-CN.md']
const codeOf = (page: string) =>
  [
    ...readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8').matchAll(
      /`(\{"(?:kind|op)".*?\})`/g,
    ),
  ].map(([, code]) => JSON.parse(code ?? '') as { kind?: string; op?: string })

test('both pages show the same examples', () => {
  const [english = '', chinese = ''] = pages
  expect(codeOf(chinese)).toEqual(codeOf(english))
})

test('every condition and window has an example that is one', () => {
  const windows = new Set<string>(Window.options.map((o) => o.shape.kind.value))
  const examples = codeOf(pages[0] ?? '').filter((e) => e.kind !== undefined)
  const shown = new Set<string>()
  for (const example of examples) {
    if (windows.has(example.kind ?? '')) {
      expect(Window.safeParse(example).error).toBeUndefined()
      shown.add(example.kind ?? '')
      continue
    }
    const read = readRule(example)
    expect('problems' in read ? [example, read.problems] : []).toEqual([])
    if ('rule' in read) for (const { leaf } of leavesOf(read.rule as Rule)) shown.add(leaf.kind)
  }
  const kinds = Leaf.options.map((o) => o.shape.kind.value)
  expect([...kinds, ...windows].filter((kind) => !shown.has(kind))).toEqual([])
})

test('every operator has an example that is one', () => {
  const examples = codeOf(pages[0] ?? '').filter((e) => e.op !== undefined)
  for (const example of examples) expect(ValueTest.safeParse(example).error).toBeUndefined()
  const shown = new Set(examples.map((e) => e.op))
  const operators = [...ValueTest.options, ...NumberTest.options].map((o) => o.shape.op.value)
  expect(operators.filter((op) => !shown.has(op))).toEqual([])
})
