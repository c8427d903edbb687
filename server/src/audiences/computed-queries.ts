// Computed attributes as they are shown: what they are, how fresh, how many have one.
import { sql } from 'kysely'
import { namesOfActors } from '../org/index.ts'
import { scopeOf } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { listDefinitions } from '../profile/index.ts'
import type { Definition, ValueType } from './computed.ts'
import { formulaText } from './computed-formula.ts'
import { inUnits, isOfMoney, moneyAmong } from './computed-money.ts'
import { type ComputedState, cutOffsTaken } from './computed-store.ts'
import { somebodyWaits, trueAsOf } from './freshness.ts'

interface Row {
  id: string
  name: string
  label: string
  description: string
  group: string
  type: ValueType
  state: ComputedState
  version: number
  definition: Definition
  customers: number
  is_clocked: boolean
  is_building: boolean
  evaluated_at: Date | null
  changed_at: Date | null
  wake_at: Date | null
  failed_at: Date | null
  failure: string | null
  used_by: number
  created_at: Date
  created_by: string
  updated_at: Date
  updated_by: string
}

async function rowsOf(ctx: Ctx, where: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select a.id, a.name, w.label, w.description, w.group_name as "group", w.type, a.state, a.definition_version as version,
      d.definition, a.customers::float8 as customers, a.is_clocked, a.build is not null as is_building, a.evaluated_at,
      a.changed_at, a.wake_at, a.failed_at, a.failure,
      ((select count(*) from audience u where u.tenant_id = a.tenant_id and u.state <> 'archived'
        and u.needs_keys @> array['attribute' || chr(31) || a.name])
      + (select count(*) from computed_attribute u where u.tenant_id = a.tenant_id and u.state <> 'deleted'
        and u.needs_keys @> array['attribute' || chr(31) || a.name]))::int as used_by,
      a.created_at, a.created_by, a.updated_at, a.updated_by
    from computed_attribute a
    join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
    join attribute_definition w on w.tenant_id = a.tenant_id and w.name = a.name
    where a.tenant_id = ${ctx.tenantId} and a.state <> 'deleted' and ${where}
    order by lower(w.label), a.id`.execute(ctx.pg)
  return rows
}

async function shown(ctx: Ctx, rows: readonly Row[]) {
  const names = await namesOfActors(
    ctx,
    rows.flatMap((r) => [r.created_by, r.updated_by]),
  )
  const isTouched = await somebodyWaits(ctx)
  const isScoped = scopeOf(ctx.actor).kind !== 'all'
  const isMoney = await moneyNames(ctx)
  return rows.map(({ is_clocked, is_building, failed_at, failure, customers, ...row }) => {
    const asOf = trueAsOf(ctx, { ...row, is_building, failed_at }, isTouched)
    return {
      ...row,
      state: row.state === 'paused' ? ('paused' as const) : ('live' as const),
      formula_text: textOf(row.definition, isMoney),
      money: isOfMoney(row.definition, isMoney),
      customers: isScoped ? null : customers,
      building: is_building && row.state === 'live',
      follows_time: is_clocked,
      as_of: asOf?.toISOString() ?? null,
      evaluated_at: row.evaluated_at?.toISOString() ?? null,
      changed_at: row.changed_at?.toISOString() ?? null,
      wake_at: row.wake_at?.toISOString() ?? null,
      failure: failed_at ? { at: failed_at.toISOString(), message: failure ?? '' } : null,
      created_at: row.created_at.toISOString(),
      created_by: names.get(row.created_by) ?? row.created_by,
      updated_at: row.updated_at.toISOString(),
      updated_by: names.get(row.updated_by) ?? row.updated_by,
    }
  })
}

/** Whether an attribute is reckoned and its values are fen. */
export async function moneyNames(ctx: Ctx): Promise<(name: string) => boolean> {
  const own = (await listDefinitions(ctx)).filter((d) => d.isMoney).map((d) => d.name)
  const { rows } = await sql<{ name: string; definition: Definition }>`
    select a.name, d.definition from computed_attribute a
    join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
    where a.tenant_id = ${ctx.tenantId} and a.state <> 'deleted'`.execute(ctx.pg)
  const names = moneyAmong(new Map(rows.map((r) => [r.name, r.definition])), own)
  return (name) => names.has(name)
}

/** Of the formula that a definition is made of. */
function textOf(definition: Definition, isMoney: (name: string) => boolean): string | null {
  const formula =
    definition.kind === 'formula'
      ? definition.formula
      : definition.kind === 'bins'
        ? definition.of
        : undefined
  return formula ? formulaText(inUnits(formula, isMoney)) : null
}

export type ShownComputed = Awaited<ReturnType<typeof shown>>[number]

export async function listComputed(
  ctx: Ctx,
  { q, state }: { q?: string | undefined; state?: 'live' | 'paused' | undefined } = {},
): Promise<ShownComputed[]> {
  const sought = q?.trim().toLowerCase()
  return shown(
    ctx,
    await rowsOf(
      ctx,
      sql`${state ? sql`a.state = ${state}` : sql`true`}
        and ${sought ? sql`position(${sought} in lower(concat_ws(' ', a.name, w.label, w.description, w.group_name))) > 0` : sql`true`}`,
    ),
  )
}

/** @throws 404, also for another tenant's */
export async function getComputed(ctx: Ctx, id: string): Promise<ShownComputed> {
  const [found] = await shown(ctx, await rowsOf(ctx, sql`a.id = ${id}`))
  if (!found) throw notFound('computed_attribute')
  return found
}

/** The newest first. @throws 404 */
export async function computedVersions(ctx: Ctx, id: string) {
  const { version } = await getComputed(ctx, id)
  const { rows } = await sql<{
    version: number
    definition: Definition
    note: string
    at: Date
    by_name: string
  }>`select version, definition, note, at, by_name from computed_definition
    where tenant_id = ${ctx.tenantId} and attribute_id = ${id} order by version desc`.execute(
    ctx.pg,
  )
  const isMoney = await moneyNames(ctx)
  return rows.map((r) => ({
    ...r,
    formula_text: textOf(r.definition, isMoney),
    money: isOfMoney(r.definition, isMoney),
    at: r.at.toISOString(),
    in_force: r.version === version,
  }))
}

export async function computedCutOffs(ctx: Ctx, id: string) {
  await getComputed(ctx, id)
  const taken = await cutOffsTaken(ctx, id, 100)
  return taken.map(({ takenAt, ...rest }) => ({ taken_at: takenAt.toISOString(), ...rest }))
}
