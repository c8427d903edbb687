// Whether a rule can be evaluated, with what the brand knows: its audiences, its sensitive names.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { loadHandlings } from '../profile/index.ts'
import { type About, checkRule, type Problem } from './check-rule.ts'
import { circleThroughComputed } from './computed-links.ts'
import { brandWithDefined } from './defined/defined.ts'
import type { Defined } from './defined/expand.ts'
import { keyOf } from './needs.ts'
import { badRule, readRule } from './read-rule.ts'
import { refusedPatterns } from './refused-patterns.ts'
import type { Rule } from './rule.ts'
import { leavesOf } from './truth.ts'

/** Of what may not even be a rule yet. @param self the audience that it is to be the rule of */
export async function problemsOf(
  ctx: Ctx,
  given: unknown,
  self?: string,
): Promise<Required<Problem>[]> {
  const read = readRule(given)
  const found = 'problems' in read ? read.problems : await problemsOfRule(ctx, read.rule, self)
  return found.map((problem) => ({ values: {}, ...problem }))
}

async function problemsOfRule(
  ctx: Ctx,
  rule: Rule,
  self?: string,
  defined?: Defined,
): Promise<Problem[]> {
  const found = checkRule(rule, await aboutRules(ctx, self, defined))
  if (found.length === 0 && self !== undefined) found.push(...(await circles(ctx, rule, self)))
  return found.length > 0 ? found : refusedPatterns(ctx, rule)
}

/** A computed attribute that this rule reads may itself ask for the audience. */
async function circles(ctx: Ctx, rule: Rule, self: string): Promise<Problem[]> {
  const found: Problem[] = []
  for (const { leaf, path } of leavesOf(rule)) {
    if (leaf.kind !== 'attribute' && leaf.kind !== 'attribute_held') continue
    if (await circleThroughComputed(ctx, self, [keyOf('attribute', leaf.name)]))
      found.push({
        path: [...path, 'name'],
        code: 'audience_circle',
        message: 'This computed attribute asks for the audience that is being made',
      })
  }
  return found
}

/**
 * @param defined what the brand defined over its events, where it is read already
 * @throws 400 bad_rule with every problem and its place
 */
export async function demandSound(
  ctx: Ctx,
  rule: Rule,
  self?: string,
  defined?: Defined,
): Promise<void> {
  const problems = await problemsOfRule(ctx, rule, self, defined)
  if (problems.length > 0) throw badRule(problems)
}

export async function aboutRules(
  ctx: Ctx,
  self: string | undefined,
  known?: Defined,
): Promise<About> {
  const [{ rows }, handlings, defined] = await Promise.all([
    sql<{ id: string; rule: Rule | null }>`
      select a.id, r.rule from audience a
      left join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
      where a.tenant_id = ${ctx.tenantId} and a.state <> 'archived'`.execute(ctx.pg),
    loadHandlings(ctx),
    known ?? brandWithDefined(ctx),
  ])
  return {
    defined,
    ...(self !== undefined && { self }),
    audiences: new Map(rows.map((r) => [r.id, r.rule ?? undefined])),
    isSensitive: (name) => handlings.isSensitive(name),
  }
}
