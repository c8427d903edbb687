// 派生属性: a property of events that is reckoned from others when it is read, `derived:<id>`.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { loadHandlings } from '../../profile/index.ts'
import { brandWithDefined } from './defined.ts'
import { type Defined, definedIn } from './expand.ts'
import { type Expression, propertiesOf, typeOf, type ValueKind } from './expression.ts'
import { demandUnused, lockDefinitions } from './guard.ts'
import { compileAnew } from './rebuild.ts'
import { DERIVED, idOf, isDerivedName } from './written.ts'

export interface DerivedProperty {
  id: string
  name: string
  description: string
  /** Events it is a property of; none: of all. */
  events: string[]
  expression: Expression
  type: ValueKind
  version: number
  owner_name: string | null
  updated_at: Date
  is_archived: boolean
}
export type DerivedWording = Pick<DerivedProperty, 'name' | 'description' | 'events' | 'expression'>

const objectOf = (id: string) => ({ kind: 'derived_property', id })

export async function listDerived(ctx: Ctx): Promise<DerivedProperty[]> {
  const { rows } = await sql<DerivedProperty>`
    select d.id, d.name, d.description, d.events, d.expression, d.type, d.version, u.name as owner_name,
      d.updated_at, d.archived_at is not null as is_archived
    from derived_property d left join app_user u on u.id = d.owner_id
    where d.tenant_id = ${ctx.tenantId} order by lower(d.name), d.id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getDerived(ctx: Ctx, id: string): Promise<DerivedProperty> {
  const found = (await listDerived(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('derived_property')
  return found
}

/**
 * What its value is, with everything that it may not be refused: wrong types, circles, properties that
 * are sensitive, others that are not there.
 * @param self the one it is the wording of
 * @throws 400 bad_expression, derived_circle, unknown_derived_property; 403 sensitive_property
 */
export async function demandDerivable(
  ctx: Ctx,
  expression: Expression,
  self?: string,
): Promise<{ type: ValueKind; brand: Defined }> {
  const is = typeOf(expression)
  if ('flaws' in is)
    throw invalid('bad_expression', 'The expression cannot be reckoned', { problems: is.flaws })
  const brand = await brandWithDefined(ctx)
  demandKnown(expression, brand)
  const behind = definedIn(expression, brand)
  if (self !== undefined && behind.has(self))
    throw invalid('derived_circle', 'It would be reckoned from itself')
  const names = propertiesBehind(expression, brand)
  const { isSensitive } = await loadHandlings(ctx)
  const sensitive = names.filter((name) => isSensitive(name))
  if (sensitive.length > 0)
    throw invalid('sensitive_property', 'Nothing is derived from what is sensitive', {
      names: sensitive,
    })
  return { type: is.type, brand }
}

/** Others are read as what they are. @throws 400 unknown_derived_property, bad_expression */
function demandKnown(expression: Expression, { derived }: Defined): void {
  JSON.stringify(expression, (_key, part: unknown) => {
    const { kind, name, as } = (part ?? {}) as { kind?: unknown; name?: unknown; as?: unknown }
    if (kind !== 'property' || typeof name !== 'string' || !isDerivedName(name)) return part
    const found = derived.get(idOf(name))
    if (!found)
      throw invalid('unknown_derived_property', 'There is no such derived property', {
        property: name,
      })
    if (found.type !== as)
      throw invalid('bad_expression', 'A derived property is read as what it is', {
        problems: [{ path: [], code: 'wrong_type', wants: found.type }],
      })
    return part
  })
}

/** Every property of the events themselves that its value tells of. */
export function propertiesBehind(expression: Expression, brand: Defined): string[] {
  const names = [
    expression,
    ...[...definedIn(expression, brand)].flatMap((id) => brand.derived.get(id)?.expression ?? []),
  ].flatMap(propertiesOf)
  return [...new Set(names)].filter((name) => !isDerivedName(name))
}

/** Whoever makes it owns it; rules that name it are reckoned anew. @throws as `demandDerivable`, 404, 409 name_taken */
export function saveDerived(
  ctx: Ctx,
  id: string | undefined,
  given: DerivedWording,
): Promise<DerivedProperty> {
  const own = id ?? randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    await lockDefinitions(ctx)
    const before = id === undefined ? undefined : await getDerived(ctx, id)
    if (before?.is_archived)
      throw conflict('definition_archived', 'It is archived; take it back before you change it')
    const { type } = await demandDerivable(ctx, given.expression, id)
    // Tests of numbers and of texts are not the same: what asks for one would fall silent.
    if (before && before.type !== type) await demandUnused(ctx, `${DERIVED}${own}`)
    const { rows } = await sql`
      insert into derived_property (tenant_id, id, name, description, events, expression, type, owner_id, updated_at)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${given.name}, ${given.description}, ${given.events}::text[],
        ${JSON.stringify(given.expression)}::jsonb, ${type}, ${ctx.actor.kind === 'user' ? ctx.actor.id : null}::uuid,
        ${ctx.now()}::timestamptz
      where not exists (select from derived_property where tenant_id = ${ctx.tenantId} and archived_at is null
        and lower(name) = lower(${given.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, description = excluded.description,
        events = excluded.events, expression = excluded.expression, type = excluded.type,
        version = derived_property.version + 1, updated_at = excluded.updated_at
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('name_taken', 'Another one has this name')
    await audit(
      ctx,
      before ? 'derived_property.changed' : 'derived_property.created',
      objectOf(own),
      { ...(before && { before: wordingOf(before) }), after: given },
    )
    if (before) await compileAnew(ctx, own, given.name)
    return getDerived(ctx, own)
  })
}

const wordingOf = ({ name, description, events, expression }: DerivedProperty) => ({
  ...{ name, description, events, expression },
})

/** Offered no more; what names it goes on. @throws 404, 409 definition_in_use, name_taken */
export function archiveDerived(ctx: Ctx, id: string, isArchived: boolean): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockDefinitions(ctx)
    const one = await getDerived(ctx, id)
    if (one.is_archived === isArchived) return
    if (isArchived) await demandUnused(ctx, `${DERIVED}${id}`)
    const { rows } =
      await sql`update derived_property set archived_at = ${isArchived ? ctx.now() : null}
      where tenant_id = ${ctx.tenantId} and id = ${id} and (${isArchived} or not exists (
        select from derived_property o where o.tenant_id = ${ctx.tenantId} and o.archived_at is null
          and lower(o.name) = lower(${one.name}) and o.id <> ${id})) returning id`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('name_taken', 'Another one has this name')
    await audit(
      ctx,
      isArchived ? 'derived_property.archived' : 'derived_property.taken_back',
      objectOf(id),
      { before: wordingOf(one) },
    )
  })
}
