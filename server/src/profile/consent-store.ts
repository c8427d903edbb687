// The consent ledger: entries only ever added, and their fold a row a node, in the same transaction.
import { randomUUIDv7 } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { recordEvents } from '../platform/outbox.ts'
import { unnest } from '../platform/unnest.ts'
import {
  type Channel,
  type ConsentState,
  type Folded,
  foldWords,
  stateOf,
} from './consent-rules.ts'

export interface ConsentEvidence {
  form?: string | undefined
  /** Address of the page on which it was said. */
  page?: string | undefined
  /** Which of our SDKs passed it on, with its version. */
  sdk?: string | undefined
  ip?: string | undefined
  device?: string | undefined
  document?: string | undefined
  note?: string | undefined
}

export interface ConsentWrite {
  /** Sent again with the same id it counts once. */
  id?: string | undefined
  node: number
  purpose: string
  channel: Channel
  state: 'given' | 'withdrawn'
  textVersion: string | null
  source: string
  isClaimed: boolean
  evidence: ConsentEvidence
  at: Date
}

const DAY = 86_400_000

/**
 * Adds entries, all in one go; in effect when the transaction commits. Call in a transaction.
 * @returns the ids that were new, in the order given
 */
export async function recordConsents(ctx: Ctx, writes: readonly ConsentWrite[]): Promise<string[]> {
  if (writes.length === 0) return []
  const groups = await groupsOf(ctx, [...new Set(writes.map((w) => w.node))])
  const entries = writes.map((w) => ({
    ...w,
    id: w.id ?? randomUUIDv7(),
    saidFor: groups.get(w.node) ?? [w.node],
  }))
  const unique = [...new Map(entries.map((e) => [e.id, e])).values()]
  const u = unnest(unique, {
    id: ['uuid', (e) => e.id],
    node_id: ['bigint', (e) => e.node],
    purpose: ['text', (e) => e.purpose],
    channel: ['text', (e) => e.channel],
    state: ['text', (e) => e.state],
    text_version: ['text', (e) => e.textVersion],
    source: ['text', (e) => e.source],
    is_claimed: ['boolean', (e) => e.isClaimed],
    evidence: ['jsonb', (e) => JSON.stringify(e.evidence)],
    at: ['timestamptz', (e) => e.at],
    said: ['text', (e) => `{${e.saidFor.join(',')}}`],
  })
  const { rows } = await sql<{ id: string }>`
    insert into consent_entry (tenant_id, id, node_id, purpose, channel, state, text_version, source, is_claimed, evidence, at, said_for, recorded_at, actor)
    select ${ctx.tenantId}::uuid, r.id, r.node_id, r.purpose, r.channel, r.state, r.text_version, r.source, r.is_claimed,
      r.evidence, r.at, r.said::bigint[], ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}
    from ${u.rows} on conflict (tenant_id, id) do nothing returning id`.execute(ctx.pg)
  const fresh = new Set(rows.map((r) => r.id))
  const added = unique.filter((e) => fresh.has(e.id))
  await saveFolded(ctx, foldWords(added.map((e) => ({ ...e, at: e.at.getTime() }))))
  const now = ctx.now().getTime()
  await recordEvents(
    ctx,
    added.map((e) => ({
      name: e.state === 'given' ? 'consent_given' : 'consent_withdrawn',
      customerId: e.node,
      at: e.at,
      source: e.source,
      historical: e.at.getTime() < now - DAY,
      props: {
        entry_id: e.id,
        purpose: e.purpose,
        channel: e.channel,
        claimed: e.isClaimed,
        ...(e.textVersion ? { text_version: e.textVersion } : {}),
      },
    })),
  )
  return added.map((e) => e.id)
}

async function groupsOf(ctx: Ctx, nodes: readonly number[]): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ id: number; nodes: number[] }>`
    select n.id, array_agg(g.id order by g.id)::float8[] as nodes from customer n
    join customer g on g.tenant_id = n.tenant_id and g.canonical_id = n.canonical_id
    where n.tenant_id = ${ctx.tenantId} and n.id = any(${[...nodes]}::bigint[]) group by n.id`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.id, r.nodes]))
}

const moment = (at: number | null) => (at === null ? null : new Date(at))

