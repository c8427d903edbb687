// Regular expressions are the engine's (RE2): it says itself which it does not take.
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { expressionsOf, type Problem } from './check-rule.ts'
import type { Rule } from './rule.ts'

export async function refusedPatterns(ctx: Ctx, rule: Rule): Promise<Problem[]> {
  const found: Problem[] = []
  for (const { path, pattern } of expressionsOf(rule)) {
    try {
      await ctx.ch.rows(
        ctx.tenantId,
        sql`select match(materialize(''), ${as('String', pattern)}) as answer`,
      )
    } catch (error) {
      // CANNOT_COMPILE_REGEXP; anything else is not the pattern's fault.
      if (!/Code: 427\b/.test(String(error))) throw error
      found.push({
        path,
        code: 'pattern_refused',
        message: `"${pattern}" is no regular expression`,
        values: { pattern },
      })
    }
  }
  return found
}
