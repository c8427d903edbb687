// Why one customer is in, or is not: the rule condition by condition, with what each looked at.
import { sql as pgSql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { canonicalInScope } from '../profile/index.ts'
import type { Path } from './check-rule.ts'
import { expandedRule } from './defined/expand.ts'
import { type About, type Evidence, evidenceOf, ofAudience } from './evidence.ts'
import { heldLeaves } from './preview.ts'
import { readingNow } from './reading.ts'
import { Rule } from './rule.ts'
import { type Answer, answerOf, leavesOf, type Reason, reasonsOf } from './truth.ts'

export interface ExplainedPart {
  path: Path
  kind: string
  holds: boolean
  evidence: Evidence | null
}
export interface Explained {
  /** She who was asked about; of a customer who was merged, whom she is part of now. */
  customer: number
  as_of: string
  /** What the rule says now; null of a list. */
  holds: boolean | null
  /** Groups and conditions, each before its parts. */
  parts: ExplainedPart[]
  reasons: Reason[]
}

/** @throws 404 for who is out of sight */
export async function explainRule(ctx: Ctx, rule: Rule, customer: number): Promise<Explained> {
  const id = await canonicalInScope(ctx, customer)
  const reading = await readingNow(ctx)
  const nodes = (await nodesOf(ctx, [id])).get(id) ?? [id]
  const real = expandedRule(rule, reading.defined)
  const held = await heldLeaves(ctx, real, [id], reading)
  const answer = answerOf(real, (leaf) => held(leaf, id))
  const about: About = { customer: id, nodes, reading }
  const evidence = new Map(
    await Promise.all(
      leavesOf(real).map(
        async ({ path, leaf }) => [path.join('.'), await evidenceOf(ctx, leaf, about)] as const,
      ),
    ),
  )
  const say = ({ path, kind, holds, parts }: Answer): ExplainedPart[] => [
    { path, kind, holds, evidence: evidence.get(path.join('.')) ?? null },
    ...parts.flatMap(say),
  ]
  return {
    customer: id,
    as_of: new Date(reading.clock.now).toISOString(),
    holds: answer.holds,
    parts: say(answer),
    reasons: reasonsOf(answer),
  }
}

/** By its rule as it is now, beside her membership as it stands. @throws 404 */
export async function explainAudience(ctx: Ctx, id: string, customer: number) {
  const { rows } = await pgSql<{ rule: unknown }>`
    select r.rule from audience a
    left join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('audience')
  const canonical = await canonicalInScope(ctx, customer)
  const member = await ofAudience(ctx, id, canonical)
  const { inside, since } = member.kind === 'audience' ? member : { inside: false, since: null }
  const explained: Explained =
    row.rule === null
      ? {
          ...{ customer: canonical, holds: null, parts: [], reasons: [] },
          as_of: ctx.now().toISOString(),
        }
      : await explainRule(ctx, Rule.parse(row.rule), canonical)
  return { ...explained, inside, since }
}