/** The same folds as `foldWords`, onto what is stored. */
async function saveFolded(ctx: Ctx, folded: Folded[]): Promise<void> {
  if (folded.length === 0) return
  const rows = [...folded].sort(
    (a, b) => a.node - b.node || (a.purpose + a.channel < b.purpose + b.channel ? -1 : 1),
  )
  const u = unnest(rows, {
    node_id: ['bigint', (r) => r.node],
    purpose: ['text', (r) => r.purpose],
    channel: ['text', (r) => r.channel],
    withdrawn_at: ['timestamptz', (r) => moment(r.withdrawnAt)],
    given_at: ['timestamptz', (r) => moment(r.givenAt)],
    given_for: ['text', (r) => `{${r.givenFor.join(',')}}`],
    claimed_at: ['timestamptz', (r) => moment(r.claimedAt)],
  })
  // A node of `said_for` may have been erased by now: its row would name nobody.
  await sql`insert into consent as k (tenant_id, node_id, purpose, channel, withdrawn_at, given_at, given_for, claimed_at)
    select ${ctx.tenantId}::uuid, r.node_id, r.purpose, r.channel, r.withdrawn_at, r.given_at, r.given_for::bigint[], r.claimed_at
    from ${u.rows} join customer c on c.tenant_id = ${ctx.tenantId} and c.id = r.node_id
    on conflict (tenant_id, node_id, purpose, channel) do update set
      withdrawn_at = greatest(k.withdrawn_at, excluded.withdrawn_at),
      claimed_at = greatest(k.claimed_at, excluded.claimed_at),
      given_for = case
        when excluded.given_at is null or k.given_at > excluded.given_at then k.given_for
        when k.given_at is null or excluded.given_at > k.given_at then excluded.given_for
        else (select array_agg(distinct n order by n) from unnest(k.given_for || excluded.given_for) as n) end,
      given_at = greatest(k.given_at, excluded.given_at)`.execute(ctx.pg)
}

/** The folded rows of these nodes. */
export async function foldedOf(ctx: Ctx, nodes: readonly number[]): Promise<Folded[]> {
  const { rows } = await sql<{
    node_id: number
    purpose: string
    channel: Channel
    withdrawn_at: Date | null
    given_at: Date | null
    given_for: number[]
    claimed_at: Date | null
  }>`select node_id, purpose, channel, withdrawn_at, given_at, given_for::float8[] as given_for, claimed_at from consent
     where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) order by purpose, channel, node_id`.execute(
    ctx.pg,
  )
  return rows.map((r) => ({
    node: r.node_id,
    purpose: r.purpose,
    channel: r.channel,
    withdrawnAt: r.withdrawn_at?.getTime() ?? null,
    givenAt: r.given_at?.getTime() ?? null,
    givenFor: r.given_for,
    claimedAt: r.claimed_at?.getTime() ?? null,
  }))
}

/** The present state of many customers (canonical ids) on one question. */
export async function consentStates(
  ctx: Ctx,
  customerIds: readonly number[],
  purpose: string,
  channel: Channel,
): Promise<Map<number, ConsentState>> {
  const { rows } = await sql<{ id: number; canonical_id: number }>`
    select id, canonical_id from customer where tenant_id = ${ctx.tenantId} and canonical_id = any(${[...customerIds]}::bigint[])`.execute(
    ctx.pg,
  )
  const folded = await foldedOf(
    ctx,
    rows.map((r) => r.id),
  )
  const owner = new Map(rows.map((r) => [r.id, r.canonical_id]))
  const groups = new Map<number, Folded[]>()
  for (const row of folded) {
    const id = owner.get(row.node) ?? row.node
    const list = groups.get(id)
    if (list) list.push(row)
    else groups.set(id, [row])
  }
  return new Map(
    [...new Set(rows.map((r) => r.canonical_id))].map((id) => [
      id,
      stateOf(groups.get(id) ?? [], purpose, channel),
    ]),
  )
}

/**
 * A condition for the SQL of those who list customers: a no that stands. `column` holds canonical
 * customer ids, e.g. `c.id`.
 */
export function consentWithdrawn(
  ctx: Ctx,
  column: string,
  purpose: string,
  channel: Channel,
): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from customer no_node
    join consent no on no.tenant_id = no_node.tenant_id and no.node_id = no_node.id
    where no_node.tenant_id = ${ctx.tenantId} and no_node.canonical_id = ${sql.ref(column)}
      and no.purpose = ${purpose} and no.channel in (${channel}, 'all') and no.withdrawn_at is not null
      and not exists (
        select 1 from customer yes_node
        join consent yes on yes.tenant_id = yes_node.tenant_id and yes.node_id = yes_node.id
        where yes_node.tenant_id = ${ctx.tenantId} and yes_node.canonical_id = ${sql.ref(column)}
          and yes.purpose = no.purpose and yes.given_at > no.withdrawn_at
          and (yes.node_id = no.node_id or no.node_id = any(yes.given_for))
          and (yes.channel = no.channel or (no.channel = 'all' and yes.channel = ${channel}))))`
}

/** As `consentWithdrawn`: a yes (a claimed one too) against which no no stands. */
export function consentGiven(
  ctx: Ctx,
  column: string,
  purpose: string,
  channel: Channel,
): RawBuilder<boolean> {
  return sql<boolean>`(not ${consentWithdrawn(ctx, column, purpose, channel)} and exists (
    select 1 from customer said_node
    join consent said on said.tenant_id = said_node.tenant_id and said.node_id = said_node.id
    where said_node.tenant_id = ${ctx.tenantId} and said_node.canonical_id = ${sql.ref(column)}
      and said.purpose = ${purpose} and said.channel in (${channel}, 'all')
      and (said.given_at is not null or said.claimed_at is not null)))`
}
