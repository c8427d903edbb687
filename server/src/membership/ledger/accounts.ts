// Whose accounts are spent from together.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { verifiedNodesOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import type { Account, Book } from './book.ts'

/**
 * The nodes whose accounts a customer spends from: those that verified merges connect with the node that is
 * asked for. What only a public key has claimed to be one person stays apart as soon as both sides hold an
 * account. To a customer who stands before the shop herself only what is proved to be hers is open.
 */
export async function accountNodes(ctx: Ctx, node: number): Promise<number[]> {
  const { rows: nodes } = await sql<{ id: number }>`
    select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${node}) order by id`.execute(
    ctx.pg,
  )
  if (nodes.length === 0) throw notFound('customer')
  const ids = nodes.map((n) => n.id)
  if (ids.length === 1) return ids
  if (ctx.actor.kind === 'customer') {
    const own = new Set(await verifiedNodesOf(ctx, Number(ctx.actor.id)))
    return ids.filter((id) => own.has(id))
  }
  const { rows: edges } = await sql<{ node_a: number; node_b: number }>`
    select node_a, node_b from identity_merge where tenant_id = ${ctx.tenantId} and undone_at is null
      and evidence = 'verified' and node_a = any(${ids}::bigint[]) and node_b = any(${ids}::bigint[])`.execute(
    ctx.pg,
  )
  const parts = components(ids, edges)
  if (parts.length === 1) return ids
  const { rows } = await sql<{ node_id: number }>`select distinct node_id from ledger_account
    where tenant_id = ${ctx.tenantId} and node_id = any(${ids}::bigint[])`.execute(ctx.pg)
  const holding = parts.filter((part) => rows.some((r) => part.includes(r.node_id)))
  if (holding.length < 2) return ids
  return parts.find((part) => part.includes(node)) ?? [node]
}

/** Pure: which of them hang together. */
export function components(
  ids: readonly number[],
  edges: readonly { node_a: number; node_b: number }[],
): number[][] {
  const of = new Map(ids.map((id) => [id, [id]]))
  for (const { node_a, node_b } of edges) {
    const [a, b] = [of.get(node_a), of.get(node_b)]
    if (!a || !b || a === b) continue
    a.push(...b)
    for (const id of b) of.set(id, a)
  }
  return [...new Set(of.values())].map((part) => part.sort((a, b) => a - b))
}

/**
 * As `accountNodes`, and until the transaction ends nobody merges or separates them: an unmerge that comes
 * first is obeyed, one that comes later finds what was spent as spent.
 */
export async function lockNodes(ctx: Ctx, node: number): Promise<number[]> {
  for (;;) {
    const group = await groupOf(ctx, node)
    await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = any(${group}::bigint[])
      order by id for share`.execute(ctx.pg)
    const now = await groupOf(ctx, node)
    if (now.join() === group.join()) return accountNodes(ctx, node)
  }
}

async function groupOf(ctx: Ctx, node: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${node}) order by id`.execute(
    ctx.pg,
  )
  if (rows.length === 0) throw notFound('customer')
  return rows.map((r) => r.id)
}

/** Theirs, locked in the order of their ids. */
export async function lockAccountsOf(
  ctx: Ctx,
  nodes: readonly number[],
  books: readonly Book[],
): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select id, node_id, book, pending, active, owed from ledger_account
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and book = any(${[...books]}::text[])
    order by id for update`.execute(ctx.pg)
  return rows
}

/** One a node; opened where there is none. @returns by node */
export async function openAccounts(
  ctx: Ctx,
  nodes: readonly number[],
  book: Book,
): Promise<Map<number, string>> {
  const wanted = [...new Set(nodes)].sort((a, b) => a - b)
  if (wanted.length === 0) return new Map()
  const there = await accountIds(ctx, wanted, book)
  const missing = wanted.filter((node) => !there.has(node))
  if (missing.length === 0) return there
  const u = unnest(missing, { id: ['uuid', () => randomUUIDv7()], node_id: ['bigint', (n) => n] })
  await sql`insert into ledger_account (tenant_id, book, opened_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${book}, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
    on conflict (tenant_id, node_id, book) do nothing`.execute(ctx.pg)
  return accountIds(ctx, wanted, book)
}

async function accountIds(
  ctx: Ctx,
  nodes: readonly number[],
  book: Book,
): Promise<Map<number, string>> {
  const { rows } = await sql<{ node_id: number; id: string }>`select node_id, id from ledger_account
    where tenant_id = ${ctx.tenantId} and book = ${book} and node_id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.node_id, r.id]))
}
