// Attributes: what each source says of each node, newest word first; combined when read.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Handlings } from './data-class.ts'
import { loadHandlings } from './handling.ts'
import { applySealed, countRefused, deleteAllSealed, settleSensitive } from './sensitive.ts'

export interface AttributeWrite {
  node: number
  source: string
  /** Epoch ms; an older word never replaces a newer one. */
  at: number
  /** Makes increments count once, whatever is retried. */
  eventId: string
  op: 'set' | 'set_once' | 'increment' | 'append' | 'unset' | 'delete_all'
  name?: string
  value?: unknown
  /** Only a public key said it: a sensitive value then needs the customer's own consent. */
  isClaimed?: boolean
  /** Reckoned by us: who else speaks of a computed attribute is not heard, and that is counted. */
  isComputed?: boolean
}

interface Row {
  node: number
  name: string
  source: string
  at: number
  value: unknown
}

/**
 * Applies the changes of a set of events, a statement for each kind of change; what they replace
 * goes to `attribute_history` in the same statement. Sensitive values are sealed or refused.
 */
export async function applyAttributes(
  ctx: Ctx,
  said: readonly AttributeWrite[],
  known?: Handlings,
): Promise<void> {
  if (said.length === 0) return
  const handlings = known ?? (await loadHandlings(ctx))
  const given = await withoutReserved(ctx, said, handlings)
  const isSensitive = (w: AttributeWrite) => w.name !== undefined && handlings.isSensitive(w.name)
  const sensitive = given.filter(isSensitive)
  const writes = sensitive.length === 0 ? given : given.filter((w) => !isSensitive(w))
  const everything = given.filter((w) => w.op === 'delete_all')
  await deleteAllSealed(ctx, everything)
  if (sensitive.length > 0) await applySealed(ctx, await settleSensitive(ctx, sensitive))
  const inOrder = [...writes].sort((a, b) => a.at - b.at)
  const lists = new Map<AttributeWrite['op'], AttributeWrite[]>()
  for (const write of inOrder) {
    const list = lists.get(write.op)
    if (list) list.push(write)
    else lists.set(write.op, [write])
  }
  await deleteAll(ctx, lists.get('delete_all') ?? [])
  await setOnce(ctx, folded(lists.get('set_once') ?? [], 'first'))
  // An unset is a set to "taken away", so that an older set that comes later loses to it.
  await set(
    ctx,
    folded(
      inOrder.filter((w) => w.op === 'set' || w.op === 'unset'),
      'last',
    ),
  )
  await increment(ctx, lists.get('increment') ?? [])
  await append(ctx, lists.get('append') ?? [])
}

async function withoutReserved(
  ctx: Ctx,
  writes: readonly AttributeWrite[],
  handlings: Handlings,
): Promise<readonly AttributeWrite[]> {
  const isReserved = ({ name, isComputed }: AttributeWrite) =>
    !isComputed && name !== undefined && handlings.isComputed(name)
  const refused = writes.filter(isReserved)
  if (refused.length === 0) return writes
  await countRefused(
    ctx,
    refused.map(({ name = '', source }) => ({ name, source, reason: 'computed' })),
  )
  return writes.filter((w) => !isReserved(w))
}

/** One row a (node, name, source): a statement may not touch a row twice. */
function folded(writes: AttributeWrite[], keep: 'first' | 'last'): Row[] {
  const rows = new Map<string, Row>()
  for (const w of writes) {
    if (w.name === undefined) continue
    const key = `${w.node}\x1f${w.name}\x1f${w.source}`
    if (keep === 'first' && rows.has(key)) continue
    rows.set(key, {
      node: w.node,
      name: w.name,
      source: w.source,
      at: w.at,
      value: w.op === 'unset' ? null : (w.value ?? null),
    })
  }
  return [...rows.values()].sort(byKey)
}

const columns = (
  rows: Row[],
) => sql`unnest(${rows.map((r) => r.node)}::bigint[], ${rows.map((r) => r.name)}::text[],
  ${rows.map((r) => r.source)}::text[], ${rows.map((r) => JSON.stringify(r.value))}::jsonb[],
  ${rows.map((r) => new Date(r.at))}::timestamptz[]) as w (node_id, name, source, value, at)`

