import { expect, test } from 'vitest'
import { blankLeaf, FAMILIES } from './blank.ts'
import { readRule, ruleJson } from './clipboard.ts'
import {
  draftOf,
  duplicate,
  type Group,
  move,
  negate,
  nodeAt,
  remove,
  ruleOf,
  step,
  unwrap,
  wrap,
} from './draft.ts'
import { timesAfter } from './history.ts'
import { problemsOf } from './problems.ts'
import type { Rule } from './rule.ts'

const tag = (name: string): Rule => ({ kind: 'tags', match: 'any', tags: [name] })
const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules })
const any = (...rules: Rule[]): Rule => ({ kind: 'any', rules })
const not = (rule: Rule): Rule => ({ kind: 'not', rule })
const nested = all(tag('A'), any(tag('B'), not(tag('C'))), not(any(tag('D'), not(tag('E')))))

/** The tree by its tags: `A (B -C)`. */
function shape(rule: Rule): string {
  if (rule.kind === 'not') return `-${shape(rule.rule)}`
  if (rule.kind === 'all' || rule.kind === 'any')
    return `${rule.kind}(${rule.rules.map(shape).join(' ')})`
  return rule.kind === 'tags' ? rule.tags.join() : rule.kind
}
const idOf = (root: Group, ...places: number[]) => {
  let node: Group['nodes'][number] = root
  for (const place of places) {
    if (node.kind !== 'group') throw new Error('no group')
    const below: Group['nodes'][number] | undefined = node.nodes[place]
    if (!below) throw new Error('nothing there')
    node = below
  }
  return node.id
}

test('a rule comes out of the builder as it went in', () => {
  expect(ruleOf(draftOf(nested))).toEqual(nested)
  expect(ruleOf(draftOf(all(not(not(tag('A'))))))).toEqual(all(not(all(not(tag('A'))))))
  expect(ruleOf(draftOf(tag('A')))).toEqual(all(tag('A')))
  expect(ruleOf(draftOf(not(any(tag('A'), tag('B')))))).toEqual(all(not(any(tag('A'), tag('B')))))
})

test('a place in the rule is found in the tree, and what is left of it inside the condition', () => {
  const root = draftOf(nested)
  const { node, rest } = nodeAt(root, ['rules', 1, 'rules', 1, 'rule', 'tags', 0])
  expect(node.id).toBe(idOf(root, 1, 1))
  expect(rest).toEqual(['tags', 0])
  expect(nodeAt(root, []).node.id).toBe(root.id)
  expect(nodeAt(root, ['rules', 2, 'rule', 'rules', 0]).node.id).toBe(idOf(root, 2, 0))
})

test('a condition is dragged into another group, never a group into itself', () => {
  const root = draftOf(all(tag('A'), any(tag('B')), tag('C')))
  const moved = move(root, idOf(root, 0), idOf(root, 1), 1)
  expect(shape(ruleOf(moved))).toBe('all(any(B A) C)')
  expect(move(root, idOf(root, 1), idOf(root, 1), 0)).toBe(root)
  const within = move(root, idOf(root, 0), root.id, 3)
  expect(shape(ruleOf(within))).toBe('all(any(B) C A)')
  expect(move(root, idOf(root, 0), root.id, 1)).toBe(root)
})

test('keys move a condition over its neighbour, into a group and out of it again', () => {
  const start = draftOf(all(tag('A'), any(tag('B')), tag('C')))
  const id = idOf(start, 0)
  const shapes = ['down', 'down', 'down', 'down', 'up', 'up', 'out'] as const
  let root = start
  const seen = shapes.map((direction) => {
    root = step(root, id, direction)
    return shape(ruleOf(root))
  })
  expect(seen).toEqual([
    'all(any(A B) C)',
    'all(any(B A) C)',
    'all(any(B) A C)',
    'all(any(B) C A)',
    'all(any(B) A C)',
    'all(any(B A) C)',
    'all(any(B) A C)',
  ])
})

