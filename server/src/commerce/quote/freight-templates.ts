// Freight templates as they are kept: whole at a time, by code.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { type Freight, namedTwice } from './freight.ts'

export interface FreightTemplate extends Freight {
  name: string
  revision: number
}

export async function listFreight(ctx: Ctx): Promise<FreightTemplate[]> {
  const { rows } = await sql<FreightTemplate>`
    select code, name, rules, refused, revision from freight_template
    where tenant_id = ${ctx.tenantId} order by code`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getFreight(ctx: Ctx, code: string): Promise<FreightTemplate> {
  const all = await brandCached(ctx, 'commerce.freight', () => listFreight(ctx))
  const found = all.find((template) => template.code === code)
  if (!found) throw notFound('freight_template')
  return found
}

/**
 * Makes one or replaces it whole. `revision` is the one it was read at; 0 for a new one.
 * @throws 400 for a region named twice, 409 when somebody else changed it meanwhile
 */
export function setFreight(
  ctx: Ctx,
  given: Omit<FreightTemplate, 'revision'>,
  revision: number,
): Promise<FreightTemplate> {
  return inTx(ctx, async (ctx) => {
    const twice = namedTwice(given)
    if (twice !== undefined)
      throw invalid('region_twice', `${twice || 'Everywhere else'} stands twice`, { region: twice })
    const { code, name } = given
    const before = (await listFreight(ctx)).find((template) => template.code === code) ?? null
    const values = [JSON.stringify(given.rules), JSON.stringify(given.refused)] as const
    const { rows } = await sql`
      insert into freight_template as f (tenant_id, code, name, rules, refused, revision)
      select ${ctx.tenantId}::uuid, ${code}, ${name}, ${values[0]}::jsonb, ${values[1]}::jsonb, 1
      where ${revision} = 0 or exists (
        select 1 from freight_template where tenant_id = ${ctx.tenantId} and code = ${code})
      on conflict (tenant_id, code) do update set name = excluded.name, rules = excluded.rules,
        refused = excluded.refused, revision = f.revision + 1 where f.revision = ${revision}
      returning code`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    const after = await getFreight(ctx, code)
    const object = { kind: 'freight_template', id: code }
    await audit(ctx, 'freight_template.changed', object, { before, after })
    return after
  })
}
