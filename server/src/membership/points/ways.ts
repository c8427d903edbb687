// Ways on for whoever lacks points: what the rules in force still give her, and how much of it would do.
import { sql } from 'kysely'
import { nodesOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { dayIn } from './expiry.ts'
import { zoneOf } from './policy.ts'
import { capped, type EarnRule, type Given } from './rule.ts'
import { listRules } from './rules.ts'

export interface EarnWay {
  /** As the brand calls the rule. */
  name: string
  kind: EarnRule['on']['kind']
  /** The next time; of orders: what she could get of what is missing. */
  points: number
  /** Of orders: so much to be paid brings them. */
  spend_fen: number | null
  /** Of everything else: so many times bring what is missing. */
  times: number | null
}

const NOTHING: Given = { times: 0, points: 0 }

/** Pure: what a rule gives her next; undefined: nothing any more, or not today. */
export function wayOf(
  name: string,
  rule: EarnRule,
  missing: number,
  given: { today: Given; ever: Given },
): EarnWay | undefined {
  const { on } = rule
  const isOrder = on.kind === 'order'
  const points = capped(isOrder ? missing : on.points, rule, given.today, given.ever)
  if (points === 0) return undefined
  if (!isOrder)
    return { name, kind: on.kind, points, spend_fen: null, times: Math.ceil(missing / points) }
  return {
    ...{ name, kind: on.kind, points, times: null },
    spend_fen: Math.ceil((points * on.per_fen) / on.points),
  }
}

/** What takes her there first comes first: fewest times, then orders by the least to be paid. */
export async function waysToEarn(ctx: Ctx, customer: number, missing: number): Promise<EarnWay[]> {
  const rules = (await listRules(ctx)).flatMap(({ id, name, live }) =>
    live ? [{ id, name, rule: live }] : [],
  )
  const nodes = [...(await nodesOf(ctx, [customer])).values()].flat()
  const today = dayIn(ctx.now(), await zoneOf(ctx))
  const { rows } = await sql<Given & { rule_id: string; day: string }>`
    select rule_id, day::text as day, sum(times)::int as times, sum(points)::bigint as points from points_given
    where tenant_id = ${ctx.tenantId} and node_id = any(${nodes}::bigint[])
      and rule_id = any(${rules.map((rule) => rule.id)}::uuid[]) group by rule_id, day`.execute(
    ctx.pg,
  )
  const sumOf = (of: readonly Given[]): Given =>
    of.reduce((a, b) => ({ times: a.times + b.times, points: a.points + b.points }), NOTHING)
  return rules
    .flatMap(({ id, name, rule }) => {
      const hers = rows.filter((row) => row.rule_id === id)
      const given = { ever: sumOf(hers), today: sumOf(hers.filter((row) => row.day === today)) }
      return wayOf(name, rule, missing, given) ?? []
    })
    .sort(
      (a, b) =>
        (a.times ?? Number.POSITIVE_INFINITY) - (b.times ?? Number.POSITIVE_INFINITY) ||
        (a.spend_fen ?? 0) - (b.spend_fen ?? 0) ||
        b.points - a.points,
    )
}