async function set(ctx: Ctx, rows: Row[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into attribute (tenant_id, node_id, name, source, value, at)
    select ${ctx.tenantId}::uuid, w.node_id, w.name, w.source, w.value, w.at from ${columns(rows)}
    on conflict (tenant_id, node_id, name, source) do update
      set value = excluded.value, at = excluded.at, once_at = null
      where attribute.at <= excluded.at`.execute(ctx.pg)
}

/** The earliest set_once wins, whatever order they arrive in; any plain set wins over it. */
async function setOnce(ctx: Ctx, rows: Row[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into attribute (tenant_id, node_id, name, source, value, at, once_at)
    select ${ctx.tenantId}::uuid, w.node_id, w.name, w.source, w.value, w.at, w.at from ${columns(rows)}
    on conflict (tenant_id, node_id, name, source) do update
      set value = excluded.value, at = excluded.at, once_at = excluded.once_at
      where attribute.once_at > excluded.once_at`.execute(ctx.pg)
}

async function increment(ctx: Ctx, writes: AttributeWrite[]): Promise<void> {
  const numbers = writes.filter((w) => w.name !== undefined && typeof w.value === 'number')
  if (numbers.length === 0) return
  numbers.sort(
    (a, b) => (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0) || byName(a, b),
  )
  await sql`with counted as (
      insert into attribute_increment (tenant_id, event_id, name)
      select ${ctx.tenantId}::uuid, * from unnest(${numbers.map((w) => w.eventId)}::uuid[], ${numbers.map((w) => w.name)}::text[])
      on conflict do nothing returning event_id, name),
    totals as (
      select w.node_id, w.name, w.source, sum(w.amount) as amount, max(w.at) as at
      from unnest(${numbers.map((w) => w.eventId)}::uuid[], ${numbers.map((w) => w.node)}::bigint[],
        ${numbers.map((w) => w.name)}::text[], ${numbers.map((w) => w.source)}::text[],
        ${numbers.map((w) => String(w.value))}::numeric[], ${numbers.map((w) => new Date(w.at))}::timestamptz[])
        as w (event_id, node_id, name, source, amount, at)
      join counted c on c.event_id = w.event_id and c.name = w.name
      group by 1, 2, 3 order by 1, 2, 3)
    insert into attribute (tenant_id, node_id, name, source, value, at)
    select ${ctx.tenantId}::uuid, node_id, name, source, to_jsonb(amount), at from totals
    on conflict (tenant_id, node_id, name, source) do update
      set value = to_jsonb(case when jsonb_typeof(attribute.value) = 'number' then (attribute.value #>> '{}')::numeric else 0 end
            + (excluded.value #>> '{}')::numeric),
          at = greatest(attribute.at, excluded.at), once_at = null`.execute(ctx.pg)
}

async function append(ctx: Ctx, writes: AttributeWrite[]): Promise<void> {
  const united = new Map<string, Row & { value: unknown[] }>()
  for (const w of writes) {
    if (w.name === undefined) continue
    const items = Array.isArray(w.value) ? w.value : [w.value]
    if (items.length === 0) continue
    const key = `${w.node}\x1f${w.name}\x1f${w.source}`
    const before = united.get(key)
    if (before) {
      before.value.push(...items)
      before.at = Math.max(before.at, w.at)
    } else
      united.set(key, { node: w.node, name: w.name, source: w.source, at: w.at, value: [...items] })
  }
  const rows = [...united.values()].sort(byKey)
  if (rows.length === 0) return
  await sql`insert into attribute as a (tenant_id, node_id, name, source, value, at)
    select ${ctx.tenantId}::uuid, w.node_id, w.name, w.source,
      (select jsonb_agg(distinct item) from jsonb_array_elements(w.value) as item), w.at from ${columns(rows)}
    on conflict (tenant_id, node_id, name, source) do update
      set value = (select jsonb_agg(distinct item) from jsonb_array_elements(
            case when jsonb_typeof(a.value) = 'array' then a.value else '[]'::jsonb end || excluded.value) as item),
          at = greatest(a.at, excluded.at), once_at = null`.execute(ctx.pg)
}

/** Takes away everything this source said up to then. */
async function deleteAll(ctx: Ctx, writes: AttributeWrite[]): Promise<void> {
  if (writes.length === 0) return
  await sql`update attribute a set value = 'null'::jsonb, at = w.at, once_at = null
    from unnest(${writes.map((w) => w.node)}::bigint[], ${writes.map((w) => w.source)}::text[],
      ${writes.map((w) => new Date(w.at))}::timestamptz[]) as w (node_id, source, at)
    where a.tenant_id = ${ctx.tenantId} and a.node_id = w.node_id and a.source = w.source and a.at <= w.at`.execute(
    ctx.pg,
  )
}

const byKey = (a: Row, b: Row) =>
  a.node - b.node || byText(a.name, b.name) || byText(a.source, b.source)
const byName = (a: AttributeWrite, b: AttributeWrite) => byText(a.name ?? '', b.name ?? '')
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
