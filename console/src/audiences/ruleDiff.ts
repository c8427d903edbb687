// Two wordings of a rule line by line, in the words of the operator.
import type { Rule } from './rule.ts'
import { ruleText } from './ruleText.ts'
import type { Sayer } from './say.ts'

/** A line of a wording. */
export interface Line {
  depth: number
  words: string
}
export interface DiffLine extends Line {
  change: 'same' | 'added' | 'removed'
}

/** A line for every condition and every group that holds more than one. */
export function linesOf(rule: Rule, sayer: Sayer, depth = 0): Line[] {
  const { t } = sayer
  const isGroup = (one: Rule) => one.kind === 'all' || one.kind === 'any'
  if (rule.kind === 'not' && isGroup(rule.rule))
    return [{ depth, words: t('audience_build.exclude') }, ...linesOf(rule.rule, sayer, depth + 1)]
  if (rule.kind !== 'all' && rule.kind !== 'any') return [{ depth, words: ruleText(rule, sayer) }]
  const words = t(rule.kind === 'all' ? 'audience_build.all_words' : 'audience_build.any_words')
  return [{ depth, words }, ...rule.rules.flatMap((one) => linesOf(one, sayer, depth + 1))]
}

/** The longest common lines stay; what is only before is removed, what is only after added. */
export function diffOf(before: readonly Line[], after: readonly Line[]): DiffLine[] {
  const isSame = (a: Line | undefined, b: Line | undefined) =>
    a !== undefined && b !== undefined && a.depth === b.depth && a.words === b.words
  const common = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  )
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row)
        row[j] = isSame(before[i], after[j])
          ? at(i + 1, j + 1) + 1
          : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]]
    if (old && isSame(old, now)) {
      lines.push({ ...old, change: 'same' })
      i++
      j++
    } else if (old && (!now || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ ...old, change: 'removed' })
      i++
    } else if (now) {
      lines.push({ ...now, change: 'added' })
      j++
    }
  }
  return lines
}
