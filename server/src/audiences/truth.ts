// A rule's answer for one customer, condition by condition. Pure.
import type { Path } from './check-rule.ts'
import type { Leaf, Rule } from './rule.ts'

export interface PlacedLeaf {
  path: Path
  leaf: Leaf
}

/** Every condition of a rule with its place in it, in the order in which they stand. */
export function leavesOf(rule: Rule, path: Path = []): PlacedLeaf[] {
  switch (rule.kind) {
    case 'all':
    case 'any':
      return rule.rules.flatMap((r, i) => leavesOf(r, [...path, 'rules', i]))
    case 'not':
      return leavesOf(rule.rule, [...path, 'rule'])
    default:
      return [{ path, leaf: rule }]
  }
}

export interface Answer {
  path: Path
  kind: Rule['kind']
  holds: boolean
  /** Of a group; none of a condition. */
  parts: Answer[]
}

/** @param isTrue of each condition, by its number in the order of `leavesOf` */
export function answerOf(rule: Rule, isTrue: (leaf: number) => boolean): Answer {
  let next = 0
  const answer = (part: Rule, path: Path): Answer => {
    if (part.kind === 'all' || part.kind === 'any') {
      const parts = part.rules.map((r, i) => answer(r, [...path, 'rules', i]))
      const holds = part.kind === 'all' ? parts.every((p) => p.holds) : parts.some((p) => p.holds)
      return { path, kind: part.kind, holds, parts }
    }
    if (part.kind === 'not') {
      const parts = [answer(part.rule, [...path, 'rule'])]
      return { path, kind: 'not', holds: !parts[0]?.holds, parts }
    }
    return { path, kind: part.kind, holds: isTrue(next++), parts: [] }
  }
  return answer(rule, [])
}

export interface Reason {
  path: Path
  holds: boolean
}

/** The conditions that made it so: of a group those that say the same as the whole. */
export function reasonsOf(answer: Answer): Reason[] {
  const { kind, holds, parts, path } = answer
  if (parts.length === 0) return [{ path, holds }]
  const decisive = kind === 'not' ? parts : parts.filter((p) => p.holds === holds)
  return decisive.flatMap(reasonsOf)
}
