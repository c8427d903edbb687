// What a brand defined over its events, as rules and questions are read with it.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { ValueTest } from '../operators.ts'
import type { Defined, DerivedMeaning, VirtualMeaning } from './expand.ts'
import { definedIn, expandedQuestion, expandedRule, namesAny } from './expand.ts'

/** A condition as questions say it: beside the property it is asked of. */
type Said = { of?: string; property: string } & Record<string, unknown>
export interface StoredPattern {
  any_of: { event: string; where?: Said[] }[]
}

export const meaningOf = (pattern: StoredPattern): VirtualMeaning => ({
  any_of: pattern.any_of.map(({ event, where = [] }) => ({
    event,
    where: where.map(({ of: _, property, ...test }) => ({
      property,
      is: { op: 'is', ...test } as ValueTest,
    })),
  })),
})

export interface Brand extends Defined {
  timezone: string
}

export async function brandWithDefined(ctx: Ctx): Promise<Brand> {
  const { rows } = await sql<{
    timezone: string
    virtual: { id: string; pattern: StoredPattern }[] | null
    derived: ({ id: string } & DerivedMeaning)[] | null
  }>`
    select t.timezone,
      (select jsonb_agg(jsonb_build_object('id', v.id, 'pattern', v.pattern)) from virtual_event v
        where v.tenant_id = t.id) as virtual,
      (select jsonb_agg(jsonb_build_object('id', d.id, 'type', d.type, 'expression', d.expression))
        from derived_property d where d.tenant_id = t.id) as derived
    from tenant t where t.id = ${ctx.tenantId}`.execute(ctx.pg)
  const { timezone = 'UTC', virtual, derived } = rows[0] ?? {}
  return {
    ...{ timezone, zone: timezone },
    virtual: new Map((virtual ?? []).map(({ id, pattern }) => [id, meaningOf(pattern)])),
    derived: new Map((derived ?? []).map(({ id, type, expression }) => [id, { type, expression }])),
  }
}

/** Most name nothing: then nothing is loaded for them. @throws 400 for what is not there */
export const withMeaning = async <Question>(ctx: Ctx, question: Question): Promise<Question> =>
  namesAny(question) ? expandedQuestion(question, await brandWithDefined(ctx)) : question

/**
 * A rule, or a computed attribute, as it is evaluated; null where it names nothing.
 * @throws 400 for what is not there
 */
export async function compiledRule<Rule>(
  ctx: Ctx,
  rule: Rule,
): Promise<{ real: Rule; compiled: Rule | null; needsDefined: string[] }> {
  if (!namesAny(rule)) return { real: rule, compiled: null, needsDefined: [] }
  const brand = await brandWithDefined(ctx)
  const real = expandedRule(rule, brand)
  return { real, compiled: real, needsDefined: [...definedIn(rule, brand)].sort() }
}
