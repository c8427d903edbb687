// Sensitive values on their way in: sealed when they may be kept, refused and counted when not.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { AttributeWrite } from './attributes.ts'
import { consentGiven } from './consent-store.ts'
import { bytesWithoutSensitive, type Handlings, withoutSensitive } from './data-class.ts'
import { loadHandlings } from './handling.ts'
import { theVault } from './vault.ts'

/** The consent a customer gives for it, apart from every other. */
export const SENSITIVE_PURPOSE = 'sensitive'

type Reason = 'no_consent' | 'no_customer' | 'not_settable' | 'computed'
export interface Refused {
  name: string
  source: string
  reason: Reason
}
interface SealedRow {
  node: number
  name: string
  source: string
  at: number
  sealed: string | null
  digest: Buffer | null
  keepsFirst: boolean
}

/** Says of each sensitive change whether it may be stored; what may not is counted. */
export async function settleSensitive(
  ctx: Ctx,
  writes: readonly AttributeWrite[],
): Promise<SealedRow[]> {
  const claimed = writes.filter((w) => w.isClaimed && w.op !== 'unset').map((w) => w.node)
  const consenting = await nodesWithConsent(ctx, claimed)
  const refused: Refused[] = []
  const rows = new Map<string, SealedRow>()
  for (const w of [...writes].sort((a, b) => a.at - b.at)) {
    const { name } = w
    if (name === undefined) continue
    if (w.op === 'increment' || w.op === 'append') {
      refused.push({ name, source: w.source, reason: 'not_settable' })
      continue
    }
    if (w.isClaimed && w.op !== 'unset' && !consenting.has(w.node)) {
      refused.push({ name, source: w.source, reason: 'no_consent' })
      continue
    }
    const key = `${w.node}\x1f${name}\x1f${w.source}`
    const keepsFirst = w.op === 'set_once'
    if (keepsFirst && rows.has(key)) continue
    const value = w.op === 'unset' ? null : (w.value ?? null)
    rows.set(key, {
      node: w.node,
      name,
      source: w.source,
      at: w.at,
      keepsFirst,
      sealed: value === null ? null : theVault().seal(ctx.tenantId, w.node, name, value),
      digest: value === null ? null : theVault().digest(ctx.tenantId, w.node, name, value),
    })
  }
  await countRefused(ctx, refused)
  return [...rows.values()].sort(
    (a, b) => a.node - b.node || byText(a.name, b.name) || byText(a.source, b.source),
  )
}

export async function applySealed(ctx: Ctx, rows: readonly SealedRow[]): Promise<void> {
  for (const keepsFirst of [true, false]) {
    const some = rows.filter((r) => r.keepsFirst === keepsFirst)
    if (some.length === 0) continue
    const u = sealedColumns(some)
    await sql`insert into sealed_attribute as s (tenant_id, node_id, name, source, sealed, digest, at)
      select ${ctx.tenantId}::uuid, r.node_id, r.name, r.source, r.sealed, decode(r.digest, 'hex'), r.at from ${u.rows}
      on conflict (tenant_id, node_id, name, source) ${
        keepsFirst
          ? sql`do nothing`
          : sql`do update set sealed = excluded.sealed, digest = excluded.digest, at = excluded.at, actor = null
              where s.at <= excluded.at`
      }`.execute(ctx.pg)
  }
}

const sealedColumns = (rows: readonly SealedRow[]) =>
  unnest(rows, {
    node_id: ['bigint', (r) => r.node],
    name: ['text', (r) => r.name],
    source: ['text', (r) => r.source],
    sealed: ['text', (r) => r.sealed],
    digest: ['text', (r) => r.digest?.toString('hex') ?? null],
    at: ['timestamptz', (r) => new Date(r.at)],
  })

/** A profile that its source deletes loses its sensitive words as well. */
export async function deleteAllSealed(ctx: Ctx, writes: readonly AttributeWrite[]): Promise<void> {
  if (writes.length === 0) return
  const u = unnest(writes, {
    node_id: ['bigint', (w) => w.node],
    source: ['text', (w) => w.source],
    at: ['timestamptz', (w) => new Date(w.at)],
  })
  await sql`update sealed_attribute s set sealed = null, digest = null, at = r.at, actor = null from ${u.rows}
    where s.tenant_id = ${ctx.tenantId} and s.node_id = r.node_id and s.source = r.source and s.at <= r.at`.execute(
    ctx.pg,
  )
}

