// Who stood where: of the scores as they are, or as they stood at a moment of the past.
import { compile, type Rule, setOfIds } from '../../audiences/index.ts'
import type { Sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { computedAt } from '../../profile/index.ts'
import type { QuestionReading } from '../question/reading.ts'
import { bitmapOf, ruleOf, type SuperUserCell } from './cells.ts'
import type { SuperUserSettings } from './settings.ts'

export type Standing = (is: SuperUserCell['is']) => Sql
type OfScore = Extract<Rule, { kind: 'attribute' }>

/** @param cells all that will be asked about */
export async function standingOf(
  ctx: Ctx,
  cells: readonly SuperUserCell['is'][],
  settings: SuperUserSettings,
  { reading }: QuestionReading,
): Promise<Standing> {
  const { until } = ctx
  if (until === undefined) return (is) => bitmapOf({ is }, settings, reading)
  const scores = new Map(
    cells.flatMap((is) => scoresIn(ruleOf({ is }, settings))).map((one) => [nameOf(one), one]),
  )
  const stood = new Map<string, Sql>()
  for (const [name, { name: attribute, is }] of scores) {
    const asked =
      is.op === 'in'
        ? { values: is.values }
        : is.op === 'is'
          ? { values: [is.value] }
          : is.op === 'gte'
            ? { atLeast: Number(is.value) }
            : undefined
    if (!asked) throw new Error(`no past is read by ${is.op}`)
    stood.set(name, setOfIds(await computedAt(ctx, attribute, asked, until)))
  }
  const then = {
    ...reading,
    membersOf: (id: string) => stood.get(id) ?? reading.membersOf(id),
  }
  return (is) => compile(inPlace(ruleOf({ is }, settings)), then).bitmap
}

const nameOf = ({ name, is }: OfScore) => JSON.stringify([name, is])

function scoresIn(rule: Rule): OfScore[] {
  if (rule.kind === 'all' || rule.kind === 'any') return rule.rules.flatMap(scoresIn)
  if (rule.kind === 'not') return scoresIn(rule.rule)
  return rule.kind === 'attribute' ? [rule] : []
}

/** A set under the name of the score it holds of, where the present has the score itself. */
function inPlace(rule: Rule): Rule {
  if (rule.kind === 'all' || rule.kind === 'any')
    return { kind: rule.kind, rules: rule.rules.map(inPlace) }
  if (rule.kind === 'not') return { kind: 'not', rule: inPlace(rule.rule) }
  return rule.kind === 'attribute' ? { kind: 'audience', audience: nameOf(rule), is: 'in' } : rule
}
