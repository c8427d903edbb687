// Attributes that are reckoned: their names are reserved, their values written by one hand only.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { conflict } from '../platform/errors.ts'
import { unnest } from '../platform/unnest.ts'
import { applyAttributes } from './attributes.ts'
import { type AttributeType, BUILT_IN_BY_NAME, type ValueLabel } from './built-in.ts'
import { raiseHandlings } from './handling.ts'

export const COMPUTED = 'computed'

export interface ComputedWords {
  name: string
  label: string
  description: string
  group: string
  type: AttributeType
  label_en?: string
  value_labels?: readonly ValueLabel[]
  /** Its numbers are fen. */
  money?: boolean
}

/**
 * Reserves a name. In the caller's transaction.
 * @throws 409 attribute_exists when it means something already, or anybody has ever said it
 */
export async function reserveComputed(ctx: Ctx, words: ComputedWords): Promise<void> {
  const { rows } = await sql<{ is_said: boolean }>`
    select exists (select 1 from attribute_definition where tenant_id = ${ctx.tenantId} and name = ${words.name})
      or exists (select 1 from attribute where tenant_id = ${ctx.tenantId} and name = ${words.name}
        and source <> ${COMPUTED} and value <> 'null')
      or exists (select 1 from sealed_attribute where tenant_id = ${ctx.tenantId} and name = ${words.name}) as is_said`.execute(
    ctx.pg,
  )
  if (rows[0]?.is_said || BUILT_IN_BY_NAME.has(words.name))
    throw conflict('attribute_exists', 'An attribute of this name is there already', {
      name: words.name,
    })
  await sql`insert into attribute_definition (tenant_id, name, label, label_en, type, value_labels, group_name,
      data_class, is_masked, source_priority, description, is_computed, is_money, updated_at, updated_by)
    values (${ctx.tenantId}, ${words.name}, ${words.label}, ${words.label_en ?? ''}, ${words.type},
      ${JSON.stringify(words.value_labels ?? [])}::jsonb, ${words.group}, 'public', false, array[${COMPUTED}], ${words.description}, true, ${words.money ?? false}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
    ctx.pg,
  )
  await raiseHandlings(ctx)
}

/**
 * Attributes of the product's own: reserved with the first values, and called as this version calls them.
 * In the caller's transaction. @throws 409 attribute_exists when the brand means something else by one
 */
export async function provideComputed(ctx: Ctx, all: readonly ComputedWords[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from attribute_definition where tenant_id = ${ctx.tenantId} and is_computed
      and name = any(${all.map(({ name }) => name)}::text[])`.execute(ctx.pg)
  const there = new Set(rows.map((r) => r.name))
  for (const words of all) if (!there.has(words.name)) await reserveComputed(ctx, words)
  const u = unnest(
    all.filter(({ name }) => there.has(name)),
    {
      name: ['text', (w) => w.name],
      label_en: ['text', (w) => w.label_en ?? ''],
      value_labels: ['jsonb', (w) => JSON.stringify(w.value_labels ?? [])],
    },
  )
  await sql`update attribute_definition d set label_en = r.label_en, value_labels = r.value_labels
    from ${u.rows} where d.tenant_id = ${ctx.tenantId} and d.name = r.name
      and (d.label_en, d.value_labels) is distinct from (r.label_en, r.value_labels)`.execute(
    ctx.pg,
  )
}

export async function rewordComputed(ctx: Ctx, words: ComputedWords): Promise<void> {
  await sql`update attribute_definition set label = ${words.label}, type = ${words.type}, group_name = ${words.group},
      description = ${words.description}, version = version + 1, updated_at = ${ctx.now()},
      updated_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
    where tenant_id = ${ctx.tenantId} and name = ${words.name} and is_computed`.execute(ctx.pg)
}

/** The name is free again. */
export async function releaseComputed(ctx: Ctx, name: string): Promise<void> {
  await sql`delete from attribute_definition
    where tenant_id = ${ctx.tenantId} and name = ${name} and is_computed`.execute(ctx.pg)
  await raiseHandlings(ctx)
}

/** Customers by their numbers, or a stretch of numbers `[from, to)`. */
export type Customers = { ids: readonly number[] } | { from: number; to: number | undefined }

export interface Stored {
  customer: number
  node: number
  value: unknown
}

/** What stands of a computed attribute, with the nodes that it stands with. */
export async function computedValues(ctx: Ctx, name: string, of: Customers): Promise<Stored[]> {
  const those =
    'ids' in of
      ? sql`c.canonical_id = any(${[...of.ids]}::bigint[])`
      : sql`c.canonical_id >= ${of.from} and ${of.to === undefined ? sql`true` : sql`c.canonical_id < ${of.to}`}`
  const { rows } = await sql<Stored>`
    select c.canonical_id as customer, a.node_id as node, a.value from customer c
    join attribute a on a.tenant_id = c.tenant_id and a.node_id = c.id and a.name = ${name} and a.source = ${COMPUTED}
    where c.tenant_id = ${ctx.tenantId} and ${those} and a.value <> 'null'`.execute(ctx.pg)
  return rows
}

/** Customers whose value stood so at a moment of the past: one of some texts or truths, or a number from one on. */
export async function computedAt(
  ctx: Ctx,
  name: string,
  is: { values: readonly unknown[] } | { atLeast: number },
  at: Date,
): Promise<number[]> {
  const holds =
    'values' in is
      ? sql`value = any(${is.values.map((value) => JSON.stringify(value))}::jsonb[])`
      : sql`jsonb_typeof(value) = 'number' and (value #>> '{}')::float8 >= ${is.atLeast}`
  const { rows } = await sql<{ customer: number }>`
    select customer from (
      select distinct on (c.canonical_id) c.canonical_id as customer, h.value from (
        select node_id, value, at, true as is_last from attribute
        where tenant_id = ${ctx.tenantId} and name = ${name} and source = ${COMPUTED} and at <= ${at}
        union all
        select node_id, value, at, false from attribute_history
        where tenant_id = ${ctx.tenantId} and name = ${name} and source = ${COMPUTED} and at <= ${at}) h
      join customer c on c.tenant_id = ${ctx.tenantId} and c.id = h.node_id
      order by c.canonical_id, h.at desc, h.is_last desc) then_stood
    where ${holds} order by customer`.execute(ctx.pg)
  return rows.map((row) => row.customer)
}

/** How many customers have a value. */
export async function countComputed(ctx: Ctx, name: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct c.canonical_id)::int as n from attribute a
    join customer c on c.tenant_id = a.tenant_id and c.id = a.node_id
    where a.tenant_id = ${ctx.tenantId} and a.name = ${name} and a.source = ${COMPUTED} and a.value <> 'null'`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}

/** Undefined takes a value away. */
export async function writeComputed(
  ctx: Ctx,
  name: string,
  at: Date,
  values: readonly { node: number; value: unknown }[],
): Promise<void> {
  await applyAttributes(
    ctx,
    values.map(({ node, value }) => ({
      node,
      source: COMPUTED,
      at: at.getTime(),
      eventId: '',
      name,
      isComputed: true,
      ...(value === undefined ? { op: 'unset' as const } : { op: 'set' as const, value }),
    })),
  )
}
