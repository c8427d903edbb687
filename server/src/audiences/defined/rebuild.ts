// Rules have the meaning of what they name written in. When that changes, whoever names it has a new
// version and everybody is looked at again, without a word: nobody did anything.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { Definition } from '../computed.ts'
import { putDefinition } from '../computed-store.ts'
import { putRule } from '../keeping.ts'
import { Rule } from '../rule.ts'

/** @param note why there is a new version: what is called so means something else */
export async function compileAnew(ctx: Ctx, definitionId: string, note: string): Promise<void> {
  const rules = await sql<{ id: string; rule: unknown }>`
    select a.id, r.rule from audience a
    join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
    where a.tenant_id = ${ctx.tenantId} and a.needs_defined @> array[${definitionId}::uuid]
    order by a.id for update of a`.execute(ctx.pg)
  for (const { id, rule } of rules.rows) await putRule(ctx, id, Rule.parse(rule), { note })
  const computed = await sql<{ id: string; definition: unknown }>`
    select a.id, d.definition from computed_attribute a
    join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
    where a.tenant_id = ${ctx.tenantId} and a.state <> 'deleted' and a.needs_defined @> array[${definitionId}::uuid]
    order by a.id for update of a`.execute(ctx.pg)
  for (const { id, definition } of computed.rows)
    await putDefinition(ctx, id, Definition.parse(definition), note)
}