/** Of these nodes, those whose customer has said yes, and no no stands against it. */
async function nodesWithConsent(ctx: Ctx, nodes: readonly number[]): Promise<Set<number>> {
  if (nodes.length === 0) return new Set()
  const { rows } = await sql<{ id: number }>`
    select n.id from customer n
    where n.tenant_id = ${ctx.tenantId} and n.id = any(${[...new Set(nodes)]}::bigint[])
      and ${consentGiven(ctx, 'n.canonical_id', SENSITIVE_PURPOSE, 'all')}`.execute(ctx.pg)
  return new Set(rows.map((r) => r.id))
}

export async function countRefused(ctx: Ctx, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return
  const times = new Map<string, Refused & { times: number }>()
  for (const one of refused) {
    const key = `${one.name}\x1f${one.source}\x1f${one.reason}`
    const before = times.get(key)
    if (before) before.times += 1
    else times.set(key, { ...one, times: 1 })
  }
  const u = unnest([...times.values()], {
    name: ['text', (r) => r.name.slice(0, 200)],
    source: ['text', (r) => r.source],
    reason: ['text', (r) => r.reason],
    times: ['bigint', (r) => r.times],
  })
  await sql`insert into sensitive_refusal (tenant_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
}

export interface EventWithProps {
  node: number | null
  source: string
  at: number
  eventId: string
  isClaimed: boolean
  props: Record<string, unknown>
}

/** The names of what was taken out of an event stay with it. */
export const WITHHELD = '$withheld'

/**
 * Takes sensitive properties out of events before anything of them is written: the value becomes a
 * sealed attribute of the customer when it may be kept; the event keeps only the name.
 * Answers what stays, by place in the list, and the changes to be applied as attributes.
 */
export async function guardEvents(
  ctx: Ctx,
  handlings: Handlings,
  events: readonly EventWithProps[],
): Promise<{ kept: Map<number, Record<string, unknown>>; writes: AttributeWrite[] }> {
  const kept = new Map<number, Record<string, unknown>>()
  const writes: AttributeWrite[] = []
  const homeless: Refused[] = []
  for (const [place, event] of events.entries()) {
    if (!handlings.holdsSensitive(event.props)) continue
    const split = withoutSensitive(event.props, handlings)
    if (!split) continue
    const names = [...new Set(split.taken.map((t) => t.name))].sort()
    kept.set(place, { ...split.kept, [WITHHELD]: names })
    for (const { name, value } of split.taken) {
      if (event.node === null) {
        homeless.push({ name, source: event.source, reason: 'no_customer' })
        continue
      }
      if (value === null) continue
      writes.push({
        node: event.node,
        source: event.source,
        at: event.at,
        eventId: event.eventId,
        op: 'set',
        name,
        value,
        isClaimed: event.isClaimed,
      })
    }
  }
  await countRefused(ctx, homeless)
  return { kept, writes }
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What is kept of events that could not be taken has no sensitive values either. */
export async function guardBytes<Letter extends { raw: Buffer; protocol: string }>(
  ctx: Ctx,
  letters: readonly Letter[],
): Promise<Letter[]> {
  const handlings = await loadHandlings(ctx)
  const refused: Refused[] = []
  const guarded = letters.map((letter) => {
    const split = bytesWithoutSensitive(letter.raw, handlings)
    if (!split) return letter
    for (const name of split.names)
      refused.push({ name, source: letter.protocol, reason: 'no_customer' })
    return { ...letter, raw: split.kept }
  })
  await countRefused(ctx, refused)
  return guarded
}

export interface SensitiveRefusal {
  name: string
  source: string
  reason: Reason
  times: number
  last_day: string
}

export async function listRefusals(ctx: Ctx): Promise<SensitiveRefusal[]> {
  const { rows } = await sql<SensitiveRefusal>`
    select name, source, reason, sum(times)::bigint as times, max(day)::text as last_day from sensitive_refusal
    where tenant_id = ${ctx.tenantId} and day > current_date - 30
    group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit 200`.execute(ctx.pg)
  return rows
}
