import type { Path } from './draft.ts'
import styles from './Estimate.module.css'
import type { Rule } from './rule.ts'
import { ruleText } from './ruleText.ts'
import type { Sayer } from './say.ts'

/** The part of a rule at a path of it. */
export function partAt(rule: Rule, path: Path): Rule | undefined {
  let part: Rule | undefined = rule
  for (let at = 0; at < path.length && part; at++) {
    if (part.kind === 'not' && path[at] === 'rule') part = part.rule
    else if ((part.kind === 'all' || part.kind === 'any') && path[at] === 'rules')
      part = part.rules[Number(path[++at])]
    else return undefined
  }
  return part
}

/** The conditions that made it so, as sentences; one that does not hold is said as excluded. */
export function Reasons(props: {
  rule: Rule
  reasons: readonly { path: Path; holds: boolean }[]
  sayer: Sayer
}) {
  const { rule, reasons, sayer } = props
  const said = reasons.flatMap(({ path, holds }) => {
    const part = partAt(rule, path)
    if (!part) return []
    return [
      { key: path.join('.'), words: ruleText(holds ? part : { kind: 'not', rule: part }, sayer) },
    ]
  })
  return (
    <ul className={styles.reasons}>
      {said.map(({ key, words }) => (
        <li key={key}>{words}</li>
      ))}
    </ul>
  )
}