test('conditions are doubled, excluded, grouped, dissolved and removed', () => {
  const root = draftOf(all(tag('A'), tag('B')))
  const id = idOf(root, 0)
  expect(shape(ruleOf(duplicate(root, id)))).toBe('all(A A B)')
  expect(shape(ruleOf(negate(root, id)))).toBe('all(-A B)')
  const wrapped = wrap(root, id, 'any')
  expect(shape(ruleOf(wrapped))).toBe('all(any(A) B)')
  expect(shape(ruleOf(unwrap(wrapped, idOf(wrapped, 0))))).toBe('all(A B)')
  const excluded = negate(wrapped, idOf(wrapped, 0))
  expect(unwrap(excluded, idOf(excluded, 0))).toBe(excluded)
  expect(shape(ruleOf(remove(root, id)))).toBe('all(B)')
})

test('changes are taken back and made again; typing on is one change', () => {
  const start = { past: [], now: 0, future: [], of: undefined }
  const one = timesAfter<number>(start, { kind: 'set', next: 1, of: 'n' })
  const typed = timesAfter<number>(one, { kind: 'set', next: 12, of: 'n' })
  const other = timesAfter<number>(typed, { kind: 'set', next: 5, of: undefined })
  const back = timesAfter(timesAfter(other, { kind: 'undo' }), { kind: 'undo' })
  expect(back.now).toBe(0)
  expect(timesAfter(back, { kind: 'undo' })).toBe(back)
  const again = timesAfter(timesAfter(back, { kind: 'redo' }), { kind: 'redo' })
  expect(again.now).toBe(5)
  expect(timesAfter<number>(back, { kind: 'set', next: 7, of: undefined }).future).toEqual([])
})

test('a copied condition is read again, and anything else is not', () => {
  const rules = FAMILIES.flatMap(({ kinds }) => kinds.map((kind) => blankLeaf(kind)))
  for (const rule of [...rules, nested]) expect(readRule(ruleJson(rule))).toEqual(rule)
  const refused = [
    ...['', 'A', '12', '{}', '{"kind":"all"}', '{"kind":"did"}', '{"kind":"unheard_of"}'],
    ...['{"kind":"tags","match":"any","tags":"A"}', '{"kind":"known","x":1}'],
    '{"kind":"did","event":{"any_of":[{}]},"window":{"kind":"ever"},"times":{}}',
  ]
  for (const text of refused) expect(readRule(text)).toBeUndefined()
})

test('what is missing is told at its place, before the server is asked', () => {
  const blanks = ['attribute', 'tags', 'did', 'sequence', 'top', 'audience'] as const
  const root = draftOf(all(...blanks.map((kind) => blankLeaf(kind)), any()))
  const found = problemsOf(root).map(({ path, code }) => `${path.join('.')} ${code}`)
  expect(found).toEqual([
    'rules.0.name required',
    'rules.0.is.value required',
    'rules.1.tags required',
    'rules.2.event.any_of.0.event required',
    'rules.3.steps.0.any_of.0.event required',
    'rules.3.steps.1.any_of.0.event required',
    'rules.5.audience required',
    'rules.6 empty_group',
  ])
  const backwards = all(
    {
      kind: 'orders',
      of: 'count',
      window: { kind: 'days', from: '2026-05-02', to: '2026-05-01' },
      where: { amount_fen: { op: 'between', from: 2, to: 1 } },
      is: { op: 'between', from: 3, to: 1 },
    },
    not({ kind: 'bucket', seed: 'a', from: 500, to: 500 }),
  )
  expect(problemsOf(draftOf(backwards)).map(({ path, code }) => [path.join('.'), code])).toEqual([
    ['rules.0.window.to', 'window_backwards'],
    ['rules.0.where.amount_fen.to', 'range_backwards'],
    ['rules.0.is.to', 'range_backwards'],
    ['rules.1.rule.to', 'empty_share'],
  ])
})
